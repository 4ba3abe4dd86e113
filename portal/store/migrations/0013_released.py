"""Scores of organisations, regions, types and the nation are released at the count."""

from __future__ import annotations

from typing import Any

STATEMENTS = (
    """
    CREATE TABLE released_score (
        id BLOB NOT NULL PRIMARY KEY,
        round BLOB NOT NULL,
        level TEXT NOT NULL,
        name TEXT NOT NULL,
        score TEXT NOT NULL,
        value INTEGER NOT NULL,
        "end" TEXT NOT NULL,
        step INTEGER NOT NULL,
        answers INTEGER NOT NULL,
        or_more INTEGER NOT NULL,
        FOREIGN KEY (round) REFERENCES round (id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX released_score_round ON released_score (round)",
)


def up(migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
