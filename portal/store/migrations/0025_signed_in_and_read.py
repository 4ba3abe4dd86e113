"""It is known on which day staff last signed in, and a PSW first opened a report."""

from __future__ import annotations

from typing import Any

STATEMENTS = (
    "ALTER TABLE staff ADD COLUMN last_sign_in TEXT",
    "ALTER TABLE participation ADD COLUMN read TEXT",
    # who has signed in before is not taken for somebody who never has
    """
    UPDATE staff SET last_sign_in = (
        SELECT SUBSTR(MAX(at), 1, 10) FROM audit
        WHERE who = staff.email AND did = 'signed in by a link')
    """,
)


def up(migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
