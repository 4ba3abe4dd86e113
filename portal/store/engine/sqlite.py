"""SQLite: one file, one connection for each thread, durable commits.

Tables are STRICT (SQLite keeps the type that a column names) and, where a row id would tell the
order in which rows came, WITHOUT ROWID. ``secure_delete`` writes zeros over what is deleted.
"""

from __future__ import annotations

import logging
import stat
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from peewee import Model, OperationalError, SqliteDatabase, fn
from playhouse.migrations import Runner

from portal.errors import PortalError, SettingsError

db = SqliteDatabase(None)
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": 1,
    "busy_timeout": 20_000,
    "secure_delete": 1,
    "temp_store": "memory",
}
MIGRATIONS = Path(__file__).parents[1] / "migrations"
AT_MOST = 64 * 2**20
"""Bytes of a table's rows that are laid out again at one go: about a second, in which nobody
else can write, so that a disk ten times slower keeps within the busy timeout."""
PATIENCE = 2_000
"""Milliseconds for which others' writing may be held up by emptying the log."""
_COLUMNS = """
SELECT t.name, c.name FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c
WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY t.name, c.cid
"""
Unavailable = OperationalError
"""The database cannot do it at this moment: held by another, or its disk full."""


class Busy(PortalError):
    """Another process holds the database; the same step can be tried again."""


def init(path: Path, group: int | None = None) -> None:
    """Point the models at a file; connections open as threads need them. A new file, and SQLite's
    two beside it, which take on its mode, are the owner's alone, or the owner's and a group's.

    Raises ``SettingsError`` for a folder in which the two beside it would not be the group's.
    """
    logging.getLogger("peewee").setLevel(logging.INFO)  # its debug log holds every value
    path.parent.mkdir(parents=True, exist_ok=True)
    if group is not None:
        _refuse_unshared(path.parent, group)
    if not path.exists():
        path.touch(mode=0o600)
        if group is not None:
            path.chmod(0o660)  # its group is the folder's
    if not db.is_closed():
        db.close()
    db.init(str(path), pragmas=PRAGMAS)


def _refuse_unshared(folder: Path, group: int) -> None:
    status = folder.stat()
    if status.st_gid != group or not status.st_mode & stat.S_ISGID or not status.st_mode & 0o070:
        raise SettingsError(f"{folder} must belong to DATABASE_GROUP, with mode 2770.")


def upgrade() -> list[str]:
    """Apply the migrations that have not been; returns their names."""
    return [str(name) for name in Runner(db, str(MIGRATIONS)).up()]


def check_schema() -> None:
    """Raises ``SettingsError`` while a migration is outstanding."""
    outstanding = [m.name for m in Runner(db, str(MIGRATIONS)).status() if m.applied is None]
    if outstanding:
        raise SettingsError("The database is not up to date; run `flask db upgrade` first.")


def erase_traces(*tables: type[Model]) -> None:
    """Lay the rows that stay in these tables out again, and empty the write-ahead log, so that
    nothing that was deleted from them lies in either (``docs/decisions/0013-no-vacuum.md``).

    A table that holds more than ``AT_MOST`` of others' rows is left as it is. Raises ``Busy`` if
    another connection was in the way, or the disk is full; nothing is harmed by trying again.
    """
    execute("PRAGMA foreign_keys = OFF")  # rows go and come back as they were, in one transaction
    try:
        for table in tables:
            _lay_out_anew(table)
    except OperationalError as error:
        raise Busy(f"The database could not be cleared yet: {error}.") from error
    finally:
        execute("PRAGMA foreign_keys = ON")
    _empty_log()


def _lay_out_anew(table: type[Model]) -> None:
    """Free every page of the table and its indexes, which ``secure_delete`` fills with zeros, and
    write what was there into fresh ones.

    Deleting by itself leaves traces: a page that was split keeps, in the room it gained, copies of
    the rows that moved.
    """
    name, meta = table._meta.table_name, cast(Any, table)._meta
    key = ", ".join(field.column_name for field in meta.get_primary_keys())
    with writing():
        if _size(table) <= AT_MOST:
            for statement in (
                f"CREATE TEMP TABLE staying AS SELECT * FROM {name}",  # noqa: S608 - our own names
                f"DELETE FROM {name}",  # noqa: S608
                f"INSERT INTO {name} SELECT * FROM staying ORDER BY {key}",  # noqa: S608
                "DROP TABLE temp.staying",
            ):
                execute(statement)


def _size(table: type[Model]) -> int:
    """Bytes of what the rows hold."""
    columns = cast(Any, table)._meta.sorted_fields
    lengths = sum(fn.COALESCE(fn.LENGTH(column), 0) for column in columns)
    return int(table.select(fn.COALESCE(fn.SUM(lengths), 0)).scalar())


def _empty_log() -> None:
    """Most of it while others write. What is left needs them to pause: for a moment only, since
    they would wait as long as this waits for somebody who reads."""
    (patience,) = execute("PRAGMA busy_timeout").fetchone()
    execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    execute(f"PRAGMA busy_timeout = {min(patience, PATIENCE)}").fetchone()
    try:
        busy, _, _ = execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        execute(f"PRAGMA busy_timeout = {patience}").fetchone()
    if busy:
        raise Busy("The database was busy, so its log could not be emptied yet.")


def writing() -> Any:
    """One transaction that holds the only right to write from its first statement on, so that what
    it reads stays true until it commits. Inside another it is a part of that one."""
    return db.atomic("IMMEDIATE")


def execute(statement: str, *values: object) -> Any:
    """Run a statement that is written out; its values stand as question marks."""
    return cast(Any, db).execute_sql(statement, values)


def insert_many(statement: str, rows: Sequence[Any]) -> int:
    """Run a written-out statement once a row, within the caller's transaction; returns how many
    rows were written."""
    return int(cast(Any, db).connection().executemany(statement, rows).rowcount) if rows else 0


def columns() -> dict[str, list[str]]:
    """Every table of the running schema with its columns, in one statement."""
    tables = defaultdict[str, list[str]](list)
    rows = execute(_COLUMNS)
    for table, column in rows.fetchall():
        tables[table].append(column)
    return dict(tables)
