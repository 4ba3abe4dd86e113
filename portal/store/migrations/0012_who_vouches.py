"""Each letter looks up who vouches for it: the accounts of its organisation have an index."""

from __future__ import annotations

from typing import Any


def up(migrator: Any, db: Any) -> None:
    db.execute_sql("CREATE INDEX staff_organisation ON staff (organisation)")
