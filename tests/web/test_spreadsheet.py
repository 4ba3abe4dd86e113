"""CSV that a spreadsheet takes for what it is."""

from __future__ import annotations

import csv
import io

import pytest

from portal.web import spreadsheet


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-1", "@SUM(A1)", "\tx", "\rx", "\n=x"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert spreadsheet.safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "a=b", "2026-03-02", "pat@example.org", "‘", "é"])
def test_other_cells_are_left_as_they_are(cell: str) -> None:
    assert spreadsheet.safe(cell) == cell


def test_the_file_is_downloaded_and_reads_back() -> None:
    rows = [["a,b", 'c"d'], ["e\nf", "=1"]]
    answer = spreadsheet.answer("deeds.csv", ["one", "two"], rows)
    text = answer.get_data(as_text=True)
    assert text.startswith("\ufeff")
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert read == [["one", "two"], ["a,b", 'c"d'], ["e\nf", "'=1"]]
    assert answer.headers["Content-Disposition"] == "attachment; filename=deeds.csv"
    assert answer.mimetype == "text/csv"
