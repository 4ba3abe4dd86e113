"""Excel files as people open them: heads that stay in view and are printed again on each page,
filters, widths by what stands in a column, and notes below the rows that they speak of.

Whatever people typed is written as text and stays text: no cell is ever a formula or a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, TypeAlias

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from portal.errors import Refused

Cell: TypeAlias = str | int | Decimal | date | None
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
LONGEST = 32_767
"""A cell can hold this many characters, counted in UTF-16 as Excel does."""
MOST_ROWS = 1_048_576
CUT = " … [cut here; the CSV export has the whole text]"
FIRST_DAY = date(1900, 3, 1)
"""Excel takes 1900 for a leap year, so that a day before this one would be another."""
A4 = 9
NARROWEST, WIDE, WIDEST = 9, 40, 70
"""Widths in characters. A text longer than ``WIDE`` is wrapped."""
HEAD_LINES = 6
"""A head has so many lines at most, unless it has to be wider than ``WIDE`` for it."""
ON_A_PAGE = 190
"""Columns that are so wide together are still read when they are fitted to a page's width."""
MEASURED = 2_000
"""So many rows are looked at to find how wide a column has to be."""
LINE = 15
"""A line's height in points."""


class Book:
    """One file. ``about`` is the round, ``whose`` the organisation, if it is of one."""

    def __init__(self, file: Path | BinaryIO, title: str, about: str = "", whose: str = "") -> None:
        self._book = xlsxwriter.Workbook(str(file) if isinstance(file, Path) else file, OPTIONS)
        self._book.set_properties({"title": title, "subject": about, "company": whose})
        self._title = title
        self._head = self._format(bold=True, text_wrap=True, bottom=1, bg_color="#F3F2F1")
        self._plain, self._wrapped = self._format(), self._format(text_wrap=True)
        self._whole = self._format(num_format="#,##0")
        self._day = self._format(num_format="d mmm yyyy", align="left")

    def __enter__(self) -> Book:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._book.close()

    def add(
        self,
        name: str,
        heads: Sequence[str],
        rows: Iterable[Sequence[Cell]],
        notes: Iterable[str] = (),
        *,
        fixed: int = 1,
    ) -> None:
        """Add a table; its head and so many ``fixed`` columns stay in view. Raises ``Refused`` for
        more rows than a sheet can hold."""
        sheet = self._book.add_worksheet(name)
        self._line(sheet, 0, heads, head=True)
        last, widths = 0, [0] * len(heads)
        for last, row in enumerate(rows, 1):
            if last >= MOST_ROWS:
                raise Refused(f"An Excel sheet has {MOST_ROWS:,} rows at most; take csv.")
            if last <= MEASURED:
                widths = [max(pair) for pair in zip_longest(widths, map(_width, row), fillvalue=0)]
            self._line(sheet, last, row)
        widths = [_wide_enough(head, width) for head, width in zip(heads, widths, strict=True)]
        sheet.autofilter(0, 0, last, len(heads) - 1)
        sheet.freeze_panes(1, fixed)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        self._note(sheet, last + 2, notes, widths)
        self._printed(sheet, name, widths, fixed)

    def _line(
        self, sheet: Worksheet, number: int, row: Sequence[Cell], *, head: bool = False
    ) -> None:
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                if cell:
                    wrapped = len(cell) > WIDE or "\n" in cell
                    look = self._head if head else self._wrapped if wrapped else self._plain
                    sheet.write_string(number, column, _within(cell), look)
            elif isinstance(cell, date):
                self._on(sheet, number, column, cell)
            elif cell is not None:
                look = self._whole if isinstance(cell, int) else self._plain
                sheet.write_number(number, column, float(cell), look)

    def _on(self, sheet: Worksheet, number: int, column: int, day: date) -> None:
        if day < FIRST_DAY:
            sheet.write_string(number, column, day.isoformat(), self._plain)
        else:
            sheet.write_datetime(number, column, day, self._day)

    def _note(
        self, sheet: Worksheet, row: int, notes: Iterable[str], widths: Sequence[int]
    ) -> None:
        """Write each note below the rows, across as many columns as it is read in."""
        across = next((n for n in range(1, len(widths)) if sum(widths[:n]) >= WIDEST), len(widths))
        lines = max(sum(widths[:across]) - 4, 1)
        for number, note in enumerate(notes, row):
            sheet.set_row(number, LINE * (len(note) // lines + 1))
            if across > 1:
                sheet.merge_range(number, 0, number, across - 1, "", self._wrapped)
            sheet.write_string(number, 0, _within(note), self._wrapped)

    def _printed(self, sheet: Worksheet, name: str, widths: Sequence[int], fixed: int) -> None:
        """Lay the page out: the head again on each, and the first columns where it is too wide."""
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.repeat_rows(0)
        if sum(widths) <= ON_A_PAGE:
            sheet.fit_to_pages(1, 0)
        else:
            sheet.repeat_columns(0, fixed - 1)
        title = self._title[:100].replace("&", "&&")
        sheet.set_header(f"&L{title}&R{name.replace('&', '&&')}")
        sheet.set_footer("&RPage &P of &N")
        sheet.hide_gridlines(0)

    def _format(self, **look: object) -> Format:
        return self._book.add_format({"valign": "top", **look})


def _width(cell: Cell) -> int:
    if isinstance(cell, str):
        return max(map(len, cell.split("\n"))) if "\n" in cell else len(cell)
    return 11 if isinstance(cell, date) else len(str(cell)) if cell is not None else 0


def _wide_enough(head: str, longest: int) -> int:
    """Find how many characters wide a column is: its head beside the button of the filter."""
    word = max(map(len, head.split()), default=0) + 4
    lines = -(-len(head) // HEAD_LINES) + 4
    inside = min(longest + 2, WIDEST if longest > 2 * WIDE else WIDE)
    return max(NARROWEST, min(max(word, lines), WIDEST), inside)


def _within(text: str) -> str:
    """Cut the text where it is longer than a cell, with a note that says so."""
    if len(text) <= LONGEST // 2:
        return text
    data = text.encode("utf-16-le")
    if len(data) <= 2 * LONGEST:
        return text
    return data[: 2 * (LONGEST - len(CUT))].decode("utf-16-le", errors="ignore") + CUT
