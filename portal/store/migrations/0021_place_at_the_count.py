"""A counted round keeps what type and region its organisations had."""

from __future__ import annotations

from typing import Any


def up(migrator: Any, db: Any) -> None:
    for column in ("type", "region"):
        db.execute_sql(f"ALTER TABLE participation ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
