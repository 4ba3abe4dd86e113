"""Excel files as people open them: heads that stay in view and are printed again on each page,
filters, widths by what stands in a column, and notes below the rows that they speak of.

Whatever people typed is written as text and stays text: no cell is ever a formula or a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain, islice
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
NARROWEST, WIDE, WIDEST = 9, 50, 70
"""Widths in characters. What is longer is wrapped."""
BESIDE = 30
"""Columns that stay beside all the others leave room for these."""
HEAD_LINES = 6
"""A head has about so many lines at most."""
ON_A_PAGE = 240
"""Columns that are so wide together are still read when they are fitted to a page's width."""
MEASURED = 500
"""So many rows are looked at to find how wide a column has to be."""
LINE, HIGHEST = 15, 409
"""The height of a line, and the most that Excel gives a row, in points."""


class Book:
    """One file. ``about`` is the round, ``whose`` the organisation, if it is of one."""

    def __init__(self, file: Path | BinaryIO, title: str, about: str = "", whose: str = "") -> None:
        beside = {"tmpdir": str(file.parent)} if isinstance(file, Path) else {}  # its owner's alone
        named = str(file) if isinstance(file, Path) else file
        self._book = xlsxwriter.Workbook(named, OPTIONS | beside)
        self._book.set_properties({"title": title, "subject": about, "company": whose})
        self._title = title
        self._head = self._format(
            bold=True, text_wrap=True, align="left", indent=1, bottom=1, bg_color="#F3F2F1"
        )
        self._plain = self._format()
        self._text = self._format(text_wrap=True, align="left", indent=1)
        self._number, self._whole = self._format(), self._format(num_format="#,##0")
        self._day = self._format(num_format="d mmm yyyy")

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
        across: bool = False,
        plain: bool = False,
    ) -> None:
        """Add a table; its head and so many ``fixed`` columns stay in view, and with ``across`` in
        print, too. One for programs is ``plain``: no row is higher than another. Raises ``Refused``
        for more rows than a sheet can hold."""
        sheet, coming = self._book.add_worksheet(name), iter(rows)
        first = list(islice(coming, MEASURED))
        widths = _widths(heads, first)
        if across:
            widths[:fixed] = [min(width, BESIDE) for width in widths[:fixed]]
        self._line(sheet, 0, heads, widths, self._head)
        last = 0
        for last, row in enumerate(chain(first, coming), 1):
            if last >= MOST_ROWS:
                raise Refused(f"An Excel sheet has {MOST_ROWS:,} rows at most; take csv.")
            self._line(sheet, last, row, widths, self._plain if plain else None)
        sheet.autofilter(0, 0, last, len(heads) - 1)
        sheet.freeze_panes(1, fixed)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        self._note(sheet, last + 2, notes, widths)
        self._lay_out(sheet, name, fixed if across else 0, sum(widths))

    def _line(
        self,
        sheet: Worksheet,
        number: int,
        row: Sequence[Cell],
        widths: Sequence[int],
        look: Format | None = None,
    ) -> None:
        """Write a row as high as its longest text needs: not every program finds that out."""
        lines = 1
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                if cell:
                    lines = max(lines, _lines(cell, widths[column]))
                    sheet.write_string(number, column, _within(cell), look or self._text)
            elif isinstance(cell, date):
                self._on(sheet, number, column, cell)
            elif cell is not None:
                kind = self._whole if isinstance(cell, int) else self._number
                sheet.write_number(number, column, float(cell), kind)
        if lines > 1 and look is not self._plain:
            sheet.set_row(number, min(lines * LINE, HIGHEST))

    def _on(self, sheet: Worksheet, number: int, column: int, day: date) -> None:
        if day < FIRST_DAY:
            sheet.write_string(number, column, day.isoformat(), self._text)
        else:
            sheet.write_datetime(number, column, day, self._day)

    def _note(
        self, sheet: Worksheet, row: int, notes: Iterable[str], widths: Sequence[int]
    ) -> None:
        """Write each note below the rows, across as many columns as it is read in."""
        across = next((n for n in range(1, len(widths)) if sum(widths[:n]) >= WIDEST), len(widths))
        for number, note in enumerate(notes, row):
            if across > 1:
                sheet.merge_range(number, 0, number, across - 1, "", self._text)
            self._line(sheet, number, [note], [sum(widths[:across])])

    def _lay_out(self, sheet: Worksheet, name: str, again: int, width: int) -> None:
        """Say how it is printed: the head again on each page, and so many columns where one page is
        too narrow."""
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.repeat_rows(0)
        if width <= ON_A_PAGE:
            sheet.fit_to_pages(1, 0)
        elif again:
            sheet.repeat_columns(0, again - 1)
        title = self._title[:100].replace("&", "&&")
        sheet.set_header(f"&L{title}&R{name.replace('&', '&&')}")
        sheet.set_footer("&RPage &P of &N")
        sheet.hide_gridlines(0)

    def _format(self, **look: object) -> Format:
        return self._book.add_format({"valign": "top", **look})


def _widths(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Find how many characters wide each column is to be."""
    longest = [max((_width(row[n]) for row in rows), default=0) for n in range(len(heads))]
    return [_wide_enough(*both) for both in zip(heads, longest, strict=True)]


def _wide_enough(head: str, longest: int) -> int:
    """Leave room for the head beside the button of its filter."""
    word = max(map(len, head.split()), default=0) + 4
    lines = -(-len(head) // HEAD_LINES) + 4
    most = WIDE if longest <= 3 * WIDE else WIDEST
    return max(NARROWEST, min(max(word, lines), WIDEST), min(longest + 2, most))


def _width(cell: Cell) -> int:
    if isinstance(cell, str):
        return max(map(len, cell.split("\n")))
    return 11 if isinstance(cell, date) else len(str(cell)) if cell is not None else 0


def _lines(text: str, width: int) -> int:
    if len(text) < width and "\n" not in text:
        return 1
    return sum(-(-max(len(line), 1) // max(width - 2, 1)) for line in text.split("\n"))


def _within(text: str) -> str:
    """Cut the text where it is longer than a cell, with a note that says so."""
    if len(text) <= LONGEST // 2:
        return text
    data = text.encode("utf-16-le")
    if len(data) <= 2 * LONGEST:
        return text
    return data[: 2 * (LONGEST - len(CUT))].decode("utf-16-le", errors="ignore") + CUT
