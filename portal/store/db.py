"""The door to the database: kinds of columns, what every table is, and how to read and write."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from peewee import (
    SCOPE_VALUES,
    SQL,
    BlobField,
    Field,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
    chunked,
)

from portal.store.engine.sqlite import (
    Busy,
    Unavailable,
    check_schema,
    columns,
    db,
    erase_traces,
    execute,
    init,
    insert_many,
    upgrade,
    writing,
)

__all__ = [
    "Busy",
    "Bytes",
    "Day",
    "Moment",
    "Number",
    "Reference",
    "Table",
    "Text",
    "Unavailable",
    "among",
    "check_schema",
    "columns",
    "db",
    "erase_traces",
    "execute",
    "init",
    "insert_each",
    "insert_many",
    "insert_rows",
    "moment",
    "of_part",
    "upgrade",
    "writing",
]


AT_ONCE = 500
"""Rows that one statement inserts."""


def moment(text: str) -> datetime:
    """An aware UTC moment from its text in the database."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class Column(Field):
    """A column writes itself into statements by one step. peewee goes by six, which was a quarter
    of all that a pass of the worker took; what it writes is the same."""

    def __sql__(self, context: Any) -> Any:
        if context.scope == SCOPE_VALUES:
            return context.literal(f'"{self.column_name}"')
        table = self.model._meta.table
        if table._alias:
            context.alias_manager[table] = table._alias
        return context.literal(f'"{context.alias_manager[table]}"."{self.column_name}"')


class Text(Column, TextField):
    """Text."""


class Number(Column, IntegerField):
    """A whole number."""


class Reference(Column, ForeignKeyField):
    """A row of another table, by its key."""


class Moment(Text):
    """An aware UTC moment, to the second, as ISO 8601 text (which sorts as time does)."""

    def db_value(self, value: datetime | None) -> str | None:
        if value is None:
            return None
        return value.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()

    def python_value(self, value: str | None) -> datetime | None:
        return moment(value) if value else None


class Day(Text):
    """A calendar day as ISO 8601 text."""

    def db_value(self, value: date | None) -> str | None:
        return value.isoformat() if value else None

    def python_value(self, value: str | None) -> date | None:
        return date.fromisoformat(value) if value else None


class Bytes(Column, BlobField):
    """Bytes in, bytes out (SQLite's driver would hand a memoryview to some callers)."""

    def python_value(self, value: Any) -> bytes | None:
        return None if value is None else bytes(value)


class Table(Model):
    class Meta:
        database = db
        strict_tables = True
        legacy_table_names = False


def among(values: Iterable[str]) -> Any:
    """What a column is compared with (``column.in_``) that has one of any number of texts: a
    statement has one place for all of them, so that a long list costs no more statements."""
    return SQL("(SELECT value FROM json_each(?))", [json.dumps([*values])])


def of_part(table: Any, round_id: bytes, organisation: str) -> Any:
    """The condition for a table's rows of one organisation's part in a round."""
    return (table.round == round_id) & (table.organisation == organisation)


def insert_each(table: type[Table], rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows with the table's defaults where a column is not there, within the caller's
    transaction."""
    for some in chunked(rows, AT_ONCE):
        table.insert_many(some).execute()


def insert_rows(table: type[Table], rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows of the same columns in this order, within the caller's transaction."""
    if rows:
        names, marks = ", ".join(rows[0]), ", ".join("?" * len(rows[0]))
        statement = f"INSERT INTO {table._meta.table_name} ({names}) VALUES ({marks})"  # noqa: S608
        insert_many(statement, [tuple(row.values()) for row in rows])
