"""Invented people of a round, drawn from a seed: sizes, splits and skipped statements as they are
in life."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

from portal.disclosure.release import Terms
from portal.disclosure.tally import Person
from portal.survey import scoring
from portal.survey.questionnaire import Questionnaire
from tests.reports.editions import questionnaire

__all__ = ["PLACES", "answering", "organisation", "questionnaire", "terms"]

SERVICES = (
    ("children",) * 55 + ("adults",) * 30 + ("mental_health",) * 8 + ("other",) * 5 + (None,) * 2
)
ROLES = ("social_worker",) * 70 + ("other_professional",) * 28 + (None,) * 2
SAID = ("strongly_disagree", "disagree", "neither", "agree", "strongly_agree")
PLACES = [("shire county", "East"), ("London borough", "London"), ("shire county", "North West")]
SKIPPED = 0.03


def terms(codes: list[str], k: int = 10) -> Terms:
    return Terms({code: PLACES[n % len(PLACES)] for n, code in enumerate(codes)}, k)


def organisation(
    code: str, number: int, draw: random.Random, *, by_letter: float = 1.0, skipped: float = SKIPPED
) -> Iterator[Person]:
    """Yield so many people who have answered."""
    for _ in range(number):
        values = (draw.choice(SERVICES), draw.choice(ROLES))
        yield answering(code, values, _choices(values, draw, skipped), draw.random() < by_letter)


def answering(
    code: str, values: tuple[str | None, ...], choices: dict[str, str], by_letter: bool = True
) -> Person:
    said = {k: v for k, v in zip(questionnaire().breakdowns, values, strict=True) if v}
    scores = scoring.scores(questionnaire(), {**said, **choices})
    return Person(
        code, by_letter, values, {**said, **choices}, {k: str(v) for k, v in scores.items()}
    )


def _choices(values: tuple[str | None, ...], draw: random.Random, skipped: float) -> dict[str, str]:
    mood = draw.gauss(0, 0.8)
    choices = dict[str, str]()
    for item in _statements(questionnaire()):
        asked = not item.startswith("reg_") or values[1] == "social_worker"
        if asked and draw.random() >= skipped:
            choices[item] = SAID[min(4, max(0, round(2.4 + mood + draw.gauss(0, 0.9))))]
    return choices


@cache
def _statements(of: Questionnaire) -> tuple[str, ...]:
    return tuple(item.id for item in of.items.values() if item.question.scale)
