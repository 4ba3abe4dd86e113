"""Whether a difference between two figures is more than chance, and which place an organisation has
among others: both by the figures that are shown, and by no others. Pure.

A difference is clear if it is of three points or more, and would come about by chance less than
once in twenty times: 1.96 x s x sqrt(1/n1 + 1/n2), where s is how far people differ in England.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil, sqrt

from portal.disclosure.cells import STANDARDS, Cell
from portal.reports.edition import Edition
from portal.survey import comparing
from portal.survey.questionnaire import Questionnaire

LEAST = 3
"""A smaller difference is never clear."""
ASSUMED = 25
"""How far people differ where England's spread is not told: more than in most rounds."""
FROM = 20
"""Of fewer answers an organisation is told no place."""
AMONG = 10
"""Among fewer organisations nobody is told a place."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place by the mean of the standards that are shown, from 1 (highest): ``at``, shared by
    ``equals`` organisations, this one among them, ``of`` so many; by chance it could be anywhere
    between ``first`` and ``last``. ``mean``: the mean itself."""

    at: int
    equals: int
    of: int
    first: int
    last: int
    mean: int

    @property
    def clearly_above(self) -> int:
        """How many organisations are clearly higher."""
        return self.first - 1

    @property
    def clearly_below(self) -> int:
        return self.of - self.last


def spread(edition: Edition, about: str) -> int:
    """Return how far people differ in a score: the standard deviation in England."""
    cell = edition.beside("nation", about, "spread")
    return cell.figure.value if cell else ASSUMED


def needed(of: int, one: int, other: int) -> int:
    """Return the least difference that is clear between means of so many answers, where people
    differ by ``of``."""
    return max(LEAST, ceil(1.96 * of * sqrt(1 / one + 1 / other)))


def difference(one: Cell, other: Cell, of: int) -> int:
    """Return by how much at least a score is clearly higher than another (lower: negative); 0 where
    that is not clear. A figure at an end of what is told may lie anywhere beyond it: the lower one
    must not be “80 or more”, nor the higher one “20 or less”."""
    apart = one.figure.value - other.figure.value
    clear = abs(apart) >= needed(of, one.invited, other.invited)
    low, high = (other, one) if apart > 0 else (one, other)
    known = low.figure.end != "or more" and high.figure.end != "or less"
    return apart if clear and known else 0


@lru_cache(maxsize=16)
def comparable(before: Questionnaire, after: Questionnaire) -> frozenset[str]:
    """Return the ids of scores and items that ask the same of the same people in both."""
    kept = {
        fate.id
        for fate in comparing.compare(before, after).only("same", "corrected")
        if not fate.asked_of_others
    }
    old = {score.id: score for score in before.scores}
    scores = {
        score.id
        for score in after.scores
        if score.id in old
        and (score.items, score.reversed) == (old[score.id].items, old[score.id].reversed)
        and kept.issuperset(score.items)
    }
    return frozenset(kept | scores)


def place(edition: Edition, *, within_region: bool = False) -> Place | None:
    """Return the organisation's place in England or in its region; None where too few answered, or
    too few organisations can be compared: those that are told the same standards."""
    mine = edition.others.get(edition.code, {})
    ids = [score.id for score in edition.questionnaire.scores if score.standard]
    ids = [each for each in ids if each in mine]
    if not ids or edition.invited < FROM:
        return None
    region = edition.regions.get(edition.code)
    rivals = {
        code: cells
        for code, cells in edition.others.items()
        if set(ids) <= cells.keys()
        and min(cells[each].invited for each in ids) >= FROM
        and not (within_region and edition.regions.get(code) != region)
    }
    if len(rivals) < AMONG or edition.code not in rivals:
        return None
    return _place(edition, rivals.items(), ids)


def _place(edition: Edition, rivals: Iterable[tuple[str, object]], ids: list[str]) -> Place:
    of = spread(edition, STANDARDS)
    means = {code: _mean(edition, code, ids) for code, _ in rivals}
    own, own_base = means[edition.code]
    higher = [code for code, (mean, _) in means.items() if mean > own]
    equal = [code for code, (mean, _) in means.items() if mean == own]

    def clearly(mean: Fraction, base: int) -> bool:
        return abs(mean - own) >= max(LEAST, 1.96 * of * sqrt(1 / own_base + 1 / base))

    above = sum(mean > own and clearly(mean, base) for mean, base in means.values())
    below = sum(mean < own and clearly(mean, base) for mean, base in means.values())
    return Place(
        at=len(higher) + 1,
        equals=len(equal),
        of=len(means),
        first=above + 1,
        last=len(means) - below,
        mean=int(own + Fraction(1, 2)),
    )


def _mean(edition: Edition, code: str, ids: list[str]) -> tuple[Fraction, int]:
    """Return the mean of the shown standards, and how many people the least of them is of."""
    cells = [edition.others[code][each] for each in ids]
    return Fraction(sum(c.figure.value for c in cells), len(cells)), min(c.invited for c in cells)
