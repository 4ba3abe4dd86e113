"""The reports of a round may wait until an administrator publishes them."""

from __future__ import annotations

from typing import Any

COLUMNS = (
    "reports_wait INTEGER NOT NULL DEFAULT 0",
    "published TEXT",
    "published_by TEXT NOT NULL DEFAULT ''",
)


def up(migrator: Any, db: Any) -> None:
    for column in COLUMNS:
        db.execute_sql(f"ALTER TABLE round ADD COLUMN {column}")
