"""What is asked for while a round is open, which the worker writes into its manifest first."""

from __future__ import annotations

from typing import Any

STATEMENTS = (
    "ALTER TABLE round ADD COLUMN wanted_closes TEXT",
    "ALTER TABLE round ADD COLUMN joining TEXT NOT NULL DEFAULT ''",
)


def up(migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
