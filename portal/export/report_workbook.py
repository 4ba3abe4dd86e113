"""A report as an Excel file: what there is, a sheet for each table as people read it, and last one
for programs with everything that is told."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from portal.errors import Refused
from portal.export import sheets
from portal.export.sheets import Book, Cell
from portal.reports.report import Report
from portal.reports.table import Column, Table, Told, Value

LONGEST = 31
"""A sheet's name has so many characters at most."""
CELLS, CONTENTS = "cells", "Contents"
_NO_NAME = re.compile(r"[\[\]:*?/\\]|^'|'$|^history$", re.IGNORECASE)
"""Excel takes no name with any of these."""


def write(report: Report) -> bytes:
    """Return the file's bytes. Raises ``Refused`` for more rows than a sheet can hold."""
    if len(report.cells.rows) + len(report.cells.notes) >= sheets.MOST_ROWS:
        raise Refused(f"An Excel sheet has {sheets.MOST_ROWS:,} rows at most; take csv.")
    file = io.BytesIO()
    names = _names(report.tables)
    listed = [(name, table.title) for name, table in zip(names, report.tables, strict=True)]
    with Book(file, report.heading, report.title, report.name) as book:
        if report.tables:
            book.add(CONTENTS, ("Sheet", "What it holds"), listed, report.cautions)
        for name, table in zip(names, report.tables, strict=True):
            _add(book, name, table)
        if report.cells.id == CELLS:
            book.add(CELLS, report.cells.header, report.cells.plain(), plain=True)
    return file.getvalue()


def _add(book: Book, name: str, table: Table) -> None:
    """Add a table: a figure is a number and, where words say more than the numbers do, its words
    in a column of their own. So whatever stands in a number's column is a number or nothing."""
    told = [n for n, column in enumerate(table.columns) if column.kind == "figure"]
    worded = {n for n in told if any(_says_more(row[n]) for row in table.rows)}
    heads = [
        head
        for n, column in enumerate(table.columns)
        if column.kind != "id"
        for head in (column.title, *([f"{column.title}, in words"] if n in worded else []))
    ]
    rows = (
        [
            cell
            for n, value in enumerate(row)
            if table.columns[n].kind != "id"
            for cell in _cells(value, worded=n in worded)
        ]
        for row in table.rows
    )
    book.add(name, heads, rows, table.notes, fixed=_fixed(table.read))


def _cells(value: Value, *, worded: bool) -> Iterator[Cell]:
    if not isinstance(value, Told):
        yield value
        return
    yield value.value
    if worded:
        yield value.said


def _says_more(value: Value) -> bool:
    return isinstance(value, Told) and value.said.replace(",", "") != (
        "" if value.value is None else str(value.value)
    )


def _fixed(columns: Sequence[Column]) -> int:
    """Count the first columns that say what a row is of; of two long ones only the first stays."""
    return 2 if [column.kind for column in columns[:2]] == ["label", "label"] else 1


def _names(tables: Sequence[Table]) -> list[str]:
    """Call each sheet by its table's title where Excel takes it, else by its id; where others begin
    so, by as much of the id as there is room for, and a number."""
    wished = [
        table.title
        if len(table.title) <= LONGEST and not _NO_NAME.search(table.title)
        else _in_words(table.id)
        for table in tables
    ]
    alike = Counter(name[:LONGEST].casefold() for name in (*wished, CELLS, CONTENTS))
    return [
        name
        if len(name) <= LONGEST and alike[name.casefold()] == 1
        else f"{_in_words(table.id)[: LONGEST - 4].rstrip()} {number}"
        for number, (name, table) in enumerate(zip(wished, tables, strict=True), 1)
    ]


def _in_words(id: str) -> str:
    return id.replace("_", " ").capitalize()
