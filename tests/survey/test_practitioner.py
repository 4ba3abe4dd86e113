"""The practitioner questionnaire that is shipped: what it promises to those who answer it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.survey.conditions import Answers
from portal.survey.file.parsing import parse
from portal.survey.questionnaire import Item, Prose, Question, Questionnaire
from portal.survey.route import Route, walk
from portal.survey.telling import gone, silent

ROOT = Path(__file__).parents[2]
FILE = ROOT / "questionnaires" / "practitioner" / "2026.1.md"
SOCIAL_WORKER = {"service": "adults", "role": "social_worker"}
OTHER_PROFESSIONAL = {"service": "adults", "role": "other_professional"}


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    return parse(FILE.read_bytes(), expected=("practitioner", "2026.1"))


def grid_items(questionnaire: Questionnaire) -> list[Item]:
    return [item for item in questionnaire.items.values() if item.question.type == "grid"]


def answered_alike(questionnaire: Questionnaire, option: str, **first: str) -> Answers:
    """Every grid row answered with the same option."""
    return {**first, **{item.id: option for item in grid_items(questionnaire)}}


def texts_read(questionnaire: Questionnaire, route: Route) -> Iterator[str]:
    yield questionnaire.introduction
    for page in route.pages:
        yield page.title
        for block in page.blocks:
            if isinstance(block, Prose):
                yield block.text
            elif block.id in route.shown:
                yield from question_texts(block)


def question_texts(question: Question) -> Iterator[str]:
    yield from (question.label, question.hint)
    yield from (row.label for row in question.rows)
    yield from (option.label for option in question.options)


def minutes_for(questionnaire: Questionnaire, route: Route) -> float:
    """At 200 words a minute, and seven seconds for each item that is shown.

    What comes back word for word (a scale, a hint) is read once.
    """
    words = sum(len(text.split()) for text in set(texts_read(questionnaire, route)))
    asked = [item for item in questionnaire.items if item in route.shown]
    return words / 200 + len(asked) * 7 / 60


def test_it_is_anonymous_and_split_by_service_and_role_only(questionnaire: Questionnaire) -> None:
    assert questionnaire.kind == "anonymous"
    assert questionnaire.breakdowns == ("service", "role")


def test_a_social_worker_meets_eleven_pages_and_others_ten(questionnaire: Questionnaire) -> None:
    assert len(walk(questionnaire, SOCIAL_WORKER).pages) == 11
    assert len(walk(questionnaire, OTHER_PROFESSIONAL).pages) == 10


def test_each_standard_has_one_page_of_four_to_eight_items(questionnaire: Questionnaire) -> None:
    standards = [score for score in questionnaire.scores if score.standard]
    assert [score.standard for score in standards] == list(range(1, 9))
    for score in standards:
        page = questionnaire.page_by_id[score.id]
        rows = [row.id for question in page.questions for row in question.rows]
        assert page.title == score.title
        assert 4 <= len(score.items) <= 8
        assert sorted(rows) == sorted(score.items)


def test_five_further_areas_less_covid_are_scored(questionnaire: Questionnaire) -> None:
    further = {score.id for score in questionnaire.scores if not score.standard}
    assert further == {"contribution", "tensions", "satisfaction", "stay"}


def test_every_item_with_points_belongs_to_exactly_one_score(questionnaire: Questionnaire) -> None:
    scored = {
        item.id
        for item in questionnaire.items.values()
        if any(option.points is not None for option in item.question.options)
    }
    uses = Counter(item for score in questionnaire.scores for item in score.items)
    assert set(uses) == scored
    assert set(uses.values()) == {1}


def test_tensions_are_worded_as_problems_and_all_reversed(questionnaire: Questionnaire) -> None:
    reversed_by_score = {score.id: score.reversed for score in questionnaire.scores}
    tensions = next(score for score in questionnaire.scores if score.id == "tensions")
    assert reversed_by_score.pop("tensions") == frozenset(tensions.items)
    assert not any(reversed_by_score.values())


def test_the_agreement_scale_runs_evenly_and_leaves_two_answers_unscored(
    questionnaire: Questionnaire,
) -> None:
    points = {option.id: option.points for option in questionnaire.scales["agreement"]}
    assert points == {
        "strongly_disagree": 0,
        "disagree": 25,
        "neither": 50,
        "agree": 75,
        "strongly_agree": 100,
        "not_applicable": None,
        "dont_know": None,
    }
    favourable = {option.id for option in questionnaire.scales["agreement"] if option.favourable}
    assert favourable == {"agree", "strongly_agree"}


def test_every_standard_has_one_short_comment_that_asks_for_no_names(
    questionnaire: Questionnaire,
) -> None:
    comments = [question for question in questionnaire.questions() if question.type == "comment"]
    assert all(comment.length <= 1000 for comment in comments)
    assert all(comment.hint.startswith("Please do not name anyone") for comment in comments)
    spoken_of = [comment.score for comment in comments if comment.score]
    assert spoken_of == [score.id for score in questionnaire.scores if score.standard]


def test_other_professionals_are_never_asked_about_registration(
    questionnaire: Questionnaire,
) -> None:
    for option in ("strongly_disagree", "agree"):
        answers = answered_alike(
            questionnaire, option, **OTHER_PROFESSIONAL, stay_12_months="unlikely"
        )
        shown = walk(questionnaire, answers).shown
        asked = [item for item in questionnaire.items.values() if item.id in shown]
        assert len(asked) > 50
        assert not [item.id for item in asked if "regist" in f"{item.id} {item.label}".lower()]


def test_a_changed_role_takes_the_registration_questions_away(
    questionnaire: Questionnaire,
) -> None:
    before = {**SOCIAL_WORKER, "registration_status": "registered", "reg_support": "agree"}
    assert "reg_support" in walk(questionnaire, before).shown
    after = walk(questionnaire, {**before, "role": "other_professional"})
    assert not {"registration_status", "reg_support"} & set(after.answers)


def test_someone_who_skips_the_role_is_not_asked_about_registration(
    questionnaire: Questionnaire,
) -> None:
    shown = walk(questionnaire, {"service": "children"}).shown
    assert not {"registration_status", "reg_support"} & shown


def test_the_registration_page_is_for_social_workers_whatever_their_registration(
    questionnaire: Questionnaire,
) -> None:
    """That page in a response would tell a fact otherwise, and so its score would be of nobody."""
    for status in ({}, {"registration_status": "not_registered"}):
        route = walk(questionnaire, {**SOCIAL_WORKER, **status})
        assert "registration" in {page.id for page in route.pages}


def test_what_people_are_is_in_no_response_and_all_that_they_say_is(
    questionnaire: Questionnaire,
) -> None:
    assert questionnaire.facts == ("registration_status", "time_in_post")
    assert gone(questionnaire) == set(questionnaire.facts)
    assert silent(questionnaire, gone(questionnaire)) == []


def test_someone_who_skips_everything_still_reaches_the_last_page(
    questionnaire: Questionnaire,
) -> None:
    assert not [question.id for question in questionnaire.questions() if question.required]
    route = walk(questionnaire, {})
    page, met = route.pages[0], [route.pages[0].id]
    while following := route.following(page):
        page = following
        met.append(page.id)
    assert met[-1] == "last"
    assert len(met) == 10


def test_missed_supervision_alone_asks_what_got_in_the_way(questionnaire: Questionnaire) -> None:
    def asked(answer: str) -> bool:
        return "supervision_missed" in walk(questionnaire, {"sup_regular": answer}).shown

    assert asked("disagree")
    assert asked("strongly_disagree")
    assert not asked("agree")
    assert not asked("not_applicable")


def test_only_those_who_may_leave_are_asked_why(questionnaire: Questionnaire) -> None:
    def asked(answer: str) -> bool:
        return "leave_reasons" in walk(questionnaire, {"stay_12_months": answer}).shown

    assert asked("very_unlikely")
    assert not asked("likely")
    assert not asked("dont_know")


def test_statements_are_short_and_hold_no_piped_or_marked_up_text(
    questionnaire: Questionnaire,
) -> None:
    for item in grid_items(questionnaire):
        assert len(item.label) <= 90, item.id
        assert not re.search(r"[*_{}\[\]?]", item.label), item.id


def test_no_statement_holds_two_ideas(questionnaire: Questionnaire) -> None:
    joined = [
        item.id for item in grid_items(questionnaire) if re.search(r"\b(and|or)\b", item.label)
    ]
    assert joined == []


@pytest.mark.parametrize("person", [SOCIAL_WORKER, OTHER_PROFESSIONAL])
def test_the_minutes_it_gives_are_honest(
    questionnaire: Questionnaire, person: dict[str, str]
) -> None:
    minutes = minutes_for(questionnaire, walk(questionnaire, person))
    assert 8 <= minutes <= 15
    assert abs(minutes - questionnaire.minutes) <= 1.5
