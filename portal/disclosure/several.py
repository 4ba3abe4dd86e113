"""Which types and regions everybody may be told of, where nothing is to be told of a single
organisation: rule 12.

All less the types that are told is of the others, and a type less a region is of those that are in
one of them alone. A figure is whole, so that little is known of what is left of large ones: half a
point for each person on either side, shared out among the people of those who are left.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Literal, TypeAlias

from portal.disclosure.levels import FEWEST

Level: TypeAlias = Literal["type", "region"]
Group: TypeAlias = tuple[Level, str]
CLOSELY = 10
"""A score of a few organisations that is known no closer than by so many points, up or down, tells
nothing of them: most scores lie as close to one another."""
OTHERS = ""
"""All those whose type, or region, is not told."""


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation that is told a score. ``answers``: how many people that is of."""

    type: str
    region: str
    answers: int


def left(members: Collection[Member], groups: Collection[Group]) -> set[Group]:
    """Leave of the types and regions those that tell of fewer than four organisations nothing,
    beside one another and beside all: the smallest go first."""
    kept = sorted(groups, key=lambda group: (-_size(members, group), group))
    while kept and tells(members, kept):
        kept.pop()
    return set(kept)


def tells(members: Collection[Member], groups: Collection[Group]) -> bool:
    """Say whether a few organisations' score can be worked out closely."""
    parted = _Parted(members, frozenset(groups))
    return any(parted.closely(some, most_like) for some, most_like in parted.pairs())


def _size(members: Collection[Member], group: Group) -> int:
    level, name = group
    return sum(name == (each.type if level == "type" else each.region) for each in members)


class _Parted:
    """The organisations by type and by region, those that are not told taken together."""

    def __init__(self, members: Collection[Member], groups: Collection[Group]) -> None:
        self._cells = dict[tuple[str, str], list[int]]()
        for each in members:
            type_ = each.type if ("type", each.type) in groups else OTHERS
            region = each.region if ("region", each.region) in groups else OTHERS
            self._cells.setdefault((type_, region), []).append(each.answers)

    @cached_property
    def _types(self) -> list[str]:
        return sorted({type_ for type_, _ in self._cells})

    @cached_property
    def _regions(self) -> list[str]:
        return sorted({region for _, region in self._cells})

    def pairs(self) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
        """List types and regions that have, together, all organisations in common but a few."""
        for number in range(len(self._types) + 1):
            for some in map(frozenset, combinations(self._types, number)):
                yield from ((some, regions) for regions in self._like(some, self._regions, FEWEST))

    def _like(
        self, types: frozenset[str], regions: Sequence[str], room: int
    ) -> Iterator[frozenset[str]]:
        """List unions of these regions from which the types differ by fewer than so many."""
        if not regions:
            yield frozenset()
            return
        first, *others = regions
        inside, outside = self._apart(types, first)
        if outside < room:
            for rest in self._like(types, others, room - outside):
                yield rest | {first}
        if inside < room:
            yield from self._like(types, others, room - inside)

    def _apart(self, types: frozenset[str], region: str) -> tuple[int, int]:
        """Count a region's organisations that are of the types, and that are not."""
        inside = sum(len(own) for (t, r), own in self._cells.items() if r == region and t in types)
        return inside, sum(len(own) for (_, r), own in self._cells.items() if r == region) - inside

    def closely(self, types: frozenset[str], regions: frozenset[str]) -> bool:
        """Say whether what the types are told, less what the regions are, is close to what the few
        are who are in one of them alone."""
        few = self._answers((t in types) != (r in regions) for t, r in self._cells)
        if not few:
            return False
        error = self._error(self._types, types, 0) + self._error(self._regions, regions, 1)
        return error < 2 * CLOSELY * few

    def _error(self, every: Collection[str], some: frozenset[str], place: int) -> int:
        """Return how many half points a sum of some of the scores can be wrong by: theirs, or that
        of all less those of the others."""
        others = frozenset(every) - some
        own = self._answers(cell[place] in some for cell in self._cells)
        ways = [own] if OTHERS not in some else []
        if OTHERS not in others:
            ways.append(2 * self._answers(True for _ in self._cells) - own)
        return min(ways)

    def _answers(self, chosen: Iterator[bool]) -> int:
        return sum(
            sum(own) for own, wanted in zip(self._cells.values(), chosen, strict=True) if wanted
        )
