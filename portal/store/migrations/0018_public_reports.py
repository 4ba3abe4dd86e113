"""The national report of a round may be made public."""

from __future__ import annotations

from typing import Any


def up(migrator: Any, db: Any) -> None:
    db.execute_sql(
        """
        CREATE TABLE public_report (
            round BLOB NOT NULL PRIMARY KEY,
            made TEXT NOT NULL,
            page TEXT NOT NULL,
            FOREIGN KEY (round) REFERENCES round (id)
        ) STRICT, WITHOUT ROWID
        """
    )
