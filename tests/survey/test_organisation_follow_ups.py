"""The organisation's return: a follow-up comes up where an answer calls for it, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.survey.conditions import Answer, Answers
from portal.survey.file.parsing import parse
from portal.survey.questionnaire import Questionnaire
from portal.survey.route import walk

FILE = Path(__file__).parents[2] / "questionnaires" / "organisation" / "2026.1.md"
SERVICES = ("children", "adults", "mental_health", "other")
TEAMS = ["some_teams", "half_of_teams", "most_teams", "every_team"]

UNSURE = ["dont_know", "not_applicable"]

FOLLOW_UPS: dict[str, tuple[str, list[str], list[str]]] = {
    "coverage_gap": ("coverage", ["part"], ["all", "dont_know"]),
    "last_plan_obstacles": ("last_plan", ["not_at_all", "slightly"], ["partly", "fully", *UNSURE]),
    "feedback_change": ("feedback_ways", ["survey", "other"], ["none_of_these", "dont_know"]),
    "peer_review_use": ("peer_review", ["under_1", "from_1"], ["from_3", "never", "dont_know"]),
    "exit_held": ("exit_offered", ["seldom", "always"], ["never", *UNSURE]),
    "exit_reasons": ("exit_offered", ["seldom", "always"], ["never", *UNSURE]),
    "exit_used": ("exit_offered", ["seldom", "always"], ["never", *UNSURE]),
    "extra_hours": ("hours_recorded", TEAMS, ["no_team", "dont_know"]),
    "hours_unrecorded": ("hours_recorded", ["no_team"], [*TEAMS, "dont_know"]),
    "case_weights": ("case_counting", ["weighted", "mixed"], ["person", "other", "dont_know"]),
    "load_method_use": ("load_method", TEAMS, ["no_team", "dont_know"]),
    "coworking_count": ("coworking", ["seldom", "always"], ["never", *UNSURE]),
    "stress_action": ("stress_checked", ["quarterly", "after"], ["never", "dont_know"]),
    "welfare_use": ("welfare_offers", ["counselling", "other"], ["none_of_these", "dont_know"]),
    "ai_safeguards": ("ai_reach", TEAMS, ["no_team", "dont_know"]),
    "supervision_cancelled_why": (
        "supervision_cancelled",
        ["sometimes", "often", "always"],
        ["never", "seldom", *UNSURE],
    ),
    "supervision_monitored_ways": ("supervision_monitored", TEAMS, ["no_team", "dont_know"]),
    "cpd_barriers": ("cpd_time", ["not_at_all", "slightly"], ["partly", "fully", *UNSURE]),
    "career_fair": ("career_steps", ["grades", "other"], ["none_of_these", "dont_know"]),
    "concern_unwritten": ("concern_written", ["not_at_all", "slightly"], ["mostly", *UNSURE]),
    "concern_weeks": ("concern_number", ["from_5"], ["under_5", "dont_know"]),
    "university_items": ("university_tie", ["partnership", "informal"], ["none", "dont_know"]),
    "placements_limits": ("placements_wanted", ["more", "many_more"], ["same", "dont_know"]),
    "hard_parts_help": ("hard_parts", ["posts", "cpd"], ["none_of_these"]),
}
"""By follow-up: what it follows from, options that bring it up, and options that do not."""

OF_SEVERAL = {"feedback_example", "agency_reasons", "waiting_care", "cancelled_why"}
"""Follow-ups of more than one question, or of a figure; each has a test of its own."""


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    return parse(FILE.read_bytes())


def shown(questionnaire: Questionnaire, answers: Answers) -> frozenset[str]:
    return walk(questionnaire, answers).shown


@pytest.mark.parametrize("follow_up", FOLLOW_UPS)
def test_a_follow_up_appears_only_when_it_should(
    questionnaire: Questionnaire, follow_up: str
) -> None:
    asked, leading, not_leading = FOLLOW_UPS[follow_up]
    question = questionnaire.items[asked].question
    assert {*leading, *not_leading} <= {option.id for option in question.options}
    for option in (*leading, *not_leading):
        answer: Answer = [option] if question.type == "choices" else option
        assert (follow_up in shown(questionnaire, {asked: answer})) == (option in leading), option
    assert follow_up not in shown(questionnaire, {})


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    ("follow_up", "figure", "least"),
    [("agency_reasons", "agency", "0.1"), ("waiting_care", "waiting", "1")],
)
def test_a_figure_above_none_in_any_service_brings_up_its_follow_up(
    questionnaire: Questionnaire, service: str, follow_up: str, figure: str, least: str
) -> None:
    item = f"{figure}_{service}"
    assert follow_up in shown(questionnaire, {item: least})
    for answers in ({}, {item: "0"}, {f"{item}__unknown": "yes"}):
        assert follow_up not in shown(questionnaire, answers)


def test_only_frequent_cancelling_asks_what_lay_behind_it(questionnaire: Questionnaire) -> None:
    for meeting in ("cn_visits", "cn_reviews", "cn_partners", "cn_team"):
        assert "cancelled_why" in shown(questionnaire, {meeting: "often"})
        assert "cancelled_why" not in shown(questionnaire, {meeting: "sometimes"})
    assert "cancelled_why" not in shown(questionnaire, {})


def test_an_example_is_asked_for_where_feedback_changed_something(
    questionnaire: Questionnaire,
) -> None:
    def asked(change: str) -> bool:
        answers: Answers = {"feedback_ways": ["survey"], "feedback_change": change}
        return "feedback_example" in shown(questionnaire, answers)

    assert asked("partly")
    assert not asked("not_at_all")
    assert not asked("dont_know")


def test_there_is_no_follow_up_but_those_tried_here(questionnaire: Questionnaire) -> None:
    conditional = {each.id for each in questionnaire.questions() if each.show_if}
    assert conditional == FOLLOW_UPS.keys() | OF_SEVERAL
    assert not any(page.show_if for page in questionnaire.pages)
    assert not any(row.show_if for each in questionnaire.questions() for row in each.rows)


def test_a_follow_up_falls_with_what_it_followed_from(questionnaire: Questionnaire) -> None:
    before: Answers = {
        "feedback_ways": ["survey"],
        "feedback_change": "fully",
        "feedback_example": "Letters are shorter now.",
    }
    assert walk(questionnaire, before).answers == before
    after: Answers = {**before, "feedback_ways": ["none_of_these"]}
    assert walk(questionnaire, after).answers == {"feedback_ways": ["none_of_these"]}
