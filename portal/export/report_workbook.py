"""A report as an Excel file: a sheet for each table, the last one with everything that is told."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence

import xlsxwriter

from portal.errors import Refused
from portal.export import workbook
from portal.reports.report import Report
from portal.reports.table import Table

LONGEST = 31
"""A sheet's name has so many characters at most."""


def write(report: Report) -> bytes:
    """Return the file's bytes. Raises ``Refused`` for more rows than a sheet can hold."""
    if len(report.cells.rows) + len(report.cells.notes) >= workbook.MOST_ROWS:
        raise Refused(f"An Excel sheet has {workbook.MOST_ROWS:,} rows at most; take csv.")
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, workbook.OPTIONS) as book:
        book.set_properties({"title": report.heading})
        bold = book.add_format({"bold": True})
        for name, table in zip(_names(report.every), report.every, strict=True):
            workbook.add_sheet(book, bold, name, table.header, table.plain())
    return file.getvalue()


def _names(tables: Sequence[Table]) -> list[str]:
    """Call each sheet by its table's id: all of it where Excel takes it and no other begins so."""
    short = Counter(table.id[:LONGEST].casefold() for table in tables)
    return [
        table.id
        if len(table.id) <= LONGEST and short[table.id.casefold()] == 1
        else f"{table.id[: LONGEST - 4]}_{number}"
        for number, table in enumerate(tables, 1)
    ]
