"""How large a group of people is, and how people are parted into groups that are large enough."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Attributes: TypeAlias = tuple[str | None, ...]
"""What somebody said to each breakdown; in records, the organisation first."""


@dataclass(frozen=True, slots=True)
class Size:
    """It says how large a group must be, and is: by the members who answered an invitation, or by
    how many people of each member did."""

    invited: Sequence[int]
    k: int

    def of(self, group: Iterable[int]) -> int:
        return sum(self.invited[member] for member in group)

    def short(self, group: Iterable[int]) -> bool:
        return self.of(group) < self.k


def split(values: Mapping[int, str | None], size: Size) -> tuple[list[list[int]], list[int]]:
    """Return the groups of members that keep their value, and the pool of those that do not (none,
    or enough of them). Each member has its value, or None, which is in the pool. Of two groups of
    one size the one goes first whose value does: whoever parts the same people gets the same."""
    groups, pool = defaultdict[str, list[int]](list), list[int]()
    for member, value in values.items():
        (pool if value is None else groups[value]).append(member)
    order = sorted((size.of(group), value) for value, group in groups.items())
    kept = [groups[value] for _, value in order]
    while kept and (size.short(kept[0]) or (pool and size.short(pool))):
        pool = pool + kept.pop(0)
    return kept, pool
