"""What a headline report shows, as values."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.disclosure.answered import Numbers, Part
from portal.disclosure.cells import NATION, Cell
from portal.disclosure.figures import Figure
from portal.reports.edition import Edition, keyed
from portal.reports.headline import Headline, headline
from portal.reports.stay import Stay
from tests.reports import editions
from tests.reports.editions import SCORES, edition

LAST = editions.SCORES | {"supervision": 67, "workloads": 55}


def facts(report: Headline) -> list[tuple[str, str, str]]:
    return [(fact.term, fact.said, fact.about) for fact in report.facts]


def test_four_facts_say_the_most() -> None:
    assert facts(headline(edition(), edition(29, 58, LAST, year=2025))) == [
        ("Answered", "56 per cent", "34 of 61 invited by name; 50 per cent in 2025"),
        ("Highest", "84", "Professional registration"),
        ("Lowest", "37", "Tensions (higher is better)"),
        ("Changed since 2025", "▲ Up 14", "Supervision. No clear fall"),
    ]


def test_of_several_changes_the_largest_is_named_with_how_many_there_are() -> None:
    def changed(**scores: int) -> str:
        before = edition(29, 58, SCORES | scores, year=2025)
        return facts(headline(edition(), before))[3][2]

    assert changed(wellbeing=80, cpd=80) == (
        "Continuing professional development (CPD), the largest of two clear falls. No clear rise"
    )
    assert changed(supervision=60, cpd=78) == (
        "Supervision, the largest change of one clear rise and one clear fall"
    )


def test_it_says_what_to_ask_about_next() -> None:
    told = headline(edition(), None).ask_about
    assert told.startswith("safe workloads and case allocation and “")


def test_a_first_year_has_no_change_and_a_link_to_forward_no_rate() -> None:
    numbers = Numbers(Part().hidden, Part().hidden, Part(1, 28))
    found = facts(headline(replace(edition(), numbers=numbers), None))
    assert found[0] == ("Answered", "28 people", "no rate: how many had a link is not known")
    assert found[3][:2] == ("Change", "First year")


def test_each_line_says_what_it_is_clearly_above_or_below() -> None:
    lines = {line.score.id: line for line in headline(edition(), None).lines}
    assert lines["supervision"].from_nation == 10
    assert lines["tensions"].from_nation == -28
    assert lines["workloads"].from_nation == 0
    assert lines["framework"].numbered == "1. Strong and clear social work framework"


def test_what_was_asked_in_other_words_is_not_compared() -> None:
    before = edition(29, 58, LAST, year=2025)
    other = replace(before.questionnaire, id="other", sha256="other")
    report = headline(edition(), replace(before, questionnaire=other))
    assert not report.compares_last
    assert {line.last for line in report.lines} == {None}
    assert report.lines[0].change == "Asked in other words in 2025: no comparison"


def test_of_fewer_than_ten_only_what_others_score_is_left() -> None:
    report = headline(edition(7, 30), None)
    assert facts(report) == [("Answered", "Not shown", "fewer than ten people")]
    assert report.cautions == (
        "Fewer than ten people answered, so nothing is shown for Northshire County Council. Their"
        " answers count in England's figures.",
    )
    assert report.in_short == () and report.compares_nation and report.compares_region


@pytest.mark.parametrize(
    ("nation", "end"),
    [
        (40 * 4, "count in no other figure."),
        (40 * 4 + 12, "count in England's figures."),
    ],
)
def test_it_is_told_whether_the_answers_count_elsewhere(nation: int, end: str) -> None:
    few = edition(7, 30, others=4)
    cells = [
        Cell("nation", NATION, score.id, "score", Figure(60), nation, nation)
        for score in few.questionnaire.scores
    ]
    [caution] = headline(replace(few, cells=keyed(cells)), None).cautions
    assert caution.endswith(end)


def test_where_numbers_in_fives_leave_that_open_it_is_left_open() -> None:
    few = edition(7, 30, others=4)
    cells = [
        Cell("nation", NATION, score.id, "score", Figure(60), 155, 155, or_more=True)
        for score in few.questionnaire.scores
    ]
    others = {
        code: {id: replace(cell, or_more=True, answers=35) for id, cell in told.items()}
        for code, told in few.others.items()
    }
    [caution] = headline(replace(few, cells=keyed(cells), others=others), None).cautions
    assert caution.endswith(
        "if ten or more people answered in organisations like this one; otherwise in no other "
        "figure."
    )


def test_notes_say_of_how_many_people_a_score_is() -> None:
    whole = edition()
    few = editions.cell("organisation", editions.CODE, "registration", "score", 84, 15)
    assert few
    report = headline(replace(whole, cells={**whole.cells, few.key: few}), None)
    assert report.notes[0].startswith(
        "Scores are of 34 people; 15 for professional registration. To the nearest 5, because of"
        " fewer than 20 people: professional registration."
    )
    assert not report.edition.rough


def linked(found: Edition, level: str, name: str, *values: int) -> Stay | None:
    cells = [
        Cell(level, name, about, "linked", Figure(value), 900, 900)  # type: ignore[arg-type]
        for about, value in zip(("wellbeing", "supervision", "cpd"), values, strict=True)
    ]
    return headline(replace(found, cells={**found.cells, **keyed(cells)}), None).stay


def test_what_goes_with_the_wish_to_stay_is_the_organisations_own_or_said_to_be_others() -> None:
    own = linked(edition(180, 300), "organisation", editions.CODE, 0, 0, 0)
    assert own and own.among == "At Northshire County Council people"
    assert own.closest == (
        "continuing professional development (CPD)",
        "supervision",
        "wellbeing",
    )
    assert own.order == "in alphabetical order"
    region = linked(edition(), "region", editions.REGION, 40, 60, 50)
    assert region and region.closest[0] == "supervision" and region.order == "the closest first"
    assert region.among == (
        "Fewer than 100 answered here, too few to tell what goes with it. In your region, East of"
        " England, people"
    )
    nothing = headline(edition(), None).stay
    assert nothing and (nothing.closest, nothing.among) == ((), "")
    assert nothing.said == "69 out of 100, not clearly different from England (65)."
