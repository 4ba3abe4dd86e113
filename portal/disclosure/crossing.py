"""Two ways to part the same people, told side by side, can tell of a few of them.

If thirty answered a question that managers alone are asked, and the responses show 28 managers, two
of those whose role was blanked are managers. So no union of the parts of one way may differ from a
union of the other's by a few people only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import product
from typing import TypeAlias

from portal.disclosure.sizes import Size

Group: TypeAlias = Collection[int]
Part: TypeAlias = tuple[int, int]
"""How many people answered an invitation, and how many there are in all."""
MOST = 10
"""No more parts than this are held against others: their unions double with each."""


def apart(
    groups: Sequence[Sequence[int]], others: Sequence[Sequence[Group]], size: Size
) -> list[list[int]]:
    """Return the groups, the smallest of them merged until none of their unions differs by fewer
    than ``k`` people, unless by none, from a union of the cells of one of the ``others``. All part
    the same people; each cell is large enough. One group, everybody, is what may be left."""
    left = sorted((list(group) for group in groups), key=size.of)
    while len(left) > 1 and (
        len(left) > MOST or any(tells_of_few(left, cells, size) for cells in others)
    ):
        left = sorted([left[0] + left[1], *left[2:]], key=size.of)
    return left


def tells_of_few(groups: Sequence[Group], cells: Sequence[Group], size: Size) -> bool:
    """Whether a union of groups differs from a union of cells by some people, but too few."""
    return few([[_part(cell, group, size) for group in groups] for cell in cells], size.k)


def few(inside: Sequence[Sequence[Part]], k: int) -> bool:
    """Whether a union of groups differs from a union of cells by some people, of whom fewer than
    ``k`` answered an invitation. ``inside``: how much of each group is in each cell."""
    return any(
        people and invited < k
        for invited, people in (_difference(inside, union) for union in _unions(len(inside[0])))
    )


def _part(cell: Group, group: Group, size: Size) -> Part:
    """How many are in both: who answered an invitation, and in all."""
    both = set(cell).intersection(group)
    return size.of(both), len(both)


def _unions(groups: int) -> Iterator[tuple[bool, ...]]:
    """Which groups are in it. One and the union of all others differ from cells by the same."""
    return ((True, *others) for others in product((False, True), repeat=groups - 1))


def _difference(inside: Sequence[Sequence[Part]], union: Sequence[bool]) -> Part:
    """How many are in the union of groups, or in that of cells that is most like it, but not in
    both. A cell is in the one most like it if more of it is in the union than out of it."""
    nearest = [
        min(_sum(cell, union), _sum(cell, [not member for member in union])) for cell in inside
    ]
    return sum(invited for invited, _ in nearest), sum(people for _, people in nearest)


def _sum(cell: Sequence[Part], chosen: Sequence[bool]) -> Part:
    counts = [count for count, member in zip(cell, chosen, strict=True) if member]
    return sum(invited for invited, _ in counts), sum(people for _, people in counts)
