"""A list's columns are known by their headings, whatever its author calls them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from portal.errors import Refused
from portal.tabular.rows import Sheet

TITLES = 10
"""Rows at the top that may stand above the headings."""
SHOWN = 10
"""Columns, and rows, that are named one by one."""
_NOT_LETTERS = re.compile(r"[\W\d_]")
TOTAL = re.compile(r"(grand |sub[- ]?)?totals?[\s:=\d.,]*", re.IGNORECASE)


class Field(NamedTuple):
    """A column that a list may have. ``words``: what else people call it, the likelier the earlier;
    case, spaces, signs and a last “s” do not matter. ``several``: all columns with the same heading
    are read, numbered or not, one in a line."""

    name: str
    words: tuple[str, ...] = ()
    needed: bool = True
    several: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A list's rows, with their numbers, by the names of the fields for which there is a column; a
    cell that is not there is empty. ``notes``: what to know of how they were read; ``aside``: those
    of the rows that the file hides, or strikes through."""

    rows: list[tuple[int, Mapping[str, str]]]
    notes: tuple[str, ...]
    aside: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class _Heads:
    """The headings' row, and which of its columns (counted from 0) each field is read from."""

    index: int
    cells: tuple[str, ...]
    columns: Mapping[str, Sequence[int]]

    @property
    def read(self) -> list[int]:
        return [i for columns in self.columns.values() for i in columns]

    @property
    def width(self) -> int:
        return max(i for i, cell in enumerate(self.cells) if cell) + 1


def listed(sheet: Sheet, fields: Sequence[Field]) -> Listed:
    """Read each row below the headings, but for totals and those with nothing in the columns that
    are read. Raises ``Refused``."""
    heads = _heads(sheet, fields)
    try:
        _check(heads, fields, sheet.hidden)
    except Refused as error:  # where there are several, it may be another sheet
        raise Refused(f"{error} {sheet.note}".strip()) from error
    rows, totals, empty = list[tuple[int, Mapping[str, str]]](), list[int](), list[int]()
    for number, cells in sheet.rows[heads.index + 1 :]:
        record = {
            name: "\n".join(_cell(cells, i) for i in columns)
            for name, columns in heads.columns.items()
        }
        if cells == heads.cells:
            continue  # printed lists repeat them
        if TOTAL.fullmatch(next(filter(None, cells))):
            totals.append(number)
        elif any(cells[heads.width :]):
            raise Refused(
                f"Row {number} has more cells than there are headings. Put text with a comma in it"
                " in quotation marks, or give every column a heading."
            )
        elif any(map(str.strip, record.values())):
            rows.append((number, record))
        else:
            empty.append(number)
    notes = (
        sheet.note,
        *_about_columns(heads, sheet),
        say_left_out(totals, "a total", "totals"),
        say_left_out(empty, "empty in these columns", "empty in these columns"),
    )
    aside = {number: sheet.aside[number] for number, _ in rows if number in sheet.aside}
    return Listed(rows, tuple(filter(None, notes)), aside)


def _heads(sheet: Sheet, fields: Sequence[Field]) -> _Heads:
    """Find the row at the top that names the most columns that are needed, then the most; of
    several the first."""
    needed = {field.name for field in fields if field.needed}
    read = [
        _Heads(index, cells, _columns(cells, fields, sheet.hidden))
        for index, (_, cells) in enumerate(sheet.rows[: TITLES + 1])
    ]
    return max(read, key=lambda heads: (len(needed & heads.columns.keys()), len(heads.columns)))


def _columns(
    cells: Sequence[str], fields: Sequence[Field], hidden: frozenset[int]
) -> dict[str, Sequence[int]]:
    """Tell which column each field is read from: of several, one that can be seen, then the one
    whose heading is the likelier, then the first."""
    words, columns = [_word(cell) for cell in cells], dict[str, Sequence[int]]()
    for field in fields:
        known = [_word(word) for word in (field.name, *field.words)]
        could = sorted((i in hidden, known.index(w), i) for i, w in enumerate(words) if w in known)
        alike = [i for *rank, i in could if rank == [*could[0][:2]]]
        if alike:
            columns[field.name] = alike if field.several else alike[:1]
    return columns


def _check(heads: _Heads, fields: Sequence[Field], hidden: frozenset[int]) -> None:
    needed = [field.name for field in fields if field.needed]
    if lacking := [_spoken(name) for name in needed if name not in heads.columns]:
        raise Refused(
            f"There is no column {' and no column '.join(lacking)}. One row at the top must name"
            f" the columns: {', '.join(map(_spoken, needed))}."
        )
    seen = Counter((_word(cell), i in hidden) for i, cell in enumerate(heads.cells))
    single = [field.name for field in fields if not field.several and field.name in heads.columns]
    for name in single:
        (column,) = heads.columns[name]
        if seen[_word(heads.cells[column]), column in hidden] > 1:
            raise Refused(
                f"Two columns are headed “{heads.cells[column]}”. Give the one that is not the"
                f" {_spoken(name)} another heading."
            )


def _about_columns(heads: _Heads, sheet: Sheet) -> Iterator[str]:
    """Say what was read as what, and what was not."""
    if heads.index:
        yield f"The headings are in row {sheet.rows[heads.index][0]}; what is above was left out."
    other = [
        f"“{heads.cells[i]}” as {_spoken(name)}"
        for name, columns in heads.columns.items()
        for i in columns
        if _word(heads.cells[i]) != _word(name)
    ]
    if other:
        yield f"Read {', '.join(other)}."
    if unseen := [heads.cells[i] for i in heads.read if i in sheet.hidden]:
        yield f"Hidden in the file, and read: {_shortened(unseen)}."
    others = [i for i in range(heads.width) if i not in heads.read]
    below = sheet.rows[heads.index + 1 :]
    left = [
        f"{heads.cells[i]}{' (hidden)' * (i in sheet.hidden)}" for i in others if heads.cells[i]
    ]
    if nameless := sum(not heads.cells[i] and any(_cell(c, i) for _, c in below) for i in others):
        left.append("a column" if nameless == 1 else f"{nameless} columns")
        left[-1] += " without a heading"
    if left:
        yield f"Left out: {_shortened(left)}."


def say_left_out(rows: Sequence[int], one: str, several: str) -> str:
    """Say which rows were left out, since they are such; nothing if there are none."""
    if not rows:
        return ""
    if len(rows) == 1:
        return f"Row {rows[0]} is {one} and was left out."
    return f"Rows {_shortened([str(row) for row in rows])} are {several} and were left out."


def _shortened(names: Sequence[str]) -> str:
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def _cell(cells: Sequence[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""


def _word(cell: str) -> str:
    return _NOT_LETTERS.sub("", cell.casefold()).removesuffix("s")


def _spoken(name: str) -> str:
    return name.replace("_", " ").replace("psw", "PSW")
