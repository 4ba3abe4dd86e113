"""What an administrator decided about an address that waited, and when, stays with it; and an entry
whose address was corrected is known to have been replaced. Of two entries of one person of which
one gets letters, the other is taken to have been replaced."""

from __future__ import annotations

from typing import Any

STATEMENTS = (
    "ALTER TABLE invitation ADD COLUMN decided TEXT",
    "ALTER TABLE invitation ADD COLUMN reason TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE invitation ADD COLUMN replaced INTEGER NOT NULL DEFAULT 0",
    "UPDATE invitation SET replaced = 1 WHERE withdrawn = 1 AND person IN"
    " (SELECT person FROM invitation WHERE withdrawn = 0)",
)


def up(migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
