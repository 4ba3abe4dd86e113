"""What is stored about a small group: nothing that singles it out, and no less than need be."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.disclosure import blanking
from portal.disclosure.sizes import Attributes

SERVICES = st.sampled_from(["adults", "adults", "adults", "children", None])
ROLES = st.sampled_from(["worker", "worker", "lead", None])
RECORD = st.tuples(st.sampled_from(["north", "north", "south", "west"]), SERVICES, ROLES)
RECORDS = st.lists(RECORD, max_size=70)
K = st.integers(2, 12)


def reduce(records: list[Attributes], k: int) -> list[Attributes | None]:
    """All of them answered an invitation."""
    return blanking.reduce(records, [True] * len(records), k)


def people(**groups: int) -> list[Attributes]:
    """``north_adults=3`` is three people of one service of one organisation."""
    return [tuple(name.split("_")) for name, number in groups.items() for _ in range(number)]


@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(RECORD, st.booleans()), max_size=120), K)
def test_every_combination_that_is_stored_holds_k_answers_to_invitations(
    drawn: list[tuple[Attributes, bool]], k: int
) -> None:
    records, invited = [record for record, _ in drawn], [by_email for _, by_email in drawn]
    reduced = blanking.reduce(records, invited, k)
    shared = Counter(kept for kept, by_email in zip(reduced, invited, strict=True) if by_email)
    assert all(shared[kept] >= k for kept in set(reduced) if kept)


@pytest.mark.parametrize(
    ("slips", "invited", "kept"),
    [
        (9, 1, None),  # nine slips of the PSW, and one real answer
        (40, 9, None),
        (9, 10, ("north", "adults")),
    ],
)
def test_slips_make_nobody_ten(slips: int, invited: int, kept: Attributes | None) -> None:
    records = people(north_adults=slips + invited)
    by_letter = [False] * slips + [True] * invited
    assert blanking.reduce(records, by_letter, 10) == [kept] * (slips + invited)


def test_of_an_organisation_of_slips_alone_nothing_is_kept() -> None:
    """Kept without a name, it would be known by that."""
    records = people(north_a=12, south_a=15, west_a=40)
    reduced = blanking.reduce(records, [True] * 27 + [False] * 40, 10)
    assert Counter(reduced) == {("north", "a"): 12, ("south", "a"): 15, None: 40}


def test_a_link_that_has_ended_may_have_brought_a_second_answer() -> None:
    records = people(north_a=11, south_a=11)
    reduced = blanking.reduce(records, [True] * 22, 10, {"north": 2, None: 2})
    assert Counter(reduced) == {None: 11, ("south", "a"): 11}


@settings(deadline=None, max_examples=200)
@given(RECORDS, K)
def test_blanking_only_ever_removes_and_keeps_the_order(records: list[Attributes], k: int) -> None:
    for before, after in zip(records, reduce(records, k), strict=True):
        assert all(new in (old, None) for old, new in zip(before, after or (), strict=False))


@settings(deadline=None, max_examples=200)
@given(RECORDS, K)
def test_where_all_groups_are_large_enough_nothing_is_blanked(
    records: list[Attributes], k: int
) -> None:
    counts = Counter(records)
    large = [record for record in records if counts[record] >= k]

    assert not large or reduce(large, k) == large


@settings(deadline=None, max_examples=200)
@given(RECORDS, K)
def test_small_organisations_are_kept_without_a_name_or_not_at_all(
    records: list[Attributes], k: int
) -> None:
    size = Counter(organisation for organisation, *_ in records)
    together = sum(number for number in size.values() if number < k)
    for before, after in zip(records, reduce(records, k), strict=True):
        if size[before[0]] >= k:
            assert after and after[0] == before[0]
        else:
            assert (after is None) == (together < k) and not (after and after[0])


def test_breakdowns_are_blanked_before_the_organisation() -> None:
    reduced = reduce(people(north_adults=9, north_children=3, south_adults=10), 10)

    assert reduced == [("north", None)] * 12 + [("south", "adults")] * 10


def test_a_small_group_takes_the_smallest_of_the_others_with_it() -> None:
    reduced = reduce(people(north_adults=30, north_children=12, north_health=2), 10)

    assert Counter(reduced) == {("north", "adults"): 30, ("north", None): 14}


def test_those_who_did_not_say_are_hidden_among_others_too() -> None:
    records: list[Attributes] = [("north", "adults")] * 20 + [("north", None)] * 3

    assert reduce(records, 10) == [("north", None)] * 23


def test_small_organisations_are_hidden_together() -> None:
    reduced = reduce(people(north_a=15, south_a=6, west_a=4), 10)

    assert Counter(reduced) == {("north", "a"): 15, (None, "a"): 10}


@pytest.mark.parametrize("number", [0, 1, 9])
def test_a_round_of_too_few_people_is_not_stored_at_all(number: int) -> None:
    assert reduce(people(north_adults=number), 10) == [None] * number


def test_the_records_that_went_in_are_left_as_they_were() -> None:
    records = people(north_adults=9, north_children=3)
    reduce(records, 10)

    assert records == people(north_adults=9, north_children=3)
