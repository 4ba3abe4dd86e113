"""What organisations wrote in their returns is put under themes by two people."""

from __future__ import annotations

from typing import Any

STATEMENTS = (
    """
    CREATE TABLE theme (
        id BLOB NOT NULL PRIMARY KEY,
        round BLOB NOT NULL,
        item TEXT NOT NULL,
        name TEXT NOT NULL,
        FOREIGN KEY (round) REFERENCES round (id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE UNIQUE INDEX theme_round_item_name ON theme (round, item, name)",
    """
    CREATE TABLE coding (
        round BLOB NOT NULL,
        item TEXT NOT NULL,
        organisation TEXT NOT NULL,
        coder TEXT NOT NULL,
        themes TEXT NOT NULL,
        PRIMARY KEY (round, item, organisation, coder),
        FOREIGN KEY (round) REFERENCES round (id),
        FOREIGN KEY (organisation) REFERENCES organisation (code)
    ) STRICT, WITHOUT ROWID
    """,
)


def up(migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
