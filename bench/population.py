"""A round of many organisations, invented with a known truth and drawn from a seed.

By default a national one: 160 organisations of 20 to 2,000 people in every region of England. A
second year differs by a known change of one standard.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random
from typing import Any

from portal.disclosure.release import Terms
from portal.disclosure.tally import Person
from portal.services.organisations.register import REGIONS, TYPES
from portal.survey import inventing, scoring
from portal.survey.inventing import Workplace
from portal.survey.questionnaire import Questionnaire
from portal.survey.transcript import is_text

ORGANISATIONS = 160
SMALLEST, LARGEST = 20, 2_000
BY_SLIP = 0.15
"""In one organisation of eight so many of those who answer have a slip."""
FEWEST = 10


@dataclass(frozen=True, slots=True)
class Employer:
    """``invited``: how many people it has; ``answers``: how many of them answer, of whom so many
    ``by_slip``. ``truth``: how it is to work there."""

    code: str
    type: str
    region: str
    invited: int
    answers: int
    by_slip: int
    truth: Workplace


@dataclass(frozen=True)
class Population:
    """``seed``: of what people say; the same draws the same."""

    questionnaire: Questionnaire
    employers: Sequence[Employer]
    seed: int

    @property
    def answers(self) -> int:
        return sum(each.answers for each in self.employers)

    @property
    def terms(self) -> Terms:
        """What the count goes by."""
        places = {each.code: (each.type, each.region) for each in self.employers}
        rough = {e.code: ("slips",) for e in self.employers if 0 < e.by_slip < FEWEST}
        return Terms(places, k=FEWEST, rough=rough)

    def people(self) -> Iterator[Person]:
        """Invent everybody who answers, one organisation after the other."""
        for each in self.employers:
            for number, choices in enumerate(self.choices(each)):
                yield self._person(each, choices, by_letter=number >= each.by_slip)

    def choices(self, employer: Employer) -> Iterator[dict[str, Any]]:
        """Invent what people of an organisation answer, texts left out."""
        draw = Random(f"{self.seed} {employer.code}")
        for _ in range(employer.answers):
            answers = inventing.answers(self.questionnaire, employer.truth, draw)
            yield {key: answer for key, answer in answers.items() if key not in self._texts}

    def a_year_later(self, score: str, by: float) -> Population:
        """Ask other people of the same organisations, where one thing has become so much better."""
        return replace(
            self,
            employers=[
                replace(each, truth=_better(each.truth, score, by)) for each in self.employers
            ],
            seed=self.seed + 1,
        )

    def _person(self, employer: Employer, choices: Mapping[str, Any], *, by_letter: bool) -> Person:
        scores = scoring.scores(self.questionnaire, choices)
        values = tuple(choices.get(breakdown) for breakdown in self.questionnaire.breakdowns)
        told = {score: sys.intern(str(value)) for score, value in scores.items()}
        return Person(employer.code, by_letter, values, choices, told)

    @cached_property
    def _texts(self) -> frozenset[str]:
        keys = (key for item in self.questionnaire.items.values() for key in item.keys)
        return frozenset(key for key in keys if is_text(self.questionnaire, key))


def national(questionnaire: Questionnaire, seed: int, answers: int = 0) -> Population:
    """Invent a round of all England; of about so many ``answers``, if that is given."""
    draw = Random(seed)
    average = inventing.average(questionnaire, draw)
    # as many small ones as large ones, by the logarithm
    sizes = [round(SMALLEST * (LARGEST / SMALLEST) ** draw.random()) for _ in range(ORGANISATIONS)]
    rates = [draw.triangular(0.25, 0.8, 0.5) for _ in sizes]
    number = sum(size * rate for size, rate in zip(sizes, rates, strict=True))
    more = answers / number if answers else 1
    return Population(
        questionnaire,
        [
            _employer(
                n, round(size * more), rate, inventing.workplace(questionnaire, draw, average)
            )
            for n, (size, rate) in enumerate(zip(sizes, rates, strict=True))
        ],
        seed,
    )


def _employer(number: int, invited: int, rate: float, truth: Workplace) -> Employer:
    answers = round(invited * rate)
    return Employer(
        code=f"organisation-{number + 1}",
        type=TYPES[number % len(TYPES)],
        region=REGIONS[number % len(REGIONS)],
        invited=invited,
        answers=answers,
        by_slip=round(answers * BY_SLIP) if number % 8 == 0 else 0,
        truth=truth,
    )


def _better(truth: Workplace, score: str, by: float) -> Workplace:
    return replace(truth, level={**truth.level, score: truth.level[score] + by})
