"""Released scores become released cells, an organisation's in two rows."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

STATEMENTS = (
    """
    CREATE TABLE released (
        id BLOB NOT NULL PRIMARY KEY,
        round BLOB NOT NULL,
        level TEXT NOT NULL,
        name TEXT NOT NULL,
        chapter TEXT NOT NULL,
        cells TEXT NOT NULL,
        FOREIGN KEY (round) REFERENCES round (id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX released_round_level_name ON released (round, level, name)",
)
INSERT = "INSERT INTO released (id, round, level, name, chapter, cells) VALUES (?, ?, ?, ?, ?, ?)"
SCORES = (
    'SELECT id, round, level, name, score, value, "end", step, answers, or_more FROM released_score'
)


def up(migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
    groups = defaultdict[tuple[bytes, str, str], list[tuple[bytes, list[object]]]](list)
    for id, round_, level, name, score, value, end, step, answers, or_more in db.execute_sql(
        SCORES
    ).fetchall():
        cell = ["", "", score, "score", "", value, end, step, answers, answers, or_more]
        groups[round_, level, name].append((id, cell))
    for (round_, level, name), cells in groups.items():
        text = json.dumps([cell for _, cell in cells], separators=(",", ":"))
        db.execute_sql(INSERT, (cells[0][0], round_, level, name, "scores", text))
    db.execute_sql("DROP TABLE released_score")
