"""What is stored about a small group: nothing that singles it out, and no less than need be."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.disclosure import blanking
from portal.disclosure.blanking import Attributes

SERVICES = st.sampled_from(["adults", "adults", "adults", "children", None])
ROLES = st.sampled_from(["worker", "worker", "lead", None])
RECORD = st.tuples(st.sampled_from(["north", "north", "south", "west"]), SERVICES, ROLES)
RECORDS = st.lists(RECORD, max_size=70)
K = st.integers(2, 12)


def reduce(records: list[Attributes], k: int) -> list[Attributes] | None:
    """All of them answered an invitation."""
    return blanking.reduce(records, [True] * len(records), k)


def people(**groups: int) -> list[Attributes]:
    """``north_adults=3`` is three people of one service of one organisation."""
    return [tuple(name.split("_")) for name, number in groups.items() for _ in range(number)]


@settings(deadline=None, max_examples=300)
@given(RECORDS, K)
def test_every_combination_that_is_stored_is_shared_by_k_or_more(
    records: list[Attributes], k: int
) -> None:
    reduced = reduce(records, k)

    if reduced is None:
        assert len(records) < k
    else:
        assert min(Counter(reduced).values()) >= k


@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(RECORD, st.booleans()), max_size=120), K)
def test_every_combination_that_tells_anything_holds_k_answers_to_invitations(
    drawn: list[tuple[Attributes, bool]], k: int
) -> None:
    records, invited = [record for record, _ in drawn], [by_email for _, by_email in drawn]
    reduced = blanking.reduce(records, invited, k)
    if reduced is None:
        assert sum(invited) < k and len(records) < 2 * k
        return
    shared = Counter(kept for kept, by_email in zip(reduced, invited, strict=True) if by_email)
    for kept in set(reduced):
        assert shared[kept] >= k or (len(set(reduced)) == 1 and not any(kept))


@pytest.mark.parametrize(
    ("slips", "invited", "kept"),
    [
        (9, 1, None),  # nine slips of the PSW, and one real answer
        (18, 1, None),
        (19, 1, [(None, None)] * 20),
        (9, 10, [("north", "adults")] * 19),
    ],
)
def test_slips_make_nobody_ten(slips: int, invited: int, kept: list[Attributes] | None) -> None:
    records = people(north_adults=slips + invited)
    assert blanking.reduce(records, [False] * slips + [True] * invited, 10) == kept


def test_an_organisation_of_slips_alone_is_hidden_among_another() -> None:
    """Were it hidden alone, it would be known by its having no name."""
    records = people(north_a=12, south_a=15, west_a=40)
    reduced = blanking.reduce(records, [True] * 27 + [False] * 40, 10)
    assert Counter(reduced or []) == {(None, "a"): 52, ("south", "a"): 15}


@settings(deadline=None, max_examples=200)
@given(RECORDS, K)
def test_blanking_only_ever_removes_and_keeps_the_order(records: list[Attributes], k: int) -> None:
    for before, after in zip(records, reduce(records, k) or records, strict=True):
        assert all(new in (old, None) for old, new in zip(before, after, strict=True))


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
def test_an_organisation_is_blanked_only_if_it_is_small_or_must_hide_one_that_is(
    records: list[Attributes], k: int
) -> None:
    reduced = reduce(records, k)
    size = Counter(organisation for organisation, *_ in records)
    hidden = {
        before[0] for before, after in zip(records, reduced or [], strict=False) if not after[0]
    }
    small = {name for name, number in size.items() if number < k}
    larger = hidden - small

    assert reduced is None or small <= hidden
    assert len(larger) <= 1
    if larger:
        assert 0 < sum(size[name] for name in small) < k
        assert size[larger.pop()] == min(size[name] for name in size.keys() - small)


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
    assert reduce(people(north_adults=number), 10) is None


def test_the_records_that_went_in_are_left_as_they_were() -> None:
    records = people(north_adults=9, north_children=3)
    reduce(records, 10)

    assert records == people(north_adults=9, north_children=3)
