"""Tables are written as CSV files that a spreadsheet opens as what they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from portal.formulas import marked

Cell: TypeAlias = str | int | Decimal | date | None
_PLAIN = re.compile(r"[^\",;\s]*")
"""All else stands between quotation marks: LibreOffice takes semicolons, tabs and, if asked to,
blanks for the end of a cell, and what follows one could be a formula."""


def lines(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Return the file line by line. A number and a day are written as they are, negative or not; no
    text is a formula."""
    yield "\ufeff"  # without it Excel reads UTF-8 as something else
    yield _line(header)
    yield from map(_line, rows)


def _line(row: Sequence[Cell]) -> str:
    return f"{','.join(map(_written, row))}\r\n"


def _written(cell: Cell) -> str:
    if isinstance(cell, str):
        text = marked(cell)
        return text if _PLAIN.fullmatch(text) else '"{}"'.format(text.replace('"', '""'))
    if cell is None:
        return ""
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
