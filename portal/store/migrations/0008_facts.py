"""Facts leave the responses of rounds that are counted from now on: their shares have a table."""

from __future__ import annotations

from typing import Any

STATEMENTS = (
    """
    CREATE TABLE fact_share (
        id BLOB NOT NULL PRIMARY KEY,
        round BLOB NOT NULL,
        organisation TEXT,
        item TEXT NOT NULL,
        options TEXT NOT NULL,
        percent INTEGER NOT NULL,
        FOREIGN KEY (round) REFERENCES round (id),
        FOREIGN KEY (organisation) REFERENCES organisation (code)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX fact_share_round ON fact_share (round)",
)


def up(migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
