"""What a copy of the installation's folder shows: rows with all their columns, and where in the
files, their write-ahead log included, each of them lies."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

Row: TypeAlias = Mapping[str, Any]
NAME = "portal.sqlite"
TABLES = ("round", "invitation", "ticket", "draft", "ballot", "response", "comment")
FREE_PAGES = slice(36, 40)
"""Where the header of a database file counts its free pages (SQLite's file format, 1.3)."""
PAGE, WAL_HEADER, FRAME_HEADER = 4096, 32, 24


@dataclass(frozen=True)
class Snapshot:
    """``files``: the database, its -wal and its -shm, by name."""

    files: Mapping[str, bytes]
    tables: Mapping[str, list[Row]]

    @classmethod
    def of(cls, folder: Path) -> Snapshot:
        files = {file.name: file.read_bytes() for file in folder.glob(f"{NAME}*")}
        return cls(files, _tables(files))

    @property
    def database(self) -> bytes:
        return self.files[NAME]

    @property
    def wal(self) -> bytes:
        return self.files.get(f"{NAME}-wal", b"")

    def sizes(self) -> dict[str, int]:
        return {
            "database's size": len(self.database),
            "wal's size": len(self.wal),
            "free pages": int.from_bytes(self.database[FREE_PAGES], "big"),
        }

    def places(self, what: str, needle: bytes) -> dict[str, Any]:
        """Where these bytes lie, in the file alone and together with its log."""
        both = self.wal + self.database
        return {
            f"{what}: first place": both.find(needle),
            f"{what}: last place": both.rfind(needle),
            f"{what}: place in the file": self.database.find(needle),
            f"{what}: last place in the file": self.database.rfind(needle),
            f"{what}: times in the wal": self.wal.count(needle),
        }

    def cells(self, needles: Iterable[bytes]) -> dict[bytes, int]:
        """How far from its end each of these lies on the page that holds most of them: SQLite
        fills pages from the end, so whatever the order of keys, that is the order of writing."""
        wanted = list(needles)
        fullest = max(self._pages(), key=lambda page: sum(needle in page for needle in wanted))
        return {needle: PAGE - fullest.find(needle) for needle in wanted if needle in fullest}

    def _pages(self) -> Iterator[bytes]:
        for start in range(WAL_HEADER + FRAME_HEADER, len(self.wal), FRAME_HEADER + PAGE):
            yield self.wal[start : start + PAGE]
        for start in range(0, len(self.database), PAGE):
            yield self.database[start : start + PAGE]


def _tables(files: Mapping[str, bytes]) -> dict[str, list[Row]]:
    with tempfile.TemporaryDirectory() as copy:
        for name, data in files.items():
            if not name.endswith("-shm"):
                (Path(copy) / name).write_bytes(data)
        address = f"file:{Path(copy) / NAME}?mode=ro"  # read only: it is not to checkpoint
        with closing(sqlite3.connect(address, uri=True)) as database:
            database.row_factory = sqlite3.Row
            return {table: _rows(database, table) for table in TABLES}


def _rows(database: sqlite3.Connection, table: str) -> list[Row]:
    """Every column there is, with the row id and the order in which the rows come."""
    try:
        found = database.execute(f"SELECT rowid AS rowid, * FROM {table}").fetchall()
    except sqlite3.OperationalError:
        found = database.execute(f"SELECT * FROM {table}").fetchall()
    return [{**dict(row), "order": number} for number, row in enumerate(found)]
