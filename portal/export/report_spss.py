"""A report for SPSS: everything that is told, a figure in each row, the notes last. What says in
words what an id means is a number with these words as its label."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from portal.errors import Conflict
from portal.export import spss, variables
from portal.reports.report import Report
from portal.reports.table import NOTE, Column, Plain, Table


def write(report: Report) -> bytes:
    """Return the file's bytes. Raises ``Conflict`` where pyreadstat is not installed."""
    try:
        import pandas
        import pyreadstat
    except ImportError as error:
        raise Conflict(spss.NOT_INSTALLED) from error
    table = report.cells
    columns = dict(zip(table.header, zip(*table.plain(), strict=True), strict=True))
    codes = {name: _codes(columns[name]) for name in _coded(table.columns)}
    series = {
        name: pandas.Series(_values(column, codes.get(name)), dtype=_kind(name, table, codes))
        for name, column in columns.items()
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.sav"
        pyreadstat.write_sav(
            pandas.DataFrame(series),
            path,
            file_label=variables.cut(report.heading, 64),
            column_labels=_labels(table),
            row_compress=True,
            variable_value_labels={name: _value_labels(coded) for name, coded in codes.items()},
            variable_measure={name: _measure(name, table, codes) for name in columns},
            variable_format=dict.fromkeys(_numeric(table.columns, codes), "F8.0"),
        )
        return path.read_bytes()


def _coded(columns: Sequence[Column]) -> list[str]:
    return [column.name for column in columns if column.kind == "label"]


def _numeric(columns: Sequence[Column], codes: dict[str, dict[Plain, int]]) -> list[str]:
    """Name the variables that are numbers; of a figure only the first is one."""
    numbers = [column.name for column in columns if column.kind in ("number", "figure")]
    return [*numbers, *codes]


def _codes(column: Sequence[Plain]) -> dict[Plain, int]:
    """Number the words of a column 1, 2, … in their order."""
    words = [word for word in dict.fromkeys(column) if word]
    return {word: number for number, word in enumerate(words, 1)}


def _values(column: Sequence[Plain], codes: dict[Plain, int] | None) -> list[Any]:
    """Return None for what SPSS calls system-missing; a text is empty instead."""
    return [codes.get(each) for each in column] if codes is not None else list(column)


def _kind(name: str, table: Table, codes: dict[str, dict[Plain, int]]) -> str:
    return "float64" if name in _numeric(table.columns, codes) else "object"


def _measure(name: str, table: Table, codes: dict[str, dict[Plain, int]]) -> str:
    return "nominal" if name in codes or _kind(name, table, codes) == "object" else "scale"


def _value_labels(codes: dict[Plain, int]) -> dict[int | float, str]:
    longest = variables.LONGEST_VALUE_LABEL
    return {number: variables.cut(str(word), longest) for word, number in codes.items()}


def _labels(table: Table) -> dict[str, str | None]:
    labels: dict[str, str | None] = {NOTE: "Note"}
    for column in table.columns:
        parts = (column.title, f"{column.title}: end", f"{column.title}: in words")
        labels |= dict(zip(column.names, parts, strict=False))
    return labels
