"""The detailed report: what stands in it, in which words and in which order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

import pytest

from portal.disclosure import figures
from portal.disclosure.answered import Numbers, Part
from portal.disclosure.cells import Cell, Measure
from portal.disclosure.facts import Share
from portal.disclosure.figures import Figure
from portal.reports import asked, linked
from portal.reports.asked import Statement
from portal.reports.detail import Section, detail
from portal.reports.edition import Edition, keyed
from portal.survey.file import parsing
from tests.reports import editions

FIVE = ("strongly_disagree", "disagree", "neither", "agree", "strongly_agree")


def section(id: str, *shown: Edition) -> Section:
    return next(part for part in detail(shown).sections if part.line.score.id == id)


def statement(text: str, id: str, *shown: Edition) -> Statement:
    return next(each for each in section(id, *shown).statements if text in each.text)


def told(item: str, measure: Measure, part: Iterable[str], percent: int, base: int = 120) -> Cell:
    figure = figures.told(Fraction(percent), base)
    assert figure
    return Cell("organisation", editions.CODE, item, measure, figure, base, base, part=tuple(part))


def adding(edition: Edition, *cells: Cell) -> Edition:
    return replace(edition, cells=keyed((*edition.cells.values(), *cells)))


def test_statements_stand_in_the_questionnaires_order_with_all_that_is_told_of_each() -> None:
    before = editions.edition(29, 58, year=2025)
    cpd = section("cpd", editions.edition(), before)
    assert [each.text for each in cpd.statements][:2] == [
        "I get time to learn in my working hours",
        "I can get the training that my job needs",
    ]
    first = cpd.statements[0]
    assert (first.agree, first.base, first.last, first.nation) == ("58", "34", "58", "58")
    assert [(part.label, part.said) for part in first.parts] == [
        ("Disagree", "21"),
        ("Neither agree nor disagree", "21"),
        ("Agree", "58"),
    ]


def test_from_a_hundred_answers_a_bar_has_five_parts() -> None:
    shares = zip(FIVE, (10, 12, 18, 35, 25), strict=True)
    edition = adding(
        editions.edition(120), *(told("cpd_time", "part", [id], each) for id, each in shares)
    )
    parts = statement("time to learn", "cpd", edition).parts
    assert [part.said for part in parts] == ["10", "12", "18", "35", "25"]
    assert [part.strong for part in parts] == [True, False, False, False, True]


def test_where_a_part_may_not_be_shown_there_is_no_bar_and_it_says_why() -> None:
    edition = editions.edition()
    kept = [
        cell
        for cell in edition.cells.values()
        if not (cell.about == "cpd_time" and cell.part == ("neither",))
    ]
    row = statement("time to learn", "cpd", replace(edition, cells=keyed(kept)))
    assert (row.parts, row.why_not) == (
        (),
        asked.PARTS_NOT_SHOWN,
    )


def test_where_only_the_score_of_a_statement_is_told_it_stands_for_the_share() -> None:
    edition = editions.edition()
    kept = [c for c in edition.cells.values() if c.about != "cpd_time" or c.measure == "score"]
    row = statement("time to learn", "cpd", replace(edition, cells=keyed(kept)))
    assert (row.agree, row.nation) == ("score 53", "score 53")


def test_of_few_people_it_is_told_in_tenths_and_without_a_bar() -> None:
    row = statement("time to learn", "cpd", editions.edition(14))
    assert (row.agree, row.parts, row.why_not) == ("about 6 in 10", (), "")


def test_a_statement_in_other_words_has_no_figure_of_last_year() -> None:
    text = editions.questionnaire().source.replace("I get time to learn", "There is time to learn")
    before = replace(editions.edition(year=2025), questionnaire=parsing.parse(text))
    now = editions.edition()
    assert statement("time to learn", "cpd", now, before).last == "Other words"
    assert statement("training", "cpd", now, before).last != "Other words"


def test_to_agree_with_a_tension_is_a_problem() -> None:
    edition = editions.edition()
    assert {each.problem for each in section("tensions", edition).statements} == {True}
    assert {each.problem for each in section("cpd", edition).statements} == {False}


def test_a_question_that_no_score_counts_stands_where_it_was_asked() -> None:
    few = ("no_supervisor", "absence")
    edition = adding(
        editions.edition(120),
        told("supervision_missed", "chose", few, 20),
        told("supervision_missed", "chose", ["me_busy"], 30),
        told("supervision_missed", "chose", ["supervisor_busy"], 60),
    )
    [question] = section("supervision", edition).questions
    assert question.text == "What got in the way of supervision?"
    assert [(each.label, each.said, each.nation) for each in question.options] == [
        ("My supervisor was too busy", "60", "Not shown"),
        ("I was too busy", "30", "Not shown"),
        ("I had no supervisor; One of us was away", "20", "Not shown"),
    ]
    assert not [part for part in detail([edition]).sections if part.questions][1:]


def test_what_people_are_comes_last_in_the_words_of_the_questionnaire() -> None:
    shares = (
        Share(editions.CODE, "time_in_post", ("under_1", "from_1"), 41),
        Share(editions.CODE, "time_in_post", ("from_3", "from_10", "-"), 95),
    )
    service, time = detail([replace(editions.edition(80, split=True), facts=shares)]).people
    assert next((each.label, each.said) for each in service.options) == (
        "Children's services",
        "50",
    )
    assert [(each.label, each.said) for each in time.options] == [
        ("Less than 1 year; 1 year or more, but less than 3", "41"),
        ("3 years or more, but less than 10; 10 years or more; Not stated", "95 or more"),
    ]


def test_the_response_is_told_year_by_year_and_way_by_way() -> None:
    numbers = Numbers(Part(61, 34), Part(20, 12), Part(0, None))
    now = replace(editions.edition(), numbers=numbers)
    report = detail([now, editions.edition(29, 58, year=2025)])
    assert [(each.label, each.said) for each in report.years] == [
        ("2026", "57 per cent (46 of 61 invited by name and 20 slips)"),
        ("2025", "50 per cent (29 of 58 invited by name)"),
    ]
    assert [(each.title, each.given, each.answers) for each in report.ways] == [
        ("By letter", "61 invited by name", "34"),
        ("By slip", "20 slips made", "12"),
    ]


def test_of_fewer_than_ten_nothing_but_the_response_is_told() -> None:
    report = detail([editions.edition(7, 20)])
    assert report.cautions[0].startswith("Fewer than ten people answered")
    assert not (report.sections or report.splits or report.trend or report.people)


def goes_with_staying(level: str, name: str, base: int, *correlations: int) -> Edition:
    abouts = ("workforce", "supervision", "wellbeing")
    return adding(
        editions.edition(),
        *(
            Cell(level, name, about, "linked", Figure(value), base, base)  # type: ignore[arg-type]
            for about, value in zip(abouts, correlations, strict=True)
        ),
    )


def test_from_a_hundred_answers_what_goes_with_staying_is_named_in_alphabetical_order() -> None:
    told = linked.closest(goes_with_staying("organisation", editions.CODE, 140, 0, 0, 0))
    assert told
    assert "effective workforce planning systems, supervision and wellbeing high" in told.sentence
    assert "This is a link, not a cause" in told.sentence
    assert told.links == ()


def test_from_five_hundred_it_is_drawn_with_its_uncertainty() -> None:
    told = linked.closest(goes_with_staying("region", editions.REGION, 900, 40, 61, 55))
    assert told
    assert "In your region, East of England, people who scored supervision, wellb" in told.sentence
    assert next((each.title, each.value, each.low, each.high) for each in told.links) == (
        "Supervision",
        "0.61",
        "0.57",
        "0.65",
    )
    for link in told.links:
        assert link.from_x < link.x < link.to_x


def test_where_nothing_is_told_nothing_goes_with_staying() -> None:
    assert linked.closest(editions.edition()) is None


@pytest.mark.parametrize(("percent", "answers"), [(61, 500), (0, 800), (-30, 500), (99, 2000)])
def test_the_interval_is_fishers(percent: int, answers: int) -> None:
    low, high = linked.interval(percent, answers)
    assert -100 <= low <= percent <= high <= 100
    assert linked.interval(percent, 4 * answers)[1] - linked.interval(percent, 4 * answers)[0] <= (
        high - low
    )
