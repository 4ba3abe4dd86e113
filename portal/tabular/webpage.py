"""Many systems export a web page with a table, under the name “.xls”: its rows are read, and what
of them is hidden or struck through.

It is read mark by mark, as a stream: browsers build a tree of it, which a hostile page can make as
deep and as wide as it likes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from portal.errors import Refused
from portal.tabular.encodings import decoded
from portal.tabular.markup import Budget
from portal.tabular.rows import COLUMNS, Cell, Lines, Sheet, column_in
from portal.tabular.written import Written

MOST = 2_000_000
"""Marks."""
MARK = 2000
"""So many characters of a mark are looked at."""
DEPTH = 50
"""So many marks of text in one another are remembered."""
_HEAD = 4096
_CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_SAID = {b"windows-1252": "cp1252", b"iso-8859-1": "cp1252", b"macintosh": "mac_roman"}
_NAME = re.compile(r"/?[a-z][a-z0-9:]*", re.IGNORECASE)
_RAW = re.compile(r"(style|script|title)\b", re.IGNORECASE)
_COLUMNS = re.compile(r"""\s(?:col)?span\s*=\s*["']?(\d{1,5})""", re.IGNORECASE)
_ROWS = re.compile(r"""\srowspan\s*=\s*["']?(\d{1,5})""", re.IGNORECASE)
_AWAY = re.compile(r"display\s*:\s*none|(?<![:\s])\s+hidden(?=[\s=/]|$)", re.IGNORECASE)
_NARROW = re.compile(r"""\bwidth\s*[=:]\s*["']?0(?![\d.])""", re.IGNORECASE)
_LINE = re.compile(r"text-decoration[^;}]{0,100}line-through", re.IGNORECASE)
_CLASS = re.compile(r"""\bclass\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_CLASSES = re.compile(r"\.([\w-]+)")
_STRUCK = {"s", "strike", "del"}
_RUNS = {*_STRUCK, "span", "font", "b", "i", "u", "a", "em", "strong"}
_BREAKS = {"br", "p", "/p", "div", "/div", "li"}


def read(data: bytes, most: int, encoding: str = "") -> Sheet:
    """Read the longest table of the page: others are there for its looks, or are other lists.
    Raises ``Refused``."""
    charset = _CHARSET.search(data[:_HEAD])
    said = _SAID.get(charset[1].lower(), "") if charset else ""
    content, guessed = decoded(data, encoding or said)
    page, budget = _Page(most), Budget(MOST)
    for text, mark in _marks(content):
        budget.spend(1)
        page.text(text)
        if name := _NAME.match(mark):
            page.mark(name[0].lower(), mark[:MARK])
    page.start_table()
    return page.sheet(guessed if encoding or not said else "")


def _marks(content: str) -> Iterator[tuple[str, str]]:
    """Return each mark with the text before it; a comment, which may hold styles, is none."""
    at = 0
    while (begin := content.find("<", at)) >= 0:
        comment = content.startswith("<!--", begin)
        end = content.find("-->" if comment else ">", begin)
        if end < 0:
            return
        mark = "" if comment else content[begin + 1 : end]
        yield content[at:begin], mark
        at = end + (3 if comment else 1)
        if raw := _RAW.match(mark):
            closed = re.compile(f"</{raw[1]}", re.IGNORECASE).search(content, at)
            end = closed.start() if closed else len(content)
            yield content[at:end] if mark[:5].lower() == "style" else "", f"/{raw[1]}"
            at = max(content.find(">", end), end) + 1 if closed else end
    yield content[at:], ""


class _Page:
    def __init__(self, most: int) -> None:
        self._most = most
        self._lines, self._longest = Lines(most), Lines(most)
        self._hidden, self._of_longest = set[int](), set[int]()
        self._tables = self._filled = 0
        self._struck, self._away = set[str](), set[str]()
        self._style = False
        self._number = 0
        self._open = self._hides = self._line = False
        self._row = dict[int, Cell]()
        self._spans = dict[int, int]()
        self._column = 0
        self._cell: Written | None = None
        self._runs = list[tuple[str, bool]]()

    def text(self, text: str) -> None:
        if self._style:
            self._classes(text)
        elif self._cell and text:
            struck = any(line for _, line in self._runs)
            self._cell.add(html.unescape(text), struck=struck)

    def mark(self, name: str, mark: str) -> None:
        if name in _RUNS:
            if len(self._runs) < DEPTH:
                self._runs.append((name, name in _STRUCK or self._is_struck(mark)))
        elif name[1:] in _RUNS:
            self._end_run(name[1:])
        elif name in _BREAKS:
            self.text(" ")
        elif name in ("td", "th"):
            self._start_cell(mark)
        elif name in ("/td", "/th"):
            self._end_cell()
        elif name == "tr":
            self._start_row(mark)
        elif name in ("/tr", "/table"):
            self.end_row()
        else:
            self._around(name, mark)

    def start_table(self) -> None:
        """Begin with the next table, or end the last. Raises ``Refused``."""
        self.end_row()
        self._filled += bool(self._lines.rows)
        if len(self._lines.rows) > len(self._longest.rows):
            self._longest, self._of_longest = self._lines, self._hidden
        self._lines, self._hidden = Lines(self._most), set()
        self._spans, self._column = {}, 0

    def sheet(self, encoding: str) -> Sheet:
        """Return the longest table. Raises ``Refused`` if there is none."""
        if not self._tables:
            raise Refused("The file is a web page without a table.")
        note = f"The page has {self._filled} tables; only the longest was read."
        return self._longest.sheet(note if self._filled > 1 else "", self._of_longest, encoding)

    def _around(self, name: str, mark: str) -> None:
        self._style = name == "style" or (self._style and name != "/style")
        if name == "table":
            self.start_table()
            self._tables += 1
        elif name == "col":
            columns = range(self._column, min(self._column + _number(_COLUMNS, mark), COLUMNS))
            if self._is_away(mark) or _NARROW.search(mark):
                self._hidden.update(columns)
            self._column += len(columns)

    def _classes(self, css: str) -> None:
        for block in css.split("}"):
            names, _, rules = block.partition("{")
            named = _CLASSES.findall(names[-MARK:])
            if _LINE.search(rules):
                self._struck.update(named)
            if _AWAY.search(rules):
                self._away.update(named)

    def _start_row(self, mark: str) -> None:
        self.end_row()
        self._number, self._open = self._number + 1, True
        self._hides, self._line = self._is_away(mark), self._is_struck(mark)
        self._column = 0

    def end_row(self) -> None:
        """Put the row in, if one was begun, whether it was closed or not. Raises ``Refused``."""
        if not self._open:
            return
        self._end_cell()
        self._lines.lay(self._number, self._row, hidden=self._hides)
        self._row, self._open = {}, False
        self._spans = {column: left - 1 for column, left in self._spans.items() if left > 1}

    def _start_cell(self, mark: str) -> None:
        """A cell that reaches over rows leaves its columns blank in those below."""
        self._end_cell()
        while self._column in self._spans:
            self._column += 1
        self._cell = Written()
        self._runs = [("td", self._line or self._is_struck(mark))]
        self._at = self._column
        self._column += _number(_COLUMNS, mark)
        if (rows := _number(_ROWS, mark)) > 1:
            columns = range(self._at, min(self._column, COLUMNS))
            self._spans.update(dict.fromkeys(columns, rows))

    def _end_cell(self) -> None:
        if self._cell and (cell := self._cell.cell()).text.strip():
            self._row[column_in(self._at, self._number)] = cell
        self._cell = None

    def _end_run(self, name: str) -> None:
        if any(each == name for each, _ in self._runs):
            while self._runs.pop()[0] != name:
                pass

    def _is_away(self, mark: str) -> bool:
        return bool(_AWAY.search(mark)) or _class(mark) in self._away

    def _is_struck(self, mark: str) -> bool:
        return bool(_LINE.search(mark)) or _class(mark) in self._struck


def _class(mark: str) -> str:
    named = _CLASS.search(mark)
    return named[1] if named else ""


def _number(of: re.Pattern[str], mark: str) -> int:
    number = of.search(mark)
    return max(int(number[1]), 1) if number else 1
