"""A counted round is written for SPSS: ``responses.sav``, with comments and codebook as CSV beside
it; what stands in returns as ``comments.sav``, too.

Options are numbers with labels; several options to choose are a variable each. pyreadstat and
what it needs are large, so they are installed only where they are wanted.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from portal.errors import Conflict
from portal.export import columns, tables, variables
from portal.export.columns import REMARKS
from portal.export.variables import Variable
from portal.reports.counted import Counted, Reply
from portal.survey.columns import by_name

EPOCH = date(1582, 10, 14)
"""Days are kept as seconds since then (the manual of SPSS Statistics, "Date and Time")."""
NOT_INSTALLED = (
    "SPSS needs an optional package that is not installed here (see the operator's guide): "
    "`.venv/bin/python -m pip install --require-hashes -r requirements-spss.txt`."
)


def write(folder: Path, counted: Counted) -> list[Path]:
    """Write the files into the folder, which is made if need be.

    Raises ``Conflict`` where pyreadstat is not installed; nothing is written then.
    """
    try:
        import pandas
        import pyreadstat
    except ImportError as error:
        raise Conflict(NOT_INSTALLED) from error
    every = variables.of_columns(columns.of_questionnaire(counted.questionnaire))
    by_name(every, lambda variable: variable.name)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "responses.sav"
    series = {v.name: pandas.Series(_values(v, counted.replies), dtype=_kind(v)) for v in every}
    pyreadstat.write_sav(
        pandas.DataFrame(series),
        path,
        file_label=variables.cut(counted.questionnaire.title, 64),
        column_labels={variable.name: variable.label for variable in every},
        row_compress=True,
        variable_value_labels={v.name: v.value_labels for v in every if v.value_labels},
        missing_ranges={v.name: [*v.missing] for v in every if v.missing},
        variable_measure={variable.name: _measure(variable) for variable in every},
        variable_format={v.name: form for v in every if (form := _format(v))},
    )
    beside = tables.write_beside(folder, counted)
    return [path, *(_written(folder, counted) if counted.questionnaire.named else ()), *beside]


def _written(folder: Path, counted: Counted) -> list[Path]:
    """Write what stands in returns for SPSS, too: it is theirs to be read beside their figures."""
    import pandas
    import pyreadstat

    path = folder / "comments.sav"
    columns_ = [
        pandas.Series([remark[n] for remark in counted.remarks], dtype="object")
        for n in range(len(REMARKS))
    ]
    frame = pandas.DataFrame(dict(zip(REMARKS, columns_, strict=True)))
    pyreadstat.write_sav(frame, path, row_compress=True)
    return [path]


def _values(variable: Variable, replies: Iterable[Reply]) -> list[Any]:
    return [_value(variable, reply) for reply in replies]


def _value(variable: Variable, reply: Reply) -> float | str | None:
    """Return None for what SPSS calls system-missing; a text is empty instead."""
    cell = columns.cell(variable.column, reply)
    if variable.option:
        chosen = columns.chosen(variable.column, reply)
        return float(variable.option.id in chosen) if chosen else None
    if isinstance(cell, Decimal):
        return float(cell)
    if variable.codes:
        return float(variable.codes[cell]) if cell else None
    if _is_day(variable):
        return (date.fromisoformat(cell) - EPOCH).total_seconds() if cell else None
    return None if variable.column.is_number else cell


def _kind(variable: Variable) -> str:
    numeric = variable.column.is_number or variable.value_labels or _is_day(variable)
    return "float64" if numeric else "object"


def _is_day(variable: Variable) -> bool:
    item = variable.column.item
    return item is not None and item.question.type == "date"


def _measure(variable: Variable) -> str:
    if variable.column.is_number or _is_day(variable):
        return "scale"
    item = variable.column.item
    graded = item and item.question.scale and not variable.option
    return "ordinal" if graded else "nominal"


def _format(variable: Variable) -> str:
    """Return columns and decimals; empty for what is as usual for its kind."""
    if variable.column.score:
        return "F10.4"
    if variable.column.is_number and variable.column.item:
        return f"F20.{variable.column.item.question.decimals}"
    if _is_day(variable):
        return "DATE11"
    return "F5.0" if variable.value_labels else ""
