"""What two ways to part people tell together: of no few of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.disclosure import crossing
from portal.disclosure.sizes import Size


def parted(by: Sequence[int]) -> list[list[int]]:
    """Person i is in part ``by[i]``."""
    return [[i for i, part in enumerate(by) if part == which] for which in sorted(set(by))]


def size(people: int, k: int = 10) -> Size:
    return Size([True] * people, k)


def groups(*sizes: int) -> list[list[int]]:
    """One after the other: 0 to 9, 10 to 29 and so on."""
    return parted([which for which, number in enumerate(sizes) for _ in range(number)])


def left(of_one: list[list[int]], of_the_other: list[list[int]]) -> list[list[int]]:
    people = sum(map(len, of_one))
    return sorted(sorted(group) for group in crossing.apart(of_one, [of_the_other], size(people)))


@pytest.mark.parametrize(
    ("of_one", "of_the_other", "few"),
    [
        (groups(20, 20), groups(20, 20), False),  # the same: they differ by nobody
        (groups(20, 20), groups(21, 19), True),
        (groups(20, 20), groups(11, 29), True),
        (groups(20, 20), groups(10, 30), False),
        (groups(20, 20), groups(40), False),
        (groups(20, 20, 20), groups(37, 23), True),  # the first two together
        (groups(20, 20, 20), groups(10, 20, 20, 10), False),
    ],
)
def test_a_few_between_two_unions_are_told(
    of_one: list[list[int]], of_the_other: list[list[int]], few: bool
) -> None:
    number = sum(map(len, of_one))
    assert crossing.tells_of_few(of_one, of_the_other, size(number)) is few
    assert crossing.tells_of_few(of_the_other, of_one, size(number)) is few


def test_those_who_answered_by_a_slip_count_as_people_but_make_no_group_large() -> None:
    ten_of_slips = Size([True] * 20 + [False] * 10 + [True] * 20, 10)
    assert crossing.tells_of_few(groups(20, 30), groups(30, 20), ten_of_slips)
    assert not crossing.tells_of_few(groups(20, 30), groups(20, 30), ten_of_slips)


def test_the_smallest_groups_are_merged_until_nothing_is_told_of_few() -> None:
    cells = groups(30, 20, 10)
    assert left(groups(30, 18, 12), cells) == groups(30, 30)
    assert left(groups(28, 32), cells) == groups(60)
    assert left(groups(20, 20, 20), groups(60)) == groups(20, 20, 20)


PARTS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), min_size=1, max_size=60)


@settings(deadline=None, max_examples=200)
@given(PARTS, st.integers(2, 6))
def test_of_what_is_left_no_two_unions_differ_by_a_few(
    people: list[tuple[int, int]], k: int
) -> None:
    """Cells that are too small are not stored: they stand as one with the next."""
    cells = _large_enough(parted([cell for _, cell in people]), k)
    rest = crossing.apart(parted([group for group, _ in people]), [cells], size(len(people), k))
    assert sorted(chain(*rest)) == [*range(len(people))]
    differences = {len(one ^ other) for one in _unions(rest) for other in _unions(cells)}
    assert all(number == 0 or number >= min(k, len(people)) for number in differences)


def _large_enough(cells: list[list[int]], k: int) -> list[list[int]]:
    cells = sorted(cells, key=len)
    while len(cells) > 1 and len(cells[0]) < k:
        cells = sorted([cells[0] + cells[1], *cells[2:]], key=len)
    return cells


def _unions(groups: list[list[int]]) -> list[set[int]]:
    return [
        set(chain(*chosen))
        for number in range(len(groups) + 1)
        for chosen in combinations(groups, number)
    ]
