"""“XML spreadsheet 2003”, which Excel still writes and many systems export, under the name “.xls”
too (Microsoft, XML Spreadsheet Reference)."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

from portal.errors import Refused
from portal.tabular import dates
from portal.tabular.markup import FAR_MORE, Budget, events
from portal.tabular.rows import COLUMNS, FORMULA, Cell, Lines, Sheet, column_in
from portal.tabular.sheets import Choice
from portal.tabular.written import Written, is_on

MOST = 5_000_000
"""Events."""
STYLES = 50_000
_INDEX, _STYLE, _SPAN = "ss:Index", "ss:StyleID", "ss:Span"


def read(data: bytes, most: int) -> Sheet:
    """Read the first sheet that can be seen and has anything in it. Raises ``Refused``,
    ``ValueError``, ``ExpatError``."""
    reader = _Reader(most)
    for kind, name, given in events(io.BytesIO(data), Budget(MOST)):
        if kind == "text":
            reader.text(name)
        elif act := (_STARTS if kind == "start" else _ENDS).get(name):
            act(reader, given)
    return reader.choice.taken()


class _Reader:
    def __init__(self, most: int) -> None:
        self.choice = Choice()
        self._most = most
        self._styles, self._struck = "", set[str]()
        self._name, self._state = "", ""
        self._place = ""
        """What a text belongs to: a cell's data, the sheet's state, or nothing."""

    def text(self, text: str) -> None:
        if self._place == "data":
            self._written.add(text, struck=self._line)
        elif self._place == "state":
            self._state += text[:20].strip()

    def style(self, given: Mapping[str, str]) -> None:
        self._styles = given.get("ss:ID", "")
        if given.get("ss:Parent", "") in self._struck:
            self._strike()

    def font(self, given: Mapping[str, str]) -> None:
        if is_on(given, "ss:StrikeThrough", "0"):
            self._strike()

    def _strike(self) -> None:
        self._struck.add(self._styles)
        if len(self._struck) > STYLES:
            raise Refused(FAR_MORE)

    def sheet(self, given: Mapping[str, str]) -> None:
        self._name, self._state = given.get("ss:Name", ""), ""
        self._lines, self._number, self._last = Lines(self._most), 0, -1
        self._hidden, self._beside = set[int](), dict[int, str]()

    def end_sheet(self, _: object) -> None:
        """Whether it can be seen is said after its rows."""
        if self._state in ("", "SheetVisible"):
            self.choice.offer(self._name, self._lines.sheet("", self._hidden))

    def column(self, given: Mapping[str, str]) -> None:
        first = int(given.get(_INDEX, self._last + 2)) - 1
        self._last = first + int(given.get(_SPAN, 0))
        columns = range(max(first, 0), min(self._last + 1, COLUMNS))
        if is_on(given, "ss:Hidden", "0") or float(given.get("ss:Width", 1)) == 0:
            self._hidden.update(columns)
        self._beside.update(dict.fromkeys(columns, given.get(_STYLE, "")))

    def row(self, given: Mapping[str, str]) -> None:
        self._number = int(given.get(_INDEX, self._number + 1))
        self._away = is_on(given, "ss:Hidden", "0")
        self._default, self._span = given.get(_STYLE, ""), int(given.get(_SPAN, 0))
        self._row, self._column = dict[int, Cell](), -1

    def end_row(self, _: object) -> None:
        if self.choice.open:
            self._lines.lay(self._number, self._row, hidden=self._away)
        self._number += self._span

    def cell(self, given: Mapping[str, str]) -> None:
        self._column = int(given.get(_INDEX, self._column + 2)) - 1
        self._cell, self._kind, self._written, self._line = given, "", Written(), False

    def end_cell(self, _: object) -> None:
        style = self._cell.get(_STYLE) or self._default or self._beside.get(self._column, "")
        cell = self._written.cell(struck=style in self._struck)
        if "ss:Formula" in self._cell or self._kind == "Error":
            cell = cell._replace(text=FORMULA)
        cell = cell._replace(text=_VALUES.get(self._kind, str)(cell.text))
        if cell.text.strip():
            self._row[column_in(self._column, self._number)] = cell
        self._column += int(self._cell.get("ss:MergeAcross", 0))

    def data(self, given: Mapping[str, str]) -> None:
        """A comment has data too, which is not the cell's."""
        if self._place != "comment":
            self._place, self._kind = "data", given.get("ss:Type", "")

    def end_data(self, _: object) -> None:
        self._place = "comment" if self._place == "comment" else ""

    def line(self, _: object) -> None:
        self._line = True

    def end_line(self, _: object) -> None:
        self._line = False

    def comment(self, _: object) -> None:
        self._place = "comment"

    def state(self, _: object) -> None:
        self._place = "state"

    def end(self, _: object) -> None:
        self._place = ""


_VALUES: Mapping[str, Callable[[str], str]] = {
    "Number": dates.of_number,
    "DateTime": dates.of_iso,
    "Boolean": lambda text: "TRUE" if text == "1" else "FALSE",
}
_Act = Callable[[_Reader, Mapping[str, str]], None]
_STARTS: dict[str, _Act] = {
    "Style": _Reader.style,
    "Font": _Reader.font,
    "Worksheet": _Reader.sheet,
    "Column": _Reader.column,
    "Row": _Reader.row,
    "Cell": _Reader.cell,
    "Data": _Reader.data,
    "S": _Reader.line,
    "Comment": _Reader.comment,
    "Visible": _Reader.state,
}
_ENDS: dict[str, _Act] = {
    "Worksheet": _Reader.end_sheet,
    "Row": _Reader.end_row,
    "Cell": _Reader.end_cell,
    "Data": _Reader.end_data,
    "S": _Reader.end_line,
    "Comment": _Reader.end,
    "Visible": _Reader.end,
}
