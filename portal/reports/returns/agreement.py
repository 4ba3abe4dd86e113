"""How far two people agree who put texts under themes: in per cent, and beyond chance. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from portal.reports.returns.figures import percent, rounded

NOT_DEFINED = "None: both always said the same, so there is no chance to compare with"
OVERALL = "All themes together"


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often ``both``, the ``first`` alone, the ``second`` alone and ``neither`` put a text
    under a theme."""

    name: str
    both: int
    first: int
    second: int
    neither: int

    @property
    def total(self) -> int:
        return self.both + self.first + self.second + self.neither

    @property
    def percent(self) -> int:
        """Return in how many per cent of the decisions, of which there is one at least, they
        agree."""
        return percent(self.both + self.neither, self.total)

    @property
    def kappa(self) -> Fraction | None:
        """Return Cohen's kappa (Cohen 1960, Educational and Psychological Measurement 20): 1 where
        they always agree, 0 where they agree as often as by chance. None where chance alone would
        have them always agree."""
        by_chance = Fraction(
            (self.both + self.first) * (self.both + self.second)
            + (self.neither + self.first) * (self.neither + self.second),
            self.total**2,
        )
        if by_chance == 1:
            return None
        return (Fraction(self.both + self.neither, self.total) - by_chance) / (1 - by_chance)

    @property
    def kappa_said(self) -> str:
        return NOT_DEFINED if self.kappa is None else str(rounded(self.kappa, 2))


def agreements(
    themes: Sequence[tuple[str, str]],
    pairs: Collection[tuple[frozenset[str], frozenset[str]]],
) -> tuple[Agreement, ...]:
    """Return the agreement on each theme (id and name), and on all together last, where each theme
    of each text is one decision. ``pairs``: by text, the themes that the first and the second gave
    it, of one text at least."""
    every = [_on(id, name, pairs) for id, name in themes]
    return (*every, _together(every)) if every else ()


def _on(id: str, name: str, pairs: Iterable[tuple[frozenset[str], frozenset[str]]]) -> Agreement:
    said = [(id in first, id in second) for first, second in pairs]
    sides = ((True, True), (True, False), (False, True), (False, False))
    return Agreement(name, *(said.count(side) for side in sides))


def _together(every: Sequence[Agreement]) -> Agreement:
    parts = ("both", "first", "second", "neither")
    return Agreement(OVERALL, *(sum(getattr(each, part) for each in every) for part in parts))
