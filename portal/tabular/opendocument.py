"""OpenDocument spreadsheets (OASIS ODF 1.3, part 3, section 9), as packages (.ods) or flat (.fods),
are read as workbooks are: one sheet's texts, and what of them is hidden or struck through."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import IO
from zipfile import ZipFile

from portal.errors import Refused
from portal.tabular import dates
from portal.tabular.markup import Budget, events
from portal.tabular.opendocument_styles import Styles
from portal.tabular.package import PROTECTED, opened
from portal.tabular.rows import COLUMNS, FORMULA, Cell, Lines, Sheet, column_in
from portal.tabular.sheets import RULED, Choice
from portal.tabular.written import Written

MOST = 5_000_000
"""Events."""
SPACES = 100
"""So many blanks may be written by one mark."""
DEPTH = 50
"""Runs of text may stand in one another so deep."""
_AWAY = ("collapse", "filter")
_NAMED, _REPEATED = "table:style-name", "table:number-columns-repeated"
_MANIFEST, _CONTENT, _STYLES = "META-INF/manifest.xml", "content.xml", "styles.xml"


def read(data: bytes, most: int) -> Sheet:
    """Read the first sheet that can be seen and has anything in it. Raises ``Refused``, and what
    broken zips and XML raise."""
    budget = Budget(MOST)
    with opened(data) as parts:
        if _is_protected(parts, budget):
            raise Refused(PROTECTED)
        reader = _Reader(most)
        for part in (_STYLES, _CONTENT):
            if part == _CONTENT or part in parts.namelist():
                with parts.open(part) as stream:
                    reader.read(stream, budget)
    return reader.choice.taken()


def flat(data: bytes, most: int) -> Sheet:
    """Read one that is a single XML file. Raises ``Refused``, ``ValueError``, ``ExpatError``."""
    reader = _Reader(most)
    reader.read(io.BytesIO(data), Budget(MOST))
    return reader.choice.taken()


def _is_protected(parts: ZipFile, budget: Budget) -> bool:
    if _MANIFEST not in parts.namelist():
        return False
    with parts.open(_MANIFEST) as stream:
        return any(name == "encryption-data" for _, name, _ in events(stream, budget))


class _Text:
    """The text of one cell: its paragraphs, without comments, pictures and pronunciations."""

    def __init__(self, *, struck: bool, styles: Styles) -> None:
        self.written = Written()
        self._whole, self._styles = struck, styles
        self._depth = 0
        self._reading = False
        self._struck = list[bool]()

    def take(self, kind: str, name: str, given: Mapping[str, str]) -> bool:
        """Take an event, and say whether it ended the cell."""
        if kind == "text":
            if self._reading:
                self._add(name)
            return False
        self._depth += 1 if kind == "start" else -1
        if kind == "start":
            self._start(name, given)
        else:
            self._end(name)
        return self._depth < 0

    def cell(self) -> Cell:
        return self.written.cell(struck=self._whole)

    def _start(self, name: str, given: Mapping[str, str]) -> None:
        if self._depth == 1:
            self._reading = name == "p"
            self._add(" ")
        elif name == "span":
            self._struck.append(self._styles.struck(given.get("text:style-name", "")))
            if len(self._struck) > DEPTH:
                raise ValueError("no text is written so")
        elif name == "ruby-text":
            self._reading = False
        elif name in ("s", "tab", "line-break") and self._reading:
            self._add(" " * min(int(given.get("text:c", 1)), SPACES))

    def _end(self, name: str) -> None:
        if self._depth == 0:
            self._reading = False
        elif name == "span" and self._struck:
            self._struck.pop()
        elif name == "ruby-text":
            self._reading = self._depth > 0

    def _add(self, text: str) -> None:
        self.written.add(text, struck=self._whole or any(self._struck))


class _Reader:
    def __init__(self, most: int) -> None:
        self.choice = Choice()
        self._most = most
        self._styles = Styles()
        self._lines, self._name = Lines(most), ""
        self._table = self._seen = False
        self._columns = list[tuple[bool, str]]()
        self._number, self._times, self._away, self._default = 1, 1, False, ""
        self._row = dict[int, Cell]()
        self._column, self._repeated = 0, 1
        self._cell: Mapping[str, str] = {}
        self._covered = False
        self._text: _Text | None = None

    def read(self, stream: IO[bytes], budget: Budget) -> None:
        for kind, name, given in events(stream, budget):
            if self._text is not None:
                if self._text.take(kind, name, given):
                    self._end_cell(self._text)
            elif kind == "start":
                self._styles.start(name, given)
                if act := _STARTS.get(name):
                    act(self, given)
            elif kind == "end" and (act := _ENDS.get(name)):
                act(self, given)

    def table(self, given: Mapping[str, str]) -> None:
        self._name = given.get("table:name", "")
        self._table = not self._styles.hidden(given.get(_NAMED, ""))
        self._seen = self._table and self.choice.open
        self._lines, self._columns, self._number = Lines(self._most), [], 1

    def end_table(self, _: object) -> None:
        if self._table:
            hidden = [i for i, (away, _) in enumerate(self._columns) if away]
            note = RULED if self._styles.ruled() else ""
            self.choice.offer(self._name, self._lines.sheet(note, hidden))

    def column(self, given: Mapping[str, str]) -> None:
        times = min(_times(given, _REPEATED), COLUMNS - len(self._columns))
        away = given.get("table:visibility") in _AWAY
        self._columns += [(away, given.get("table:default-cell-style-name", ""))] * times

    def row(self, given: Mapping[str, str]) -> None:
        self._times = _times(given, "table:number-rows-repeated")
        self._away = given.get("table:visibility") in _AWAY
        self._default = given.get("table:default-cell-style-name", "")
        self._row, self._column = {}, 0

    def end_row(self, _: object) -> None:
        if self._seen:
            self._lines.lay(self._number, self._row, hidden=self._away, times=self._times)
        self._number += self._times

    def cell(self, given: Mapping[str, str]) -> None:
        self._cell, self._repeated, self._covered = given, _times(given, _REPEATED), False
        beside = self._columns[self._column][1] if self._column < len(self._columns) else ""
        style = given.get(_NAMED) or self._default or beside
        self._text = _Text(struck=self._styles.struck(style), styles=self._styles)

    def covered(self, given: Mapping[str, str]) -> None:
        """What stands under a merged cell cannot be seen."""
        self.cell(given)
        self._covered = True

    def _end_cell(self, text: _Text) -> None:
        cell, self._text = _valued(self._cell, text.cell()), None
        if cell.text.strip() and not self._covered:
            for column in range(self._column, self._column + self._repeated):
                self._row[column_in(column, self._number)] = cell
        self._column += self._repeated


_Act = Callable[[_Reader, Mapping[str, str]], None]
_STARTS: dict[str, _Act] = {
    "table": _Reader.table,
    "table-column": _Reader.column,
    "table-row": _Reader.row,
    "table-cell": _Reader.cell,
    "covered-table-cell": _Reader.covered,
}
_ENDS: dict[str, _Act] = {"table": _Reader.end_table, "table-row": _Reader.end_row}
_VALUES: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "float": ("office:value", dates.of_number),
    "date": ("office:date-value", dates.of_iso),
    "time": ("office:time-value", dates.of_iso),
    "boolean": ("office:boolean-value", str.upper),
}


def _valued(given: Mapping[str, str], cell: Cell) -> Cell:
    """Take a value where it is more certain than the text that is shown."""
    if "table:formula" in given:
        return cell._replace(text=FORMULA)
    attribute, shown = _VALUES.get(given.get("office:value-type", ""), ("", str))
    value = given.get(attribute, "")
    return cell._replace(text=shown(value)) if value else cell


def _times(given: Mapping[str, str], attribute: str) -> int:
    return max(int(given.get(attribute, 1)), 1)
