"""What the database is asked on an errand, and what that costs it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from portal.store.db import db

GROWING = ("ticket", "draft", "ballot", "invitation", "outgoing", "response", "comment")
"""Tables with a row, or several, for each person."""
_EXPLAINED = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH)\b")
_GROWING = re.compile(rf"\b({'|'.join(GROWING)})\b")


@dataclass(frozen=True, slots=True)
class Statement:
    """``plan``: SQLite's own words for each table that it goes through."""

    sql: str
    plan: tuple[str, ...]

    @property
    def grows(self) -> bool:
        """Whether it names one of the tables that grow, by whatever alias its plan does."""
        return bool(_GROWING.search(self.sql))


@dataclass
class Errand:
    """``steps``: SQLite's virtual machine is asked every so often whether to go on; how often that
    was. Unlike time it is the same on every run, and it grows with every row looked at. ``page``
    is what came back."""

    name: str
    statements: list[Statement] = field(default_factory=list)
    steps: int = 0
    page: str = ""

    @property
    def sqls(self) -> list[str]:
        return [statement.sql for statement in self.statements]


@contextmanager
def errand(name: str) -> Iterator[Errand]:
    """Note every statement until the block ends; then have each explained."""
    noted, asked = Errand(name), list[tuple[str, Any]]()
    execute, connection = db.execute_sql, db.connection()

    def noting(sql: str, params: Any = None) -> Any:
        asked.append((sql, params or ()))
        return execute(sql, params)

    def step() -> int:
        noted.steps += 1
        return 0

    connection.set_progress_handler(step, 1)
    try:
        with patch.object(db, "execute_sql", noting):
            yield noted
    finally:
        connection.set_progress_handler(None, 1)
    noted.statements = [Statement(sql, _plan(sql, params)) for sql, params in asked]


def scans(errands: Iterable[Errand]) -> list[str]:
    """Every statement that goes through a whole table that grows, after the errand's name."""
    return [
        f"{each.name}: {line}: {statement.sql}"
        for each in errands
        for statement in each.statements
        for line in statement.plan
        if line.startswith("SCAN") and statement.grows
    ]


def dearer(before: Iterable[Errand], after: Iterable[Errand]) -> list[str]:
    """Errands that take more than twice the steps of the same ones before, with how many: with a
    hundred times the rows, one that looks at each takes a hundred times the steps."""
    pairs = zip(before, after, strict=True)
    return [f"{late.name}: {late.steps}" for early, late in pairs if late.steps > 2 * early.steps]


def _plan(sql: str, params: Any) -> tuple[str, ...]:
    if not _EXPLAINED.match(sql):
        return ()
    rows = db.connection().execute(f"EXPLAIN QUERY PLAN {sql}", params)
    return tuple(str(row[3]) for row in rows)
