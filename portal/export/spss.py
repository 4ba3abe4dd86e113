"""A counted round is written for SPSS: ``responses.sav``, with comments and codebook as CSV beside
it; what stands in returns as ``comments.sav``, too.

Options are numbers with labels; several options to choose are a variable each, and a set. What is
blank has a number below 0 that says why, declared missing. pyreadstat and
what it needs are large, so they are installed only where they are wanted.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from math import nan
from pathlib import Path
from typing import Any

from portal import prose
from portal.errors import Conflict
from portal.export import columns, response_sets, tables, variables
from portal.export.blanks import MEANINGS, Blank, Blanks
from portal.export.columns import REMARKS
from portal.export.response_sets import Set
from portal.export.variables import BLANK_CODES, Variable
from portal.reports.counted import Counted, Place, Reply
from portal.survey.columns import ORGANISATION, Column, by_name

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
        import numpy
        import pandas
        import pyreadstat
    except ImportError as error:
        raise Conflict(NOT_INSTALLED) from error
    every = variables.of_columns(columns.of_questionnaire(counted.questionnaire))
    by_name(every, lambda variable: variable.name)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "responses.sav"
    labels: dict[str, Any] = {v.name: v.value_labels for v in every if v.value_labels}
    labels[ORGANISATION] = _names(counted.places)
    missing: dict[str, Any] = {v.name: _range(v.missing) for v in every if v.missing}
    missing[ORGANISATION] = [""]
    pyreadstat.write_sav(
        pandas.DataFrame(
            {
                name: pandas.Series(numpy.array(each), dtype="float64")
                if isinstance(each, array)
                else pandas.Series(each, dtype="object")
                for name, each in _filled(every, counted).items()
            },
            copy=False,
        ),
        path,
        file_label=variables.cut(counted.questionnaire.title, 64),
        column_labels={variable.name: variable.label for variable in every},
        row_compress=True,
        variable_value_labels=labels,
        missing_ranges=missing,
        variable_measure={variable.name: _measure(variable) for variable in every},
        variable_format={v.name: form for v in every if (form := _format(v))},
    )
    response_sets.put(path, [*_sets(every)])
    beside = tables.write_beside(folder, counted)
    return [path, *(_written(folder, counted) if counted.questionnaire.named else ()), *beside]


def _filled(every: Sequence[Variable], counted: Counted) -> dict[str, Any]:
    """Return the values by variable, going over the responses once."""
    why_blank = Blanks(counted.questionnaire, [variable.column for variable in every])
    filled: dict[str, Any] = {v.name: array("d") if v.is_number else [] for v in every}
    into = [(v.column.name, _blank_codes(v), _reader(v), filled[v.name].append) for v in every]
    for reply in counted.replies:
        why = why_blank.of(reply)
        for name, codes, value, append in into:
            append(codes[why[name]] if name in why and codes else value(reply))
    return filled


def _blank_codes(variable: Variable) -> Mapping[Blank, int]:
    return BLANK_CODES if variable.is_number and variable.tells_blanks else {}


def _reader(variable: Variable) -> Callable[[Reply], float | str]:
    """Return what reads a response's value; what SPSS calls system-missing where there is neither
    a value nor a code for why there is none. A text is empty instead."""
    column, codes, option = variable.column, variable.codes, variable.option
    if not variable.is_number:
        return lambda reply: str(columns.cell(column, reply))
    if option:
        return lambda reply: option.id in columns.chosen(column, reply)
    if variable.is_day:
        return lambda reply: _seconds(str(columns.cell(column, reply)))
    if column.flag:
        return lambda reply: bool(columns.cell(column, reply))
    if column.is_number:
        return lambda reply: _number(column, codes, reply)
    return lambda reply: codes.get(str(columns.cell(column, reply)), nan)


def _seconds(day: str) -> float:
    return (date.fromisoformat(day) - EPOCH).total_seconds() if day else nan


def _number(column: Column, codes: Mapping[str, int], reply: Reply) -> float:
    """Return the number, or what the box says that is ticked in its place."""
    cell = columns.cell(column, reply)
    boxes = (code for box, code in codes.items() if reply.answers.get(f"{column.name}__{box}"))
    return float(cell) if isinstance(cell, Decimal) else next(boxes, nan)


def _names(places: Mapping[str, Place]) -> dict[str, str]:
    """Return what each organisation's code stands for."""
    longest = variables.LONGEST_VALUE_LABEL
    names = {code: f"{of.name} ({of.type}, {of.region})" for code, of in places.items()}
    cut = {code: variables.cut(name, longest) for code, name in names.items()}
    return cut | {"": MEANINGS["withheld"]}


def _range(ends: tuple[int, int]) -> list[dict[str, int]]:
    return [{"lo": ends[0], "hi": ends[1]}]


def _sets(every: Sequence[Variable]) -> Iterator[Set]:
    """Return what belongs to one question to which several options can be chosen."""
    for name, group in groupby(every, lambda variable: variable.column.name):
        own = [variable for variable in group if variable.option]
        if own and (item := own[0].column.item):
            yield Set(name, prose.label(item.label), [variable.name for variable in own])


def _written(folder: Path, counted: Counted) -> list[Path]:
    """Write what stands in returns for SPSS, too: it is theirs to be read beside their figures."""
    import pandas
    import pyreadstat

    path = folder / "comments.sav"
    remarks = zip(*counted.remarks, strict=True)
    rows = dict(zip(REMARKS, remarks, strict=False)) or dict.fromkeys(REMARKS, ())
    series = {name: pandas.Series(each, dtype="object") for name, each in rows.items()}
    pyreadstat.write_sav(pandas.DataFrame(series), path, row_compress=True)
    return [path]


def _measure(variable: Variable) -> str:
    if variable.column.is_number or variable.is_day:
        return "scale"
    return "ordinal" if variable.is_graded else "nominal"


def _format(variable: Variable) -> str:
    """Return columns and decimals; empty for what is as usual for its kind."""
    if variable.column.score:
        return "F10.4"
    if variable.column.is_number and variable.column.item:
        return f"F20.{variable.column.item.question.decimals}"
    if variable.is_day:
        return "DATE11"
    return "F5.0" if variable.is_number else ""
