"""A round knows since when it is scheduled, and which letters to PSWs are switched off."""

from __future__ import annotations

from typing import Any


def up(migrator: Any, db: Any) -> None:
    db.execute_sql("ALTER TABLE round ADD COLUMN scheduled TEXT")
    db.execute_sql("ALTER TABLE round ADD COLUMN unsent TEXT NOT NULL DEFAULT ''")
