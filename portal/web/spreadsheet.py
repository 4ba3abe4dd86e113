"""Tables are written as CSV files that a spreadsheet opens as what they are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from flask import Response

_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A spreadsheet takes a cell for a formula by these."""


def answer(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """Send a file to download, written row by row."""
    response = Response(_lines(header, rows), mimetype="text/csv")
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


def safe(cell: str) -> str:
    """Put an apostrophe in front where it would be a formula."""
    return f"'{cell}" if cell.startswith(_LIVE) else cell


def _lines(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "\ufeff"  # without it Excel reads UTF-8 as something else
    for row in (header, *rows):
        line = io.StringIO(newline="")
        csv.writer(line).writerow([safe(cell) for cell in row])
        yield line.getvalue()
