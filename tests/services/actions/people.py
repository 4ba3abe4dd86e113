"""Rounds of Northshire that were counted, a year apart, and its plans after them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from portal.services.actions import changes, plans
from portal.services.actions.plans import ActionPlan, ActionWords, PlanEntry
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.services.staff import scope
from portal.services.staff.scope import Employer
from tests.factories import PAT, House
from tests.services import scenes

TRAINING = ActionWords(
    finding="“I am safe”: few agree",
    action="Two people go on every visit after dark",
    owner="Head of adults' services",
)


def counted(
    house: House, code: str = "spring", answers: int = 25, safe: str = "disagree", **changes: Any
) -> RoundInfo:
    """A round of Northshire in which so many have answered, counted and with reports to read."""
    house.person(PAT)
    before = len(house.links())
    house.open_round(northshire=answers, code=code, **changes)
    for link in house.links()[before:]:
        scenes.respond(house, link, round_code=code, safe=safe)
    house.work(days=8)
    house.work()
    return rounds.by_code(code)


def a_year_later(house: House) -> None:
    house.now += timedelta(days=350)


def employer(code: str = "northshire") -> Employer:
    there = scope.employer(code)
    assert there
    return there


def plan(round_code: str = "spring") -> ActionPlan:
    return plans.of_organisation(rounds.by_code(round_code), employer())


def proposed(finding: str, round_code: str = "spring") -> PlanEntry:
    """What the report proposes, by a word in it."""
    [entry] = [each for each in plan(round_code).proposed if finding in each.words.finding]
    return entry


def written(house: House, round_code: str = "spring", key: str = "", **words: Any) -> str:
    """An action that is in the plan: of the finding that nobody is safe, if it has no key."""
    key = key or proposed("I am safe", round_code).key
    changes.write(plan(round_code), key, replace(TRAINING, **words), PAT, house.now)
    return key
