"""A report as CSV: everything that is told, a figure in each row, the notes last."""

from __future__ import annotations

from portal.export import spreadsheet
from portal.reports.report import Report


def write(report: Report) -> bytes:
    """Return the file's bytes."""
    table = report.cells
    return "".join(spreadsheet.lines(table.header, table.plain())).encode()
