"""Where the parts of bars lie."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.reports import bars
from portal.reports.bars import Side

MIDDLE = bars.WIDTH / 2
FIGURES = st.integers(2, 98)


@st.composite
def parted(draw: st.DrawFn) -> list[tuple[Side, int]]:
    low = draw(st.lists(FIGURES, min_size=1, max_size=3))
    middle = draw(st.lists(FIGURES, max_size=1))
    high = draw(st.lists(FIGURES, min_size=1, max_size=3))
    sides: tuple[tuple[Side, list[int]], ...] = (("low", low), ("middle", middle), ("high", high))
    return [(side, percent) for side, parts in sides for percent in parts]


@given(parted())
def test_the_parts_fill_a_bar_of_one_length(parts: list[tuple[Side, int]]) -> None:
    spans = bars.diverging(parts)
    assert [b.x for b in spans[1:]] == [pytest.approx(a.x + a.width) for a in spans[:-1]]
    length = spans[-1].x + spans[-1].width - spans[0].x
    assert length == pytest.approx(MIDDLE, abs=0.11)
    assert spans[0].x >= 0
    assert spans[-1].x + spans[-1].width <= bars.WIDTH


@given(parted())
def test_a_bar_is_centred_on_those_who_do_neither(parts: list[tuple[Side, int]]) -> None:
    spans = bars.diverging(parts)
    for (side, _), span in zip(parts, spans, strict=True):
        if side == "middle":
            assert span.x + span.width / 2 == pytest.approx(MIDDLE, abs=0.11)
        elif side == "low":
            assert span.x + span.width <= MIDDLE + 0.11
        else:
            assert span.x >= MIDDLE - 0.11


@given(parted())
def test_a_part_is_as_long_as_its_share(parts: list[tuple[Side, int]]) -> None:
    whole, spans = sum(percent for _, percent in parts), bars.diverging(parts)
    for (_, percent), span in zip(parts, spans, strict=True):
        assert span.width == pytest.approx(MIDDLE * percent / whole, abs=0.11)


def test_the_more_agree_the_further_right_lies_the_bar() -> None:
    begins = [
        bars.diverging([("low", 90 - agree), ("middle", 10), ("high", agree)])[0].x
        for agree in (10, 40, 80)
    ]
    assert all(less < more for less, more in pairwise(begins))
