"""A figure is told as precisely as the number of people behind it allows."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.disclosure import figures

PUBLISHED = json.loads((Path(__file__).parent / "published-tables.json").read_text())["cases"]


@pytest.mark.parametrize(
    ("exact", "base", "said"),
    [
        (Fraction(62), 9, None),
        (Fraction(62), 10, "60"),
        (Fraction(125, 2), 19, "65"),  # half a step goes up
        (Fraction(625, 10), 20, "63"),
        (Fraction(81), 19, "80 or more"),
        (Fraction(81), 20, "81"),
        (Fraction(100), 20, "90 or more"),
        (Fraction(0), 20, "10 or less"),
        (Fraction(94), 49, "90 or more"),
        (Fraction(94), 50, "94"),
        (Fraction(99), 99, "95 or more"),
        (Fraction(99), 100, "98 or more"),
        (Fraction(97), 100, "97"),
        (Fraction(0), 10_000, "2 or less"),
    ],
)
def test_it_is_rounded_and_its_ends_are_not_told(
    exact: Fraction, base: int, said: str | None
) -> None:
    told = figures.told(exact, base)
    assert (told and told.said) == said


@pytest.mark.parametrize("case", PUBLISHED, ids=lambda case: f"{case['id']} {case['kind']}")
def test_percentages_are_those_of_published_tables(case: dict[str, object]) -> None:
    counts, base = case["counts"], case["base"]
    shares = [
        figures.nearest(Fraction(100 * count, base), 1)  # type: ignore[operator]
        for count in counts.values()  # type: ignore[attr-defined]
    ]
    assert shares == case["published"]


POINTS = st.sampled_from([0, 25, 50, 75, 100])


@given(st.integers(10, 300).flatmap(lambda n: st.lists(POINTS, min_size=n, max_size=n)), POINTS)
def test_whoever_knows_one_answer_rules_none_of_the_others_out(scores: list[int], own: int) -> None:
    """Any other answer can be any of the scale beside some answers of the rest."""
    people = [own, *scores[1:]]
    told = figures.told(Fraction(sum(people), len(people)), len(people))
    assert told
    lowest, highest = _could_be(told, len(people))
    for another in (0, 100):
        least, most = own + another, own + another + 100 * (len(people) - 2)
        assert least <= highest * len(people) and most >= lowest * len(people)


def _could_be(told: figures.Figure, base: int) -> tuple[Fraction, Fraction]:
    """The means of which this is told."""
    half = Fraction(told.step, 2)
    low = Fraction(0) if told.end == "or less" else told.value - half
    return low, Fraction(100) if told.end == "or more" else told.value + half
