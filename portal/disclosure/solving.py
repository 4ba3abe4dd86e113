"""Whether sums over groups of people can be solved for a few of them, by linear algebra.

Each figure that is told is a sum over the people of a group. Groups are made of cells, people who
are in the same groups; what can be worked out are sums of figures, taken any number of times. So a
few people are told of if some combination of the groups leaves nothing but cells of theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from math import comb
from typing import TypeAlias

Row: TypeAlias = list[Fraction]
MOST = 20_000
"""More ways than this are not looked through: they are then taken to tell."""


def solved(groups: Sequence[Sequence[int]], sizes: Sequence[int], k: int) -> bool:
    """Say whether some combination of groups is left with people of fewer than ``k``. ``groups``:
    the cells of each; ``sizes``: how many are in each cell, none of which is empty of people."""
    small = [cell for cell, size in enumerate(sizes) if size < k]
    large = [cell for cell, size in enumerate(sizes) if size >= k]
    rows = [[Fraction(cell in group) for cell in range(len(sizes))] for group in map(set, groups)]
    left = [[row[cell] for cell in small] for row in _vanishing(rows, large)]
    left = _reduced(left)
    if not left:
        return False
    if comb(len(small), len(left) - 1) > MOST:
        return True
    return any(
        sum(sizes[cell] for cell, value in zip(small, row, strict=True) if value) < k
        for row in _sparsest(left)
    )


def _vanishing(rows: Sequence[Row], cells: Iterable[int]) -> list[Row]:
    """Return rows that span all combinations of these that are nothing in the cells."""
    left = [list(row) for row in rows]
    for cell in cells:
        pivot = next((row for row in left if row[cell]), None)
        if pivot is not None:
            left = [_less(row, pivot, cell) for row in left if row is not pivot]
    return left


def _reduced(rows: Sequence[Row]) -> list[Row]:
    """Return independent rows that span the same."""
    left, kept = [list(row) for row in rows], list[Row]()
    for cell in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in left if row[cell]), None)
        if pivot is not None:
            kept.append(pivot)
            left = [_less(row, pivot, cell) for row in left if row is not pivot]
    return kept


def _sparsest(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield every combination of independent rows that is nothing in as many cells as can be."""
    for cells in combinations(range(len(rows[0])), len(rows) - 1):
        left = _vanishing(rows, cells)
        if len(left) == 1:
            yield left[0]


def _less(row: Row, pivot: Row, cell: int) -> Row:
    """Take a pivot off a row, so often that nothing is left in the cell."""
    if not row[cell]:
        return row
    times = row[cell] / pivot[cell]
    return [value - times * less for value, less in zip(row, pivot, strict=True)]
