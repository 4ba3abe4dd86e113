"""The types and regions of a list: results are compared by them, so that a new one is made only
where somebody says so."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass

from portal.errors import Refused
from portal.services.organisations import naming
from portal.services.organisations import register as organisations
from portal.services.organisations.register import REGIONS, TYPES, OrganisationInfo
from portal.tabular.asking import Answers, Question

Record = Mapping[str, str]
USUAL = {"type": TYPES, "region": REGIONS}
MOST = 20
"""So many are asked about: more are no types, or regions."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """Hold the types and regions by column: all that are ``known``, the usual ones first; and a
    question for each that is not, by what its spellings have in common."""

    known: Mapping[str, Sequence[str]]
    unknown: Mapping[str, Mapping[str, Question]]

    @property
    def questions(self) -> list[Question]:
        return [each for asked in self.unknown.values() for each in asked.values()]

    def worded(self, record: Record, given: Answers) -> dict[str, str]:
        """Put a row's type and region into words that are known, or chosen."""
        return {**record, **{column: self._word(column, record[column], given) for column in USUAL}}

    def _word(self, column: str, value: str, given: Answers) -> str:
        if asked := self.unknown[column].get(naming.alike(value)):
            return asked.answer(given) or value
        return naming.same(value, self.known[column])


def kinds(records: Collection[Record], register: Collection[OrganisationInfo]) -> Kinds:
    """Find what a list has of types and regions that no organisation of the register has. Raises
    ``Refused`` for too many."""
    known = {
        column: (*usual, *sorted({getattr(each, column) for each in register} - {*usual}))
        for column, usual in USUAL.items()
    }
    return Kinds(known, {column: _unknown(column, records, known[column]) for column in USUAL})


def of_one(one: OrganisationInfo) -> Kinds:
    """Find what one organisation, as it was typed in, has that none of the register has."""
    return kinds([asdict(one)], organisations.listing())


def as_new(values: Collection[str]) -> dict[str, str]:
    """Answer that each of these is a new type, or a new region, where the list has it."""
    return {_key(column, value): value for column in USUAL for value in values}


def _unknown(column: str, records: Collection[Record], known: Sequence[str]) -> dict[str, Question]:
    """Spellings of one thing are one question, in the first of them."""
    numbers, first = Counter[str](), dict[str, str]()
    for value in (record[column] for record in records):
        if value and not naming.same(value, known):
            numbers[first.setdefault(naming.alike(value), value)] += 1
    if len(first) > MOST:
        example = next(iter(first.values()))
        raise Refused(
            f"The list has {len(first)} {column}s that no organisation has, such as “{example}”. "
            f"Check whether that is the column of {column}s, and use the known ones."
        )
    return {word: _question(column, value, numbers[value], known) for word, value in first.items()}


def _question(column: str, value: str, number: int, known: Sequence[str]) -> Question:
    near = naming.near(value, known)
    rows = f" ({number:,} rows)" if number > 1 else ""
    meant = f" Did you mean “{near[0]}”?" if near else ""
    return Question(
        key=_key(column, value),
        about=f"“{value}”",
        text=f"“{value}”{rows} is a {column} that no organisation has so far.{meant}",
        choices=(
            *((each, f"It is “{each}”") for each in near or USUAL[column]),
            (value, f"Make “{value}” a new {column}"),
        ),
        missing=f"Choose what “{value}” is.",
        hint=(
            f"Results are compared by {column}: one with a different spelling is not compared "
            "with the others."
        ),
    )


def _key(column: str, value: str) -> str:
    """Name a question by what it is about, so that it keeps its answer among others."""
    return f"{column}-{hashlib.sha256(naming.alike(value).encode()).hexdigest()[:12]}"
