"""Whole answers are added up: for each organisation, and in it for each combination of what people
said to the breakdowns, how many gave each answer and have each value of each score.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from portal.disclosure.sizes import Attributes

ANSWERED = ""
"""Stands among the options of a question of which several may be chosen for everybody who chose
any."""


@dataclass(frozen=True, slots=True)
class Person:
    """One whole answer. ``by_letter``: it answers an invitation, perhaps a person's second;
    ``values``: what was said to each breakdown; ``scores``: exact fractions as text; ``words``: of
    each question for single words, as they are counted."""

    organisation: str
    by_letter: bool
    values: Attributes
    choices: Mapping[str, Any]
    scores: Mapping[str, str]
    words: Mapping[str, Collection[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Given:
    """How many people gave each answer to one question, or have each value of one score: ``every``
    of them, and ``letters`` those who answered an invitation. ``ended``: so many links of letters
    have ended, of people who were taken off or whose address was corrected.

    Who was corrected may have answered twice. Whether they did must not show by what is told, so
    every link that has ended is taken to have brought a second answer."""

    every: Mapping[str, int]
    letters: Mapping[str, int]
    ended: int = 0

    @property
    def answers(self) -> int:
        return sum(self.every.values())

    @property
    def invited(self) -> int:
        """At least so many people have answered an invitation."""
        return self.of_letters(self.letters)

    @property
    def slips(self) -> dict[str, int]:
        """How many gave each answer by another way than an invitation."""
        letters = self.letters
        return {v: n - letters.get(v, 0) for v, n in self.every.items() if n > letters.get(v, 0)}

    def of_letters(self, values: Iterable[str]) -> int:
        """At least so many people who answered an invitation gave one of these."""
        return max(0, sum(self.letters.get(value, 0) for value in values) - self.ended)

    def slips_of(self, values: Iterable[str]) -> int:
        return sum(self.slips.get(value, 0) for value in values)

    def of(self, values: Iterable[str]) -> int:
        return sum(self.every.get(value, 0) for value in values)

    def only(self, values: Iterable[str]) -> Given:
        """Leave the other answers out."""
        kept = frozenset(values)
        every, letters = (
            {value: number for value, number in counts.items() if value in kept}
            for counts in (self.every, self.letters)
        )
        return Given(every, letters, self.ended)


def together(parts: Iterable[Given]) -> Given:
    """Add several organisations up; the links of each have ended for itself."""
    every, letters, ended = Counter[str](), Counter[str](), 0
    for part in parts:
        every.update(part.every)
        letters.update(part.letters)
        # no more second answers than there are answers
        ended += min(part.ended, sum(part.letters.values()))
    return Given(every, letters, ended)


class Counting:
    """Some people's answers while they are added up. ``people`` are all of them, ``invited``
    answered an invitation."""

    def __init__(self) -> None:
        self.people = 0
        self.invited = 0
        self._answers = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        self._scores = Counter[tuple[str, str]](), Counter[tuple[str, str]]()

    def add(self, person: Person) -> None:
        self.people += 1
        self.invited += person.by_letter
        for by_letter in range(1 + person.by_letter):
            self._scores[by_letter].update(person.scores.items())
            self._answers[by_letter].update(_answers(person.choices))

    def merge(self, other: Counting) -> None:
        self.people += other.people
        self.invited += other.invited
        for by_letter in range(2):
            self._scores[by_letter].update(other._scores[by_letter])
            self._answers[by_letter].update(other._answers[by_letter])

    def tally(self, ended: int = 0) -> Tally:
        return Tally(_apart(self._answers, ended), _apart(self._scores, ended))


@dataclass(frozen=True, slots=True)
class Tally:
    """What some people said to each item, and which value each score has, by its id."""

    answers: Mapping[str, Given]
    scores: Mapping[str, Given]


def count(people: Iterable[Person]) -> dict[str, dict[Attributes, Counting]]:
    """Add up each organisation's people by what they said to the breakdowns."""
    counts = defaultdict[str, defaultdict[Attributes, Counting]](lambda: defaultdict(Counting))
    for person in people:
        counts[person.organisation][person.values].add(person)
    return {code: dict(atoms) for code, atoms in counts.items()}


def merged(counts: Iterable[Counting]) -> Counting:
    whole = Counting()
    for each in counts:
        whole.merge(each)
    return whole


def _answers(choices: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for item, answer in choices.items():
        if isinstance(answer, str):
            yield _pair(item, answer)
        else:
            yield _pair(item, ANSWERED)
            for option in answer:
                yield _pair(item, option)


@lru_cache(maxsize=10_000)
def _pair(item: str, value: str) -> tuple[str, str]:
    """Return one and the same pair each time: thousands of counts have it."""
    return item, value


def _apart(
    values: tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]], ended: int
) -> dict[str, Given]:
    counts = defaultdict[str, tuple[dict[str, int], dict[str, int]]](lambda: ({}, {}))
    for by_letter, every in enumerate(values):
        for (id, value), number in every.items():
            counts[id][by_letter][value] = number
    return {id: Given(all_, letters, ended) for id, (all_, letters) in counts.items()}
