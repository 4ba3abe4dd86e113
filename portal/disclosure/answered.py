"""What staff may be told of how many have answered. Pure.

People get links in three ways: letters to those who are invited by name, slips of paper, and one
link to forward. Each is held to ten by itself. Were they taken together, seven slips that nobody
is handed would make three people ten, and whoever forwards the link to two could read off the sum
that both have answered. What may not be shown is in no sum, rate or order either, since a sum less
what is shown would be it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Literal, TypeAlias

FEWEST = 10
"""Fewest people whom a figure of answers may speak of: of fewer, a count alone can tell who took
part. Never lowered."""
Way: TypeAlias = Literal["letters", "slips", "forwarded"]
IN_WORDS: Mapping[Way, str] = {
    "letters": "by letter",
    "slips": "by slip",
    "forwarded": "by open link",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One way in which people get links. ``given``: links; of a link to forward only whether there
    is, or was, one, since nobody knows how many it reaches. ``answers``: None where they may not be
    shown. ``lost``: links whose letters came back, so that whom they were for cannot have
    answered."""

    given: int = 0
    answers: int | None = 0
    lost: int = 0

    @property
    def hidden(self) -> Part:
        return replace(self, answers=None)

    def from_fewest_given(self) -> Part:
        """Hide the answers of people known by name unless there are enough who can have
        answered."""
        return self if self.given - self.lost >= FEWEST else self.hidden

    def from_fewest_answers(self) -> Part:
        """Hide the answers unless there are enough, where nobody knows whom the links reached."""
        return self if (self.answers or 0) >= FEWEST else self.hidden


@dataclass(frozen=True, slots=True)
class Numbers:
    """Those who have answered, each part by itself, in one organisation or in several."""

    letters: Part = Part()
    slips: Part = Part()
    forwarded: Part = Part()

    @property
    def submitted(self) -> int | None:
        """The answers of all parts that are shown; None where no part is."""
        shown = [part.answers for part in self._parts if part.answers is not None]
        return sum(shown) if shown else None

    @property
    def answered(self) -> int:
        """The answers that the rate counts."""
        return sum(part.answers or 0 for part in self._rated)

    @property
    def base(self) -> int:
        """The people whom the rate counts: how many a link to forward reaches is not known."""
        return sum(part.given for part in self._rated)

    @property
    def rate(self) -> int | None:
        """The response rate in whole per cent, half up. None where too few are invited, or where
        some answered before they were taken off the list and so no rate would be true."""
        untrue = any((part.answers or 0) > part.given for part in self._rated)
        if self.base < FEWEST or untrue:
            return None
        return (self.answered * 200 + self.base) // (2 * self.base)

    @property
    def left_out(self) -> tuple[Way, ...]:
        """The parts that there are and that may not be shown."""
        parts: dict[Way, Part] = {
            "letters": self.letters,
            "slips": self.slips,
            "forwarded": self.forwarded,
        }
        return tuple(way for way, part in parts.items() if part.given and part.answers is None)

    def veiled(self) -> Numbers:
        """Hide what staff may not see, where it is people who answer."""
        return Numbers(
            self.letters.from_fewest_given(),
            self.slips.from_fewest_answers(),
            self.forwarded.from_fewest_answers(),
        )

    def beside(self, later: Numbers) -> Numbers:
        """Hide what is not shown of a later day."""
        pairs = zip(self._parts, later._parts, strict=True)
        return Numbers(*(p.hidden if after.answers is None else p for p, after in pairs))

    @property
    def _parts(self) -> tuple[Part, ...]:
        return self.letters, self.slips, self.forwarded

    @property
    def _rated(self) -> tuple[Part, ...]:
        return tuple(p for p in (self.letters, self.slips) if p.answers is not None)


def total(every: Collection[Numbers]) -> Numbers:
    """Add up several organisations: what is shown of each, and nothing else."""
    return Numbers(*(_sum(getattr(n, way.name) for n in every) for way in fields(Numbers)))


def _sum(parts: Iterable[Part]) -> Part:
    shown = [(part.given, part.answers) for part in parts if part.answers is not None]
    given, answers = (sum(numbers) for numbers in zip(*shown, strict=True)) if shown else (0, None)
    return Part(given, answers)
