"""It is noted since when an address is known not to work, so that marks can be taken back."""

from __future__ import annotations

from typing import Any


def up(migrator: Any, db: Any) -> None:
    db.execute_sql("ALTER TABLE invitation ADD COLUMN marked TEXT")
