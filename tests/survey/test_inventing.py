"""People who do not exist answer as people do, and with a truth that is known."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from portal.settings import ROOT
from portal.survey import inventing, scoring
from portal.survey.admissible import admissible
from portal.survey.conditions import Answers
from portal.survey.file.parsing import parse
from portal.survey.inventing import Workplace

SHIPPED = sorted((ROOT / "questionnaires").rglob("*.md"))
SURVEY = parse((ROOT / "questionnaires" / "practitioner" / "2026.1.md").read_text())
MANY = 400


def place(seed: int = 1) -> Workplace:
    draw = Random(seed)
    return inventing.workplace(SURVEY, draw, inventing.average(SURVEY, draw))


def people(at: Workplace, seed: int = 1) -> list[Answers]:
    draw = Random(seed)
    return [inventing.answers(SURVEY, at, draw) for _ in range(MANY)]


def scores(said: Sequence[Answers]) -> list[dict[str, float]]:
    return [
        {id: float(score) for id, score in scoring.scores(SURVEY, each).items()} for each in said
    ]


def linked(told: Sequence[dict[str, float]], one: str, other: str) -> float:
    both = [(each[one], each[other]) for each in told if one in each and other in each]
    return statistics.correlation(*zip(*both, strict=True))


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.parent.name + file.stem)
def test_what_they_say_can_have_been_said_to_any_questionnaire(file: Path) -> None:
    questionnaire, draw = parse(file.read_text()), Random(1)
    at = inventing.workplace(questionnaire, draw, inventing.average(questionnaire, draw))
    for _ in range(20):
        assert admissible(questionnaire, inventing.answers(questionnaire, at, draw))


def test_the_same_seed_invents_the_same_people_and_another_one_others() -> None:
    assert people(place(), 1) == people(place(), 1) != people(place(), 2)


def test_some_say_nothing_of_their_service_and_skip_some_statements() -> None:
    said = people(place())
    assert 0 < sum("service" not in each for each in said) < MANY / 5
    skipped = statistics.mean("wl_fair" not in each for each in said)
    assert 0.01 < skipped < 0.07
    assert any(each.get("wl_fair") in ("dont_know", "not_applicable") for each in said)


def test_the_wish_to_stay_goes_with_supervision_more_than_with_what_does_not_lead_to_it() -> None:
    told = scores(people(place()))
    assert linked(told, "supervision", "stay") > linked(told, "partnerships", "stay") + 0.1


def test_what_is_better_by_some_points_scores_so_many_more() -> None:
    before = place()
    after = replace(before, level={**before.level, "cpd": before.level["cpd"] + 10})
    means = [
        statistics.mean(each["cpd"] for each in scores(people(at)) if "cpd" in each)
        for at in (before, after)
    ]
    assert 6 < means[1] - means[0] < 12
