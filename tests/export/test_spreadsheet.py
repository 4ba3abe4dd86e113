"""CSV that a spreadsheet takes for what it is."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from portal.export import spreadsheet


def test_a_number_stays_a_number_and_nothing_is_an_empty_cell() -> None:
    row = [-14, None, "-14", Decimal("-1E+2"), date(2026, 3, 1), ""]
    lines = list(spreadsheet.lines(["a", "b", "c", "-d", "e", "f"], [row]))
    assert lines == ["\ufeff", "a,b,c,'-d,e,f\r\n", "-14,,'-14,-100,2026-03-01,\r\n"]


@pytest.mark.parametrize("separator", [",", ";", "\t", " "])
def test_no_text_is_cut_at_what_a_spreadsheet_may_take_for_a_cells_end(separator: str) -> None:
    """LibreOffice offers all of them, and runs ``=1+1`` where it stands in a cell of its
    own."""
    (_, _, line) = spreadsheet.lines(["a", "b"], [["northshire", f'so "x"{separator}=1+1']])
    assert line == f'northshire,"so ""x""{separator}=1+1"\r\n'


@pytest.mark.parametrize("text", ["a b", " a", "a ", "a\u00a0b", "a\x1fb", "é", "a\r\nb", '"'])
def test_every_text_reads_back_as_it_was(text: str) -> None:
    file = "".join(spreadsheet.lines(["a", "b"], [["x", text]]))
    assert list(csv.reader(io.StringIO(file, newline="")))[1] == ["x", text]
