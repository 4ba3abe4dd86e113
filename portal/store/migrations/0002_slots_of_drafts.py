"""A place for every draft. SQLite adds no column that is unique and never empty, so the table is
made again; the places of drafts that are there already cannot be derived here, and are random."""

from __future__ import annotations

from typing import Any

STATEMENTS = (
    """
    CREATE TABLE draft_with_slot (
        id BLOB NOT NULL PRIMARY KEY,
        round BLOB NOT NULL,
        slot BLOB NOT NULL,
        version INTEGER NOT NULL,
        body BLOB NOT NULL,
        FOREIGN KEY (round) REFERENCES round (id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    INSERT INTO draft_with_slot (id, round, slot, version, body)
    SELECT id, round, randomblob(16), version, body FROM draft
    """,
    """
    DROP TABLE draft
    """,
    """
    ALTER TABLE draft_with_slot RENAME TO draft
    """,
    """
    CREATE INDEX draft_round ON draft (round)
    """,
    """
    CREATE UNIQUE INDEX draft_slot ON draft (slot)
    """,
)


def up(migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
