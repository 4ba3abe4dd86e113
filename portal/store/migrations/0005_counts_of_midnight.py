"""Counts of the last midnight, and in fives. What was counted every hour is rounded as it would be
now: nothing finer stays of any day. The numbers of ballots leave the certificate, since they less
the organisations that are shown were the ones that are not. Returns, with one link to each
organisation, are no secret and are left as they are."""

from __future__ import annotations

from typing import Any

STATEMENTS = (
    """
    CREATE TEMP TABLE last_count AS SELECT t.round, MAX(t.day) AS day
    FROM tally AS t JOIN round AS r ON r.id = t.round
    WHERE r.state NOT IN ('draft', 'scheduled', 'open') GROUP BY t.round
    """,
    """
    UPDATE tally SET by_letter = 0 WHERE by_letter < 10 AND invited >= 10
    AND (round, day) IN (SELECT round, day FROM last_count)
    """,
    """
    UPDATE tally SET by_slip = by_slip / 5 * 5, by_open_link = by_open_link / 5 * 5
    WHERE (round, day) NOT IN (SELECT round, day FROM last_count)
    """,
    """
    UPDATE tally SET by_letter = by_letter / 5 * 5
    WHERE invited - undeliverable BETWEEN 10 AND 99
    AND (round, day) NOT IN (SELECT round, day FROM last_count)
    """,
    "DROP TABLE temp.last_count",
    "ALTER TABLE certificate ADD COLUMN kept INTEGER NOT NULL DEFAULT 0",
    "UPDATE certificate SET kept = responses > 0",
    "ALTER TABLE certificate DROP COLUMN ballots",
    "ALTER TABLE certificate DROP COLUMN responses",
    "ALTER TABLE certificate DROP COLUMN withheld",
)


def up(migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
