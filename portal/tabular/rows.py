"""Rows are the same whatever file they come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from portal.errors import Refused
from portal.formulas import unmarked

COLUMNS = 100
"""More cells in a row are no list of people."""
CELL = 1000
"""This many characters of a cell are kept: enough to see that it is too long."""
HIDDEN, STRUCK = "hidden", "struck"
_UNSEEN = "\ufeff\u200b\u2060"

Row: TypeAlias = tuple[int, tuple[str, ...]]
"""It has its number, as the program shows it in which the file was written, and its cells."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's rows. ``note`` is what the person should know of how it was read, or nothing.

    ``aside``: by number, the rows that the file hides, filtered away ones among them (``HIDDEN``),
    or strikes through (``STRUCK``); ``hidden``: columns that it hides, counted from 0.
    ``encoding``: the one that was guessed, or nothing where the file says it, or can have no other.
    """

    rows: list[Row]
    note: str = ""
    aside: Mapping[int, str] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    encoding: str = ""


def filled(rows: Iterable[tuple[int, Iterable[str]]], most: int) -> Iterator[Row]:
    """Return the rows with anything in them, cells without what cannot be seen. Raises ``Refused``
    for more than ``most``."""
    kept = 0
    for number, row in rows:
        cells = tuple(_clean(cell) for cell in row)
        if not any(cells):
            continue
        kept += 1
        if kept > most:
            raise Refused(f"The file has more than {most - 1:,} rows; send it in parts.")
        yield number, cells


def joined(text: str, more: str) -> str:
    """Join a text that comes in pieces, cut to what is kept of a cell: it may stand in many cells,
    each of which would be cleaned of all of it."""
    return text if len(text) >= CELL else (text + more).lstrip()[:CELL]


def _clean(cell: str) -> str:
    return unmarked(cell.strip().strip(_UNSEEN).strip())[:CELL]
