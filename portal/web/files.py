"""Files leave the staff site by this one door, to be kept and not shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from flask import Response

from portal.calendar.london import london_day
from portal.web.desk import desk

if TYPE_CHECKING:
    from portal.export.spreadsheet import Cell


def file(body: bytes | Iterable[str] | Iterable[bytes], form: str, *parts: str) -> Response:
    """Send a file of this form; ``parts`` as ``naming.file_name`` takes them."""
    from portal.export import naming  # only here: who answers is served by none of the exports

    response = Response(body, content_type=naming.KINDS[form])
    name = naming.file_name(form, london_day(desk().clock()), *parts)
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


def table(header: Sequence[str], rows: Iterable[Sequence[Cell]], *parts: str) -> Response:
    """Send a table as CSV, written row by row."""
    from portal.export import spreadsheet

    return file(spreadsheet.lines(header, rows), "csv", *parts)
