"""CSV that a spreadsheet takes for what it is."""

from __future__ import annotations

import pytest

from portal.export import spreadsheet


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-1", "@SUM(A1)", "\tx", "\rx", "\n=x"])
def test_no_text_is_a_formula(cell: str) -> None:
    assert spreadsheet.safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "a=b", "2026-03-02", "pat@example.org", "‘", "é"])
def test_other_texts_are_left_as_they_are(cell: str) -> None:
    assert spreadsheet.safe(cell) == cell


def test_a_number_stays_a_number_and_nothing_is_an_empty_cell() -> None:
    lines = list(spreadsheet.lines(["a", "b", "c"], [[-14, None, "-14"]]))
    assert lines == ["\ufeff", "a,b,c\r\n", "-14,,'-14\r\n"]
