"""What would single people out is blanked before responses are stored.

A record's attributes are the organisation and then the breakdowns, in the questionnaire's order.
Groups that are too small lose the attribute; if those that lost it are still too few, the smallest
of the other groups loses it too. So breakdowns go first, an organisation only when it is too small
in all (or must hide another that is), and every combination that remains is large enough.

A group is as large as it has answers to emailed invitations, and large enough from ``k`` on:
whoever hands out slips or links may have filled them in, and one real answer among nine of theirs
would be theirs to read.

A blank hides nothing from those who see what was asked because of it: ``survey/telling.py`` finds
that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Attributes: TypeAlias = tuple[str | None, ...]


def reduce(
    records: Sequence[Attributes], invited: Sequence[bool], k: int
) -> list[Attributes] | None:
    """Return the records with some attributes blanked, in the same order. ``invited``: which of
    them answer an invitation.

    Where fewer than ``k`` do so in all, all attributes are blanked; None if there are not twice
    ``k`` records either: then no blanking protects them.
    """
    width = len(records[0]) if records else 0
    if sum(invited) < k:
        return [(None,) * width] * len(records) if len(records) >= 2 * k else None
    reduced = list(records)
    _reduce(reduced, list(range(len(records))), 0, Size(invited, k))
    return reduced


@dataclass(frozen=True, slots=True)
class Size:
    """It says how large a group must be, and is: by the members who answered an invitation."""

    invited: Sequence[bool]
    k: int

    def of(self, group: Iterable[int]) -> int:
        return sum(self.invited[member] for member in group)

    def short(self, group: Iterable[int]) -> bool:
        return self.of(group) < self.k


def _reduce(records: list[Attributes], members: list[int], depth: int, size: Size) -> None:
    """Blank attribute ``depth`` where needed among ``members`` (enough of them), then go on."""
    if depth == len(records[0]):
        return
    values = {member: records[member][depth] for member in members}
    kept, blank = split(values, size)
    for member in blank:
        records[member] = (*records[member][:depth], None, *records[member][depth + 1 :])
    for group in [*kept, blank]:
        if group:
            _reduce(records, group, depth + 1, size)


def split(values: Mapping[int, str | None], size: Size) -> tuple[list[list[int]], list[int]]:
    """Return the groups of members that keep their value, and the pool of those that do not (none,
    or enough of them). Each member has its value, or None, which is in the pool."""
    groups: dict[str | None, list[int]] = defaultdict(list)
    for member, value in values.items():
        groups[value].append(member)
    pool = groups.pop(None, [])
    kept = sorted(groups.values(), key=lambda group: (size.of(group), len(group)))
    while kept and (size.short(kept[0]) or (pool and size.short(pool))):
        pool = pool + kept.pop(0)
    return kept, pool
