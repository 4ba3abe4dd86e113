"""How far two coders agree: per cent, and Cohen's kappa."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.reports.returns.agreement import NOT_DEFINED, Agreement, agreements

COUNTS = st.tuples(*[st.integers(0, 40)] * 4).filter(any)


@pytest.mark.parametrize(
    ("both", "first", "second", "neither", "percent", "kappa"),
    [
        (20, 5, 10, 15, 70, "0.40"),  # worked through in most textbooks
        (45, 15, 25, 15, 60, "0.13"),
        (25, 35, 5, 35, 60, "0.26"),  # the same agreement, other margins
        (7, 0, 0, 3, 100, "1.00"),
        (0, 5, 5, 0, 0, "-1.00"),
        (0, 10, 0, 0, 0, "0.00"),
        (10, 0, 0, 0, 100, NOT_DEFINED),
        (0, 0, 0, 10, 100, NOT_DEFINED),
    ],
)
def test_agreement_in_per_cent_and_beyond_chance(
    both: int, first: int, second: int, neither: int, percent: int, kappa: str
) -> None:
    agreement = Agreement("Pay", both, first, second, neither)
    assert (agreement.percent, agreement.kappa_said) == (percent, kappa)


@given(COUNTS)
def test_it_does_not_matter_who_is_the_first(counts: tuple[int, ...]) -> None:
    both, first, second, neither = counts
    one, other = (
        Agreement("", both, first, second, neither),
        Agreement("", both, second, first, neither),
    )
    turned = Agreement("", neither, first, second, both)
    assert one.kappa == other.kappa == turned.kappa
    assert one.percent == other.percent


@given(COUNTS)
def test_kappa_is_one_at_most_and_only_at_full_agreement(counts: tuple[int, ...]) -> None:
    kappa = Agreement("", *counts).kappa
    assert kappa is None or -1 <= kappa <= 1
    assert (kappa == 1) == (counts[1] == counts[2] == 0 and counts[0] * counts[3] > 0)
    assert (kappa is None) == (sum(counts) in (counts[0], counts[3]))


@given(st.integers(1, 20), st.integers(1, 20), st.integers(1, 9))
def test_two_who_choose_apart_from_each_other_agree_as_by_chance(a: int, b: int, c: int) -> None:
    assert Agreement("", a * c, a, b * c, b).kappa == Fraction(0)


THEMES = [("a", "Pay"), ("b", "Cars"), ("c", "Dogs")]
TEXT = st.frozensets(st.sampled_from("abc"))


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=12))
def test_each_theme_counts_every_text_and_all_together_every_decision(
    pairs: list[tuple[frozenset[str], frozenset[str]]],
) -> None:
    *each, together = agreements(THEMES, pairs)
    assert {agreement.total for agreement in each} == {len(pairs)}
    assert together.total == len(THEMES) * len(pairs)
    assert together.both == sum(len(first & second) for first, second in pairs)
    assert together.first == sum(len(first - second) for first, second in pairs)


def test_without_themes_there_is_nothing_to_agree_on() -> None:
    assert agreements([], [(frozenset(), frozenset())]) == ()
