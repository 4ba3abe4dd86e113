"""This year's self-assessments, which most organisations sent in before their people answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from portal.calendar.london import london_day
from portal.calendar.schedule import Schedule
from portal.cli.demonstration import cast
from portal.cli.demonstration.stage import Given, Scene, Stage
from portal.services.rounds.register import ASSESSED
from portal.survey.questionnaire import Questionnaire

BEFORE, OPEN = timedelta(weeks=8), timedelta(weeks=6, hours=8)
"""It opened so long before this year's round, and was open so long."""
LEVELS = {
    "framework": 84,
    "workforce": 54,
    "workloads": 86,
    "wellbeing": 70,
    "supervision": 62,
    "cpd": 78,
    "registration": 97,
    "partnerships": 80,
}
"""So much of each standard organisations hold to be met, by the scores of the shipped
self-assessment: more of their workloads than their people do."""
EVIDENCE = {
    "workloads_evidence": "Each team has a board on which work is given out, and a weekly talk.",
    "supervision_evidence": "The policy is in place. Two teams have no trained supervisor at"
    " present.",
    "first_gaps": "Supervision of newly qualified social workers.",
}
"""What somebody wrote who signs in."""
SILENT = ("tarnbeck", "castlefold")
"""They sent none in."""


def this_year(stage: Stage) -> None:
    """Have the round of self-assessments counted that is laid beside this year's scores."""
    opens = stage.this - BEFORE
    stage.count(
        Scene(
            code=ASSESSED,
            title=f"Self-assessment {london_day(opens).year}: demonstration",
            questionnaire="self_assessment/2026.1",
            days=Schedule(opens, opens + OPEN, (opens + timedelta(weeks=4),)),
            invited=[
                (each.code, f"{each.psw or 'psw'}@{each.domain}") for each in cast.ORGANISATIONS
            ],
            answering=_answers,
        )
    )


def _answers(questionnaire: Questionnaire) -> Iterator[Given]:
    for each in cast.ORGANISATIONS:
        if each.code not in SILENT:
            marks = _marks(questionnaire, each.code)
            yield each.code, "invitation", [marks | (EVIDENCE if each.psw else {})]


def _marks(questionnaire: Questionnaire, code: str) -> dict[str, str]:
    """Mark each element, the same at every making; a few are left open."""
    draw, marks = Random(f"{ASSESSED} {code}"), dict[str, str]()  # noqa: S311 - no secret
    for score in questionnaire.scores:
        for id in score.items:
            seen = LEVELS[score.id] + draw.gauss(0, 18)
            known = "fully" if seen > 72 else "partly" if seen > 42 else "not_met"
            marks[id] = "dont_know" if draw.random() < 0.04 else known
    return marks
