"""One count. What a round had come to at its closing stood twice: as the last row of ``tally``, and
turned on its side in ``turnout``. A round's custody had one choice, which nothing read."""

from __future__ import annotations

from typing import Any

STATEMENTS = ("DROP TABLE turnout", "ALTER TABLE round DROP COLUMN custody")


def up(migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
