"""Tables are sent as CSV files that a spreadsheet opens as what they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Response


def answer(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """Send a file to download, written row by row."""
    from portal.export import spreadsheet  # only here: who answers is served by none of the exports

    response = Response(spreadsheet.lines(header, rows), mimetype="text/csv")
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response
