"""Organisations plan what they do about their results, and say so to their staff."""

from __future__ import annotations

from typing import Any

STATEMENTS = (
    """
    CREATE TABLE action (
        id BLOB NOT NULL PRIMARY KEY,
        round BLOB NOT NULL,
        organisation TEXT NOT NULL,
        finding TEXT NOT NULL,
        action TEXT NOT NULL,
        owner TEXT NOT NULL,
        due TEXT,
        progress TEXT NOT NULL,
        note TEXT NOT NULL,
        shown INTEGER NOT NULL,
        about TEXT NOT NULL,
        measure TEXT NOT NULL,
        figure TEXT NOT NULL,
        moved TEXT NOT NULL,
        reminded INTEGER NOT NULL,
        told TEXT,
        FOREIGN KEY (round) REFERENCES round (id),
        FOREIGN KEY (organisation) REFERENCES organisation (code)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX action_organisation_round ON action (organisation, round)",
    """
    CREATE TABLE said (
        round BLOB NOT NULL,
        organisation TEXT NOT NULL,
        token BLOB NOT NULL,
        opening TEXT NOT NULL,
        published TEXT,
        body TEXT NOT NULL,
        PRIMARY KEY (round, organisation),
        FOREIGN KEY (round) REFERENCES round (id),
        FOREIGN KEY (organisation) REFERENCES organisation (code)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE UNIQUE INDEX said_token ON said (token)",
)


def up(migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
