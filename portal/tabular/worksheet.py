"""One sheet of an Excel workbook (ECMA-376, part 1, section 18.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from portal.tabular import dates
from portal.tabular.markup import Budget, events
from portal.tabular.rows import COLUMNS, FORMULA, Cell, Lines, column_in
from portal.tabular.workbook_styles import Formats
from portal.tabular.written import Runs, is_on

REFERENCE = 10
"""Characters: “XFD1048576” is the last cell."""


@dataclass(frozen=True, slots=True)
class Book:
    """What the cells of all sheets refer to."""

    texts: Sequence[Cell]
    formats: Formats
    since_1904: bool


def read(stream: IO[bytes], budget: Budget, book: Book, lines: Lines) -> Reader:
    """Put the sheet's rows into lines. Raises ``Refused``, ``ValueError``, ``IndexError``,
    ``ExpatError``."""
    reader = Reader(book, lines)
    take = reader.runs.take
    for kind, name, given in events(stream, budget):
        if kind != "text" and (act := (_STARTS if kind == "start" else _ENDS).get(name)):
            act(reader, given)
        else:
            take(kind, name, given)
    return reader


class Reader:
    """``hidden``: columns that are, counted from 0; ``ruled``: a rule may strike cells through."""

    def __init__(self, book: Book, lines: Lines) -> None:
        self.hidden = set[int]()
        self.ruled = False
        self.runs = Runs()
        self._book, self._lines = book, lines
        self._number, self._away = 0, False
        self._row = dict[int, Cell]()
        self._column, self._kind, self._format, self._formula = -1, "", "", False

    def columns(self, given: Mapping[str, str]) -> None:
        if is_on(given, "hidden", "0") or _is_nothing(given, "width"):
            first, last = int(given["min"]) - 1, int(given["max"])
            self.hidden.update(range(max(first, 0), min(last, COLUMNS)))

    def row(self, given: Mapping[str, str]) -> None:
        self._number = int(given.get("r", self._number + 1))
        self._away = is_on(given, "hidden", "0") or _is_nothing(given, "ht")
        self._row, self._column = {}, -1

    def end_row(self, _: object) -> None:
        self._lines.lay(self._number, self._row, hidden=self._away)

    def cell(self, given: Mapping[str, str]) -> None:
        self._column = _column(given.get("r", ""), self._column + 1)
        self._kind, self._format = given.get("t", "n"), given.get("s", "0")
        self._formula = False
        self.runs.clear()

    def formula(self, _: object) -> None:
        self._formula = True

    def end_cell(self, _: object) -> None:
        cell = self.runs.cell(struck=self._format in self._book.formats.struck)
        if self._formula or self._kind == "e":
            cell = cell._replace(text=FORMULA)
        elif self._kind == "s" and cell.text:
            shared = self._book.texts[int(cell.text)]
            cell = Cell(shared.text, shared.struck or cell.struck)
        elif self._kind in ("n", "b", "d") and cell.text:
            cell = cell._replace(text=self._value(cell.text))
        if cell.text:
            self._row[column_in(self._column, self._number)] = cell

    def rule(self, given: Mapping[str, str]) -> None:
        self.ruled |= given.get("dxfId", "") in self._book.formats.ruled

    def _value(self, text: str) -> str:
        """Write a number, a truth or a date as people see it."""
        if self._kind == "b":
            return "TRUE" if text == "1" else "FALSE"
        if self._kind == "d":
            return dates.of_iso(text)
        if text and self._format in self._book.formats.dated:
            return dates.of_serial(float(text), since_1904=self._book.since_1904) or text
        return dates.of_number(text)


_Act = Callable[[Reader, Mapping[str, str]], None]
_STARTS: dict[str, _Act] = {
    "c": Reader.cell,
    "row": Reader.row,
    "f": Reader.formula,
    "col": Reader.columns,
    "cfRule": Reader.rule,
}
_ENDS: dict[str, _Act] = {"c": Reader.end_cell, "row": Reader.end_row}


def _is_nothing(given: Mapping[str, str], measure: str) -> bool:
    return float(given.get(measure, "1")) == 0


def _column(reference: str, following: int) -> int:
    """Count from 0: “B7” is 1. Raises ``ValueError`` for what is longer than any."""
    column = 0
    if len(reference) > REFERENCE:
        raise ValueError("there is no such cell")
    for letter in reference.rstrip("0123456789"):
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1 if reference else following
