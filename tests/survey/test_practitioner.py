"""The newest practitioner questionnaire that is shipped: what it promises to who answers it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.survey.comparing import compare
from portal.survey.conditions import Answers
from portal.survey.file.parsing import parse
from portal.survey.questionnaire import Item, Prose, Questionnaire
from portal.survey.route import Route, walk
from portal.survey.scoring import scores
from portal.survey.telling import gone, silent

ROOT = Path(__file__).parents[2]
FILE = ROOT / "questionnaires" / "practitioner" / "2026.2.md"
SOCIAL_WORKER = {"service": "adults", "role": "social_worker"}
OTHER_PROFESSIONAL = {"service": "adults", "role": "other_professional"}


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    return parse(FILE.read_bytes(), expected=("practitioner", "2026.2"))


def grid_items(questionnaire: Questionnaire) -> list[Item]:
    return [item for item in questionnaire.items.values() if item.question.type == "grid"]


def answered_alike(questionnaire: Questionnaire, option: str, **first: str) -> Answers:
    """Every grid row answered with the same option."""
    return {**first, **{item.id: option for item in grid_items(questionnaire)}}


STATEMENT, QUESTION = 7, 10
"""Seconds that reading and answering one takes. An ordinary question by itself takes some ten
(Pew Research Center, "How we keep our online surveys from running too long", 2022), one of several
statements with the same answers less; seven is on the safe side, since phones take longer."""
WORDS = 200
"""So many of a text are read in a minute; most people read more."""


def around(questionnaire: Questionnaire, route: Route) -> Iterator[str]:
    """What is to be read beside the questions."""
    yield questionnaire.introduction
    for page in route.pages:
        yield page.title
        for block in page.blocks:
            if isinstance(block, Prose):
                yield block.text
            elif block.id in route.shown:
                yield block.hint
                yield block.label if block.rows else ""


def minutes_for(questionnaire: Questionnaire, route: Route) -> float:
    """What it takes somebody who writes nothing; what comes back word for word is read once."""
    words = sum(len(text.split()) for text in set(around(questionnaire, route)))
    asked = [questionnaire.items[item] for item in route.shown if item in questionnaire.items]
    seconds = sum(STATEMENT if item.question.type == "grid" else QUESTION for item in asked)
    return words / WORDS + seconds / 60


def test_it_is_anonymous_and_split_by_service_and_role_only(questionnaire: Questionnaire) -> None:
    assert questionnaire.kind == "anonymous"
    assert questionnaire.breakdowns == ("service", "role")


def test_everybody_meets_twelve_pages(questionnaire: Questionnaire) -> None:
    assert len(walk(questionnaire, SOCIAL_WORKER).pages) == 12
    assert len(walk(questionnaire, OTHER_PROFESSIONAL).pages) == 12


def test_the_role_comes_first_and_what_people_are_last(questionnaire: Questionnaire) -> None:
    asked = [question.id for question in questionnaire.questions()]
    assert asked[0] == "role"
    facts = set(questionnaire.facts)
    assert [id for id in asked if id in facts] == asked[-len(facts) :]


def test_each_standard_has_a_page_in_plain_words_that_names_it(
    questionnaire: Questionnaire,
) -> None:
    standards = [score for score in questionnaire.scores if score.standard]
    assert [score.standard for score in standards] == list(range(1, 9))
    for score in standards:
        assert (
            score.title
            in questionnaire.captions[score.id] + questionnaire.page_by_id[score.id].title
        )
        assert 3 <= len([item for item in score.items if not item.startswith("other_")]) <= 7


def test_nobody_meets_more_than_45_statements_and_three_boxes(
    questionnaire: Questionnaire,
) -> None:
    assert len(grid_items(questionnaire)) <= 45
    boxes = [question for question in questionnaire.questions() if question.type == "comment"]
    assert len(boxes) == 3


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


def test_statements_are_turned_round_in_each_half(questionnaire: Questionnaire) -> None:
    turned = {item for score in questionnaire.scores for item in score.reversed}
    rows = [item.id for item in grid_items(questionnaire)]
    middle = len(rows) // 2
    assert len(turned.intersection(rows[:middle])) >= 3
    assert len(turned.intersection(rows[middle:])) >= 3
    tensions = next(score for score in questionnaire.scores if score.id == "tensions")
    assert tensions.reversed == frozenset(tensions.items)


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


def test_every_comment_box_is_short_and_asks_for_no_names(questionnaire: Questionnaire) -> None:
    comments = [question for question in questionnaire.questions() if question.type == "comment"]
    assert all(comment.length <= 1000 for comment in comments)
    assert all(comment.hint.startswith("Please do not name anyone") for comment in comments)


def test_other_professionals_are_asked_about_their_own_regulator_alone(
    questionnaire: Questionnaire,
) -> None:
    for option in ("strongly_disagree", "agree"):
        answers = answered_alike(
            questionnaire, option, **OTHER_PROFESSIONAL, stay_12_months="unlikely"
        )
        shown = walk(questionnaire, answers).shown
        asked = [item for item in questionnaire.items.values() if item.id in shown]
        assert len(asked) > 45
        of_ours = [item.id for item in asked if item.id.startswith("reg")]
        assert of_ours == []
        assert not [item.id for item in asked if "Social Work England" in item.label]
        assert "fw_psw" not in shown
        assert "sup_social_worker" not in shown


def test_a_changed_role_takes_the_registration_questions_away(
    questionnaire: Questionnaire,
) -> None:
    before = {**SOCIAL_WORKER, "reg_support": "agree"}
    assert "reg_support" in walk(questionnaire, before).shown
    after = walk(questionnaire, {**before, "role": "other_professional"})
    assert "reg_support" not in after.answers


def test_someone_who_skips_the_role_is_not_asked_about_registration(
    questionnaire: Questionnaire,
) -> None:
    shown = walk(questionnaire, {"service": "children"}).shown
    assert not {"reg_support", "other_reg_support"} & shown


def test_what_people_are_is_in_no_response_and_all_that_they_say_is(
    questionnaire: Questionnaire,
) -> None:
    assert questionnaire.facts == (
        *("employment", "time_in_post", "age", "sex", "ethnic_group", "disability"),
    )
    assert gone(questionnaire) == set(questionnaire.facts)
    assert silent(questionnaire, gone(questionnaire)) == frozenset()


def test_someone_who_skips_everything_still_reaches_the_last_page(
    questionnaire: Questionnaire,
) -> None:
    assert not [question.id for question in questionnaire.questions() if question.required]
    route = walk(questionnaire, {})
    page, met = route.pages[0], [route.pages[0].id]
    while following := route.following(page):
        page = following
        met.append(page.id)
    assert met[-1] == "facts"
    assert len(met) == 11


def test_everybody_is_asked_how_often_they_had_supervision(questionnaire: Questionnaire) -> None:
    def asked(answer: str) -> set[str]:
        shown = walk(questionnaire, {"sup_how_often": answer}).shown
        return {"supervision_missed", "sup_reflective"} & set(shown)

    assert "sup_how_often" in walk(questionnaire, {}).shown
    assert asked("none") == {"supervision_missed"}
    assert asked("less") == {"supervision_missed", "sup_reflective"}
    assert asked("monthly") == {"sup_reflective"}
    assert asked("not_applicable") == set()


def test_no_supervision_at_all_is_the_worst_score(questionnaire: Questionnaire) -> None:
    route = walk(questionnaire, {**SOCIAL_WORKER, "sup_how_often": "none"})
    assert scores(questionnaire, route.answers)["supervision"] == 0


def test_a_comparison_with_the_version_before_shows_what_stays_comparable(
    questionnaire: Questionnaire,
) -> None:
    before = parse((FILE.parent / "2026.1.md").read_bytes(), expected=("practitioner", "2026.1"))
    fates = {fate.id: fate.kind for fate in compare(before, questionnaire).fates}
    statements = [item.id for item in grid_items(questionnaire)]
    as_before = [id for id in statements if fates[id] in ("same", "corrected")]
    assert len(as_before) >= len(statements) * 0.55
    assert {"sat_job", "sat_recommend", "stay_want", "stay_12_months"} <= {
        id for id, kind in fates.items() if kind in ("same", "corrected")
    }


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
    assert round(minutes) == questionnaire.minutes == 8
