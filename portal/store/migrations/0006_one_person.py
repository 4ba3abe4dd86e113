"""Entries of a list that came of one another by correction are known to be one person's, so that
they bring one answer to an invitation. Those that are there are taken for different people's."""

from __future__ import annotations

from typing import Any

STATEMENTS = (
    "ALTER TABLE invitation ADD COLUMN person BLOB NOT NULL DEFAULT x''",
    "UPDATE invitation SET person = id",
    "CREATE INDEX invitation_person ON invitation (person)",
)


def up(migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
