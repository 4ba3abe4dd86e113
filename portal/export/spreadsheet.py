"""Tables are written as CSV files that a spreadsheet opens as what they are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A spreadsheet takes a cell for a formula by these."""


def lines(
    header: Sequence[str], rows: Iterable[Sequence[str | int | Decimal | None]]
) -> Iterator[str]:
    """Return the file line by line; a number is written as it is."""
    yield "\ufeff"  # without it Excel reads UTF-8 as something else
    for row in (header, *rows):
        line = io.StringIO(newline="")
        csv.writer(line).writerow([safe(cell) if isinstance(cell, str) else cell for cell in row])
        yield line.getvalue()


def safe(cell: str) -> str:
    """Put an apostrophe in front where it would be a formula."""
    return f"'{cell}" if cell.startswith(_LIVE) else cell
