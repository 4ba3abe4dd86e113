"""A table of a report is one value, whatever file it is written into: what is said of each figure
stands beside its number, and its notes are rows of it, so that they travel with it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["id", "label", "text", "quote", "day", "number", "figure"]
"""What a column holds:

- ``id``: what something is called in the questionnaire, for programs alone;
- ``label``: the same in words, from few different ones;
- ``text``: words;
- ``quote``: what somebody wrote, of any length;
- ``day``: a day, or nothing;
- ``number``: a number, or nothing;
- ``figure``: what may be told of a number.
"""
NOTE = "note"
"""A program finds the notes of a table in this column, each in a row of its own."""


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as it is said, its number, and at which ``end`` of what is told it lies (“or
    more”). No ``value``: it is not shown, or is no number."""

    said: str
    value: int | None = None
    end: str = ""


Value: TypeAlias = str | int | Decimal | date | Told | None
"""A text is empty, and a number or a day None, where there is nothing."""
Plain: TypeAlias = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """``name`` is for programs, ``title`` for people. A column of figures is three to programs:
    the number, its end (``_end``), and what is said (``_said``)."""

    name: str
    title: str
    kind: Kind = "text"

    @property
    def names(self) -> tuple[str, ...]:
        if self.kind != "figure":
            return (self.name,)
        return self.name, f"{self.name}_end", f"{self.name}_said"


@dataclass(frozen=True, slots=True)
class Table:
    """``id`` names it in files; ``rows`` are as long as there are columns."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()

    def without(self, *names: str) -> Table:
        """Leave columns out."""
        kept = [n for n, column in enumerate(self.columns) if column.name not in names]
        columns = tuple(self.columns[n] for n in kept)
        return replace(
            self, columns=columns, rows=tuple(tuple(row[n] for n in kept) for row in self.rows)
        )

    @property
    def header(self) -> tuple[str, ...]:
        """The columns as programs know them, the notes' last."""
        return (*(name for column in self.columns for name in column.names), NOTE)

    def plain(self) -> Iterator[tuple[Plain, ...]]:
        """Return the rows below ``header``, then the notes."""
        for row in self.rows:
            yield (*(part for value in row for part in _parts(value)), "")
        blank = tuple(part for column in self.columns for part in _parts(_NOTHING[column.kind]))
        for note in self.notes:
            yield (*blank, note)

    @property
    def read(self) -> tuple[Column, ...]:
        """The columns that people read."""
        return tuple(column for column in self.columns if column.kind != "id")

    def said(self) -> Iterator[list[str]]:
        """Return the rows as people read them, without ids and notes."""
        for row in self.rows:
            yield [
                _said(value)
                for column, value in zip(self.columns, row, strict=True)
                if column.kind != "id"
            ]


_NOTHING: dict[Kind, Value] = {
    **dict.fromkeys(("id", "label", "text", "quote"), ""),
    **dict.fromkeys(("day", "number")),
    "figure": Told(""),
}


def _parts(value: Value) -> tuple[Plain, ...]:
    return (value.value, value.end, value.said) if isinstance(value, Told) else (value,)


def _said(value: Value) -> str:
    if isinstance(value, Told):
        return value.said
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return "" if value is None else value if isinstance(value, str) else f"{value:,}"
