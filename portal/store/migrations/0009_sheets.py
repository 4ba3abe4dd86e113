"""Slips are made by the sheet, and can be voided by the sheet; those that are there belong to none.
A count tells how many links have ended, those of slips and those of people taken off the list."""

from __future__ import annotations

from typing import Any

STATEMENTS = (
    """
    CREATE TABLE sheet (
        mark BLOB NOT NULL PRIMARY KEY,
        round BLOB NOT NULL,
        organisation TEXT NOT NULL,
        number INTEGER NOT NULL,
        slips INTEGER NOT NULL,
        voided INTEGER NOT NULL,
        FOREIGN KEY (round) REFERENCES round (id),
        FOREIGN KEY (organisation) REFERENCES organisation (code)
    ) STRICT, WITHOUT ROWID
    """,
    "ALTER TABLE participation ADD COLUMN voided INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE tally ADD COLUMN voided INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE tally ADD COLUMN taken_off INTEGER NOT NULL DEFAULT 0",
    """
    UPDATE participation SET slips = (
        SELECT COUNT(*) FROM ticket WHERE ticket.round = participation.round
        AND ticket.organisation = participation.organisation AND ticket.origin = 'slip'
    )
    WHERE round IN (SELECT id FROM round WHERE state IN ('draft', 'scheduled', 'open'))
    """,
    "CREATE UNIQUE INDEX sheet_round_organisation_number ON sheet (round, organisation, number)",
)


def up(migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
