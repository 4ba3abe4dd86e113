"""The door to the database: kinds of columns, what every table is, and how to read and write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from peewee import BlobField, Model, TextField

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
    tables,
    upgrade,
    writing,
)

__all__ = [
    "Busy",
    "Bytes",
    "Day",
    "Moment",
    "Table",
    "Unavailable",
    "check_schema",
    "columns",
    "db",
    "erase_traces",
    "execute",
    "init",
    "insert_many",
    "insert_rows",
    "moment",
    "of_part",
    "tables",
    "upgrade",
    "writing",
]


def moment(text: str) -> datetime:
    """An aware UTC moment from its text in the database."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class Moment(TextField):
    """An aware UTC moment, to the second, as ISO 8601 text (which sorts as time does)."""

    def db_value(self, value: datetime | None) -> str | None:
        if value is None:
            return None
        return value.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()

    def python_value(self, value: str | None) -> datetime | None:
        return moment(value) if value else None


class Day(TextField):
    """A calendar day as ISO 8601 text."""

    def db_value(self, value: date | None) -> str | None:
        return value.isoformat() if value else None

    def python_value(self, value: str | None) -> date | None:
        return date.fromisoformat(value) if value else None


class Bytes(BlobField):
    """Bytes in, bytes out (SQLite's driver would hand a memoryview to some callers)."""

    def python_value(self, value: Any) -> bytes | None:
        return None if value is None else bytes(value)


class Table(Model):
    class Meta:
        database = db
        strict_tables = True
        legacy_table_names = False


def of_part(table: Any, round_id: bytes, organisation: str) -> Any:
    """The condition for a table's rows of one organisation's part in a round."""
    return (table.round == round_id) & (table.organisation == organisation)


def insert_rows(table: type[Table], rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows of the same columns in this order, within the caller's transaction."""
    if rows:
        names, marks = ", ".join(rows[0]), ", ".join("?" * len(rows[0]))
        statement = f"INSERT INTO {table._meta.table_name} ({names}) VALUES ({marks})"  # noqa: S608
        insert_many(statement, [tuple(row.values()) for row in rows])
