"""Last year's round and this year's, which practitioners of all organisations answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from random import Random

from portal.calendar.london import london_day
from portal.calendar.schedule import Schedule
from portal.cli.demonstration import cast, remarks
from portal.cli.demonstration.stage import SERIES, Given, Scene, Stage
from portal.services.rounds.register import LAST_YEAR, THIS_YEAR
from portal.survey import inventing
from portal.survey.inventing import Workplace
from portal.survey.questionnaire import Questionnaire

OPEN = timedelta(weeks=5, hours=8)
"""A round was open so long."""
LEVELS = {
    "framework": 63.0,
    "workforce": 52.0,
    "workloads": 46.0,
    "wellbeing": 61.0,
    "supervision": 57.0,
    "cpd": 60.0,
    "registration": 64.0,
    "partnerships": 58.0,
    "contribution": 77.0,
    "tensions": 37.0,
    "satisfaction": 63.0,
    "stay": 61.0,
}
"""How it is in England, by the scores of the shipped questionnaire."""
BETTER = {"supervision": 7.0}
"""What has changed everywhere from one year to the next, in points."""


def last_year(stage: Stage) -> None:
    """Have the round counted that is compared with."""
    stage.count(_scene(LAST_YEAR, stage.last))


def this_year(stage: Stage) -> None:
    """Have the round counted whose reports are read."""
    slips = {each.code: each.slips for each in cast.ORGANISATIONS if each.slips}
    stage.count(replace(_scene(THIS_YEAR, stage.this), slips=slips))


def _scene(code: str, opens: datetime) -> Scene:
    return Scene(
        code=code,
        title=f"Social Work Health Check {london_day(opens).year}: demonstration",
        questionnaire="practitioner/2026.2",
        days=Schedule(opens, opens + OPEN, (opens + timedelta(weeks=2),)),
        invited=[
            (each.code, f"person{number}@{each.domain}")
            for each in cast.ORGANISATIONS
            for number in range(1, each.invited + 1)
        ],
        answering=partial(_answers, code),
    )


def _answers(code: str, questionnaire: Questionnaire) -> Iterator[Given]:
    """Answer as people do who are the same at every making."""
    usual, this = Random(SERIES), code == THIS_YEAR  # noqa: S311 - no secret
    average = replace(inventing.average(questionnaire, usual), level=LEVELS)
    for each in cast.ORGANISATIONS:
        at = inventing.workplace(questionnaire, usual, average)
        draw = Random(f"{code} {each.code}")  # noqa: S311 - no secret
        if this:
            at = _a_year_on(at, draw)
        by_letter, by_slip = (each.this, each.by_slip) if this else (each.last, 0)
        for origin, number in (("invitation", by_letter), ("slip", by_slip)):
            people = [inventing.answers(questionnaire, at, draw) for _ in range(number)]
            if this and each.code == remarks.WAITING and origin == "invitation":
                own = [{box: text} for box, text in remarks.NAMING.items()]
                people[: len(own)] = [{**p, **o} for p, o in zip(people, own, strict=False)]
            yield each.code, origin, people


def _a_year_on(at: Workplace, draw: Random) -> Workplace:
    level = {
        score: value + BETTER.get(score, 0) + draw.gauss(0, 1.5)
        for score, value in at.level.items()
    }
    return replace(at, level=level)
