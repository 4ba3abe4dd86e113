"""The days of a round on a line, each label below its dot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.reports import strip


def test_a_label_lies_below_its_dot() -> None:
    spots = strip.lay_out(
        [(0.0, ["Opens"]), (0.5, ["Reminder"]), (1.0, ["Closes"]), (None, ["End"])]
    )
    assert [spot.x for spot in spots] == [3.0, 43.0, 83.0, 97.0]
    assert [spot.anchor for spot in spots] == ["start", "middle", "middle", "end"]
    assert [spot.row for spot in spots] == [0, 0, 0, 1]


def test_the_lines_of_a_label_go_down() -> None:
    ((first, name), (second, day)) = strip.lay_out([(0.5, ["Reminder", "9 March"])])[0].lines
    assert (name, day) == ("Reminder", "9 March")
    assert strip.LINE < first < second < strip.height(strip.lay_out([(0.5, ["Reminder"] * 2)]))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12).map(sorted))
def test_no_label_lies_over_another(places: list[float]) -> None:
    taken = list[tuple[int, float, float]]()
    for spot in strip.lay_out([(place, ["Reminder"]) for place in places]):
        width = {"start": 0.0, "middle": 0.5, "end": 1.0}[spot.anchor] * strip.WIDTH
        begins, ends = spot.x - width, spot.x - width + strip.WIDTH
        for row, other, end in taken:
            assert row != spot.row or begins == pytest.approx(end) or begins > end or ends < other
        taken.append((spot.row, begins, ends))
