"""What staff may be told of how many have answered. Pure.

People get links in three ways: letters to those who are invited by name, slips of paper, and one
link to forward. Each is held to ten by itself. Were they taken together, seven slips that nobody
is handed would make three people ten, and whoever forwards the link to two could read off the sum
that both have answered. What may not be shown is in no sum, rate or order either, since a sum less
what is shown would be it.

While answers come in, a number that is shown goes up in fives (``veiled``): of a few, one more
would be somebody. In the end it is what it is (``in_the_end``), from ten on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Literal, TypeAlias

FEWEST = 10
"""Fewest people whom a figure of answers may speak of: of fewer, a count alone can tell who took
part. Never lowered."""
STEP = 5
"""A number of answers goes up by so many while they come in, and stays so in the end where one way
has brought too few to be shown."""
MANY = 100
"""Among so many who are invited by name one more answer is nobody's: the number is shown whole."""
Way: TypeAlias = Literal["letters", "slips", "forwarded"]
Precision: TypeAlias = Literal["exact", "at least"]
IN_WORDS: Mapping[Way, str] = {
    "letters": "by letter",
    "slips": "by slip",
    "forwarded": "by the link to forward",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One way in which people get links. ``given``: links; of a link to forward only whether there
    is, or was, one, since nobody knows how many it reaches. ``answers``: None where they may not be
    shown. ``lost``: links whose letters came back, so that whom they were for cannot have
    answered. ``ended``: links that were given, and lead nowhere any more: of slips that were
    voided, of people who were taken off the list, and of addresses that were corrected or have to
    wait. ``beyond``: up to so many more have answered than are shown."""

    given: int = 0
    answers: int | None = 0
    lost: int = 0
    ended: int = 0
    beyond: int = 0

    @property
    def precision(self) -> Precision:
        return "at least" if self.beyond else "exact"

    @property
    def said(self) -> str:
        """The number in words: “12”, “15 or more”, “fewer than 5”; or (empty) that it is not
        shown."""
        if self.answers is None:
            return ""
        if self.beyond and not self.answers:
            return f"fewer than {self.beyond + 1:,}"
        return f"{self.answers:,}{' or more' * bool(self.beyond)}"

    @property
    def reached(self) -> int:
        return self.given - self.lost

    @property
    def ever(self) -> int:
        """The links that were given so far."""
        return self.given + self.ended

    @property
    def hidden(self) -> Part:
        return replace(self, answers=None, beyond=0)

    def from_fewest_given(self) -> Part:
        """Hide the answers of people known by name unless there are enough who can have
        answered."""
        return self if self.reached >= FEWEST else self.hidden

    def from_fewest_answers(self) -> Part:
        """Hide the answers unless there are enough, where nobody knows whom the links reached."""
        return self if (self.answers or 0) >= FEWEST else self.hidden

    def in_fives(self) -> Part:
        """Round down to a step what is shown."""
        if self.answers is None:
            return self
        return replace(self, answers=self.answers // STEP * STEP, beyond=STEP - 1)

    def as_fine_as(self, other: Part) -> Part:
        """Show as much as is shown of another number, or less."""
        if other.answers is None:
            return self.hidden
        return self if other.precision == "exact" else self.in_fives()


@dataclass(frozen=True, slots=True)
class Numbers:
    """Those who have answered, each part by itself, in one organisation or in several."""

    letters: Part = Part()
    slips: Part = Part()
    forwarded: Part = Part()

    @property
    def shown(self) -> Part:
        """The answers of all parts that are shown, together; none where no part is."""
        return _sum(self._parts)

    @property
    def submitted(self) -> int | None:
        return self.shown.answers

    @property
    def answered(self) -> int:
        """The answers that the rate counts."""
        return self.rated.answers or 0

    @property
    def base(self) -> int:
        """The people whom the rate counts: how many a link to forward reaches is not known."""
        return self.rated.given

    @property
    def rated(self) -> Part:
        """The parts that the rate counts, together."""
        return _sum((self.letters, self.slips))

    @property
    def rate(self) -> int | None:
        """The response rate in whole per cent, half up, of what is shown. None where too few are
        invited, or where some answered before they were taken off the list and so no rate would be
        true."""
        untrue = any((part.answers or 0) > part.given for part in (self.letters, self.slips))
        if self.base < FEWEST or untrue:
            return None
        return (self.answered * 200 + self.base) // (2 * self.base)

    @property
    def rate_said(self) -> str:
        """The rate in words, as precise as what it is made of; empty where there is none."""
        if self.rate is None:
            return ""
        beyond = self.rated.beyond
        if beyond and not self.answered:
            return f"below {-(-100 * (beyond + 1) // self.base)}%"
        return f"{self.rate}%{' or more' * bool(beyond)}"

    @property
    def fraction(self) -> str:
        """What the rate is made of, in words: “30 or more of 33 invited by name”; empty where
        there is none."""
        if self.rate is None:
            return ""
        parts = ((self.letters, "invited by name"), (self.slips, "slips"))
        shown = [(part, what) for part, what in parts if part.answers is not None and part.given]
        whole = " and ".join(f"{part.given:,} {what}" for part, what in shown)
        return f"{self.rated.said} of {whole}"

    def part(self, way: Way) -> Part:
        """Return the answers of one way."""
        return dict(zip(IN_WORDS, self._parts, strict=True))[way]

    @property
    def left_out(self) -> tuple[Way, ...]:
        """The parts that there are, or were, and that may not be shown: that all of their links
        have ended must not tell whether they were used."""
        parts = {way: self.part(way) for way in IN_WORDS}
        return tuple(way for way, part in parts.items() if part.ever and part.answers is None)

    def veiled(self) -> Numbers:
        """Hide what staff may not see while people answer, and let the rest go up in fives. Slips
        do so however many were made: in how many hands they are, nobody knows. So do the letters
        of many where a part is left out, which the rows that are kept, less an exact number, would
        be."""
        letters = self.letters.from_fewest_given()
        shown = Numbers(
            letters,
            self.slips.from_fewest_answers().in_fives(),
            self.forwarded.from_fewest_answers().in_fives(),
        )
        exact = letters.reached >= MANY and not shown.left_out
        return shown if exact else replace(shown, letters=letters.in_fives())

    def in_the_end(self) -> Numbers:
        """Hide what staff may not see once nobody more can answer. From ten on a number is what it
        is, but for where something is left out: there the others stay in fives, as on every day
        before, whether it is of one to nine or of nobody, since that must not be told."""
        kept = (self.letters.from_fewest_given(), self.slips, self.forwarded)
        shown = Numbers(*(part.from_fewest_answers() for part in kept))
        return shown.in_fives() if shown.left_out else shown

    def in_fives(self) -> Numbers:
        """Round down to a step what is shown."""
        return Numbers(*(part.in_fives() for part in self._parts))

    def beside(self, later: Numbers) -> Numbers:
        """Hide what is not shown of a later day, and show nothing finer than it is shown then."""
        pairs = zip(self._parts, later._parts, strict=True)
        return Numbers(*(p.as_fine_as(after) for p, after in pairs))

    @property
    def _parts(self) -> tuple[Part, ...]:
        return self.letters, self.slips, self.forwarded


def total(every: Collection[Numbers]) -> Numbers:
    """Add up several organisations: what is shown of each, and nothing else."""
    return Numbers(*(_sum(getattr(n, way.name) for n in every) for way in fields(Numbers)))


def _sum(parts: Iterable[Part]) -> Part:
    shown = [part for part in parts if part.answers is not None]
    if not shown:
        return Part(0, None)
    return Part(
        given=sum(part.given for part in shown),
        answers=sum(part.answers or 0 for part in shown),
        beyond=sum(part.beyond for part in shown),
    )
