"""Rounds for the attacker on what is released: drawn, and released as the count does."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.disclosure import blanking
from portal.disclosure.cells import UNSTATED, Cell
from portal.disclosure.release import Terms, release
from portal.disclosure.sizes import Attributes
from portal.disclosure.tally import Person
from portal.survey import scoring
from tests.disclosure.people import answering, organisation, questionnaire

PLACES = (("shire county", "East"), ("London borough", "London"), ("shire county", "East"))
ALIKE = ("wl_fair", "sup_knows", "wb_respect")
"""On these statements some teams are of one mind."""
RARE = "con_ideas"
"""This statement is skipped by most."""


@dataclass(frozen=True, slots=True)
class Round:
    """``kept``: what is stored of each person's organisation and breakdowns; None for nothing."""

    people: Sequence[Person]
    terms: Terms
    cells: Sequence[Cell]
    kept: Sequence[Attributes | None]

    def of(self, code: str) -> Iterator[tuple[Person, Attributes | None]]:
        return (
            each
            for each in zip(self.people, self.kept, strict=True)
            if each[0].organisation == code
        )


def drawn(seed: int) -> Round:
    """Draw a round and release it, as the count does."""
    draw = random.Random(seed)
    codes = [f"o{number}" for number in range(draw.randint(4, 9))]
    people = [person for code in codes for person in _staff(code, draw)]
    ended = {code: draw.choice((0, 0, 0, 1, 2, 9)) for code in codes}
    places = {code: PLACES[number % 3] for number, code in enumerate(codes)}
    return counted(people, Terms(places, 10, ended=ended, responses=seed % 2 == 1))


def counted(people: Sequence[Person], terms: Terms) -> Round:
    told = release(questionnaire(), people, terms)
    records: list[Attributes] = [(person.organisation, *person.values) for person in people]
    pooled = sum(number for code, number in terms.ended.items() if code not in told.splits)
    ended: blanking.Ended = dict[str | None, int](terms.ended) | {None: pooled}
    by_letter = [person.by_letter for person in people]
    kept = blanking.reduce(records, by_letter, 10, ended)
    return Round(people, terms, told.cells, kept if terms.responses else [None] * len(people))


def _staff(code: str, draw: random.Random) -> Iterator[Person]:
    size = max(5, round(draw.lognormvariate(3.4, 0.6)))
    people = list(organisation(code, size, draw, by_letter=draw.choice((1.0, 1.0, 0.7))))
    team = draw.choice((None, "children", "adults", draw.choice(("social_worker", None))))
    nested = draw.random() < 0.3
    for person in people:
        choices = dict(person.choices)
        values = person.values
        if draw.random() < 0.8:
            choices.pop(RARE, None)
        if nested and values[0] == "adults" and draw.random() < 0.9:
            values = ("adults", "other_professional")
        if team in values:
            choices |= dict.fromkeys(ALIKE, "strongly_agree")
        said = {k: v for k, v in choices.items() if k not in questionnaire().breakdowns}
        yield answering(code, values, said, person.by_letter)


def is_in(person: Person, split: str, group: Sequence[str | None]) -> bool:
    if not split:
        return True
    value = person.values[questionnaire().breakdowns.index(split)]
    return (UNSTATED if value is None else value) in group


def answers(about: str, person: Person) -> bool:
    item = questionnaire().items.get(about)
    if item is None:
        return about in person.scores
    return person.choices.get(about) in scoring.points(item)
