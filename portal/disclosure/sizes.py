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
    or enough of them). Each member has its value, or None, which is in the pool. Of values of one
    size the order of their names decides: whoever splits the same people, by other members, is to
    come to the same groups."""
    groups: dict[str | None, list[int]] = defaultdict(list)
    for member, value in values.items():
        groups[value].append(member)
    pool = groups.pop(None, [])
    order = sorted(groups.items(), key=lambda pair: (size.of(pair[1]), pair[0] or ""))
    kept = [group for _, group in order]
    while kept and (size.short(kept[0]) or (pool and size.short(pool))):
        pool = pool + kept.pop(0)
    return kept, pool
