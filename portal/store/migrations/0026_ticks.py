"""Principal social workers tick off what they have prepared."""

from __future__ import annotations

from typing import Any


def up(migrator: Any, db: Any) -> None:
    db.execute_sql("""
    CREATE TABLE tick (
        round BLOB NOT NULL,
        organisation TEXT NOT NULL,
        item TEXT NOT NULL,
        PRIMARY KEY (round, organisation, item),
        FOREIGN KEY (round) REFERENCES round (id),
        FOREIGN KEY (organisation) REFERENCES organisation (code)
    ) STRICT, WITHOUT ROWID
    """)
