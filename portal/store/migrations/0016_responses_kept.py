"""A round keeps single responses only if it was planned to; those that were there before do."""

from __future__ import annotations

from typing import Any


def up(migrator: Any, db: Any) -> None:
    db.execute_sql("ALTER TABLE round ADD COLUMN responses_kept INTEGER NOT NULL DEFAULT 0")
    db.execute_sql("UPDATE round SET responses_kept = 1")
