"""Comments are read by two administrators and published."""

from __future__ import annotations

from typing import Any

STATEMENTS = (
    """
    CREATE TABLE reading (
        comment BLOB NOT NULL PRIMARY KEY,
        round BLOB NOT NULL,
        state TEXT NOT NULL,
        removed TEXT NOT NULL,
        withheld TEXT NOT NULL,
        note TEXT NOT NULL,
        reader BLOB NOT NULL,
        second BLOB,
        FOREIGN KEY (comment) REFERENCES comment (id),
        FOREIGN KEY (round) REFERENCES round (id),
        FOREIGN KEY (reader) REFERENCES staff (id),
        FOREIGN KEY (second) REFERENCES staff (id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX reading_round ON reading (round)",
    """
    CREATE TABLE published_comment (
        id BLOB NOT NULL PRIMARY KEY,
        round BLOB NOT NULL,
        organisation TEXT NOT NULL,
        item TEXT NOT NULL,
        text TEXT NOT NULL,
        FOREIGN KEY (round) REFERENCES round (id),
        FOREIGN KEY (organisation) REFERENCES organisation (code)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX published_comment_round_organisation ON published_comment (round, organisation)",
)


def up(migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
