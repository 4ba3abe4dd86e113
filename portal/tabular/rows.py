"""Rows are the same whatever file they come from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from portal.errors import Refused
from portal.formulas import unmarked

COLUMNS = 100
"""More cells in a row are no list of people."""
CELL = 1000
"""This many characters of a cell are kept: enough to see that it is too long."""
HIDDEN, STRUCK = "hidden", "struck"
FORMULA = "="
"""A formula is read as this, as is the error that one left: its last result may be out of date."""
_UNSEEN = (
    "\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_NOTHING = dict.fromkeys(map(ord, _UNSEEN))

Row: TypeAlias = tuple[int, tuple[str, ...]]
"""It has its number, as the program shows it in which the file was written, and its cells."""


class Cell(NamedTuple):
    text: str
    struck: bool = False


BLANK = Cell("")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's rows. ``note`` is what the person should know of how it was read, or nothing.

    ``aside``: by number, the rows that the file hides, filtered away ones among them (``HIDDEN``),
    or strikes through (``STRUCK``, even if it hides them too); ``hidden``: columns that it hides,
    counted from 0.
    ``encoding``: the one that was guessed, or nothing where the file says it, or can have no other.
    """

    rows: list[Row]
    note: str = ""
    aside: Mapping[int, str] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    encoding: str = ""


@dataclass(slots=True)
class Lines:
    """The rows of a sheet with anything in them, while it is read: ``most`` of them at most."""

    most: int
    rows: list[Row] = field(default_factory=list)
    aside: dict[int, str] = field(default_factory=dict)

    def add(self, number: int, cells: Sequence[str], aside: str = "", times: int = 1) -> None:
        """Put a row in, without what cannot be seen in it, as often as it stands there. Raises
        ``Refused`` for one too many."""
        cleaned = [_clean(cell) for cell in cells]
        while cleaned and not cleaned[-1]:
            cleaned.pop()
        row = tuple(cleaned)
        for each in range(number, number + times if row else number):
            if len(self.rows) >= self.most:
                raise Refused(f"The file has more than {self.most - 1:,} rows; upload it in parts.")
            self.rows.append((each, row))
            if aside:
                self.aside[each] = aside

    def lay(self, number: int, cells: Mapping[int, Cell], *, hidden: bool, times: int = 1) -> None:
        """Put in a row whose cells are known by their columns. Raises ``Refused``."""
        width = max(cells, default=-1) + 1
        laid = [cells.get(column, BLANK) for column in range(width)]
        aside = STRUCK if _is_struck(laid) else HIDDEN if hidden else ""
        self.add(number, [cell.text for cell in laid], aside, times)

    def sheet(self, note: str = "", hidden: Collection[int] = (), encoding: str = "") -> Sheet:
        """Say what was read. A column is hidden if there is anything in it to hide."""
        empty = {i for i in hidden if not any(i < len(row) and row[i] for _, row in self.rows)}
        return Sheet(self.rows, note, self.aside, frozenset(hidden) - empty, encoding)


def column_in(column: int, number: int) -> int:
    """Return the column of a cell with anything in it. Raises ``Refused`` for one far out."""
    if not 0 <= column < COLUMNS:
        raise Refused(f"Row {number} has more than {COLUMNS} cells.")
    return column


def joined(text: str, more: str) -> str:
    """Join a text that comes in pieces, cut to what is kept of a cell: it may stand in many cells,
    each of which would be cleaned of all of it."""
    return text if len(text) >= CELL else (text + more).lstrip()[:CELL]


def _is_struck(cells: Sequence[Cell]) -> bool:
    """Say whether a row's first text, or an address in it, is struck through: who strikes a person
    off strikes one of them at least."""
    if not any(cell.struck for cell in cells):
        return False
    first = next((cell for cell in cells if any(map(str.isalpha, cell.text))), BLANK)
    return first.struck or any(cell.struck and "@" in cell.text for cell in cells)


def _clean(cell: str) -> str:
    """A line's end, or a blank that does not break, is a blank like any other; what cannot be seen
    is left out, wherever it stands."""
    if not cell.isascii():
        cell = cell.translate(_NOTHING)
    return unmarked(" ".join(cell.split())).strip()[:CELL]
