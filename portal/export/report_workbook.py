"""A report as an Excel file: a sheet for each table, the last one with everything that is told."""

from __future__ import annotations

import io

import xlsxwriter

from portal.errors import Refused
from portal.export import workbook
from portal.reports.report import Report


def write(report: Report) -> bytes:
    """Return the file's bytes. Raises ``Refused`` for more rows than a sheet can hold."""
    if len(report.cells.rows) + len(report.cells.notes) >= workbook.MOST_ROWS:
        raise Refused(f"An Excel sheet has {workbook.MOST_ROWS:,} rows at most; take csv.")
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, workbook.OPTIONS) as book:
        book.set_properties({"title": report.heading})
        bold = book.add_format({"bold": True})
        for table in report.every:
            workbook.add_sheet(book, bold, table.id, table.header, table.plain())
    return file.getvalue()
