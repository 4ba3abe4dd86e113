"""What the staff site needs: people and their sessions, letters' texts, counts by day, and how far
delivery has come. STRICT and WITHOUT ROWID stand here by hand."""

from __future__ import annotations

from typing import Any

STATEMENTS = (
    "ALTER TABLE round ADD COLUMN aside INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE round ADD COLUMN aside_reason TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE round ADD COLUMN aside_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE round ADD COLUMN aside_with TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE round ADD COLUMN planned_opens TEXT",
    "ALTER TABLE round ADD COLUMN planned_closes TEXT",
    "ALTER TABLE turnout ADD COLUMN lost INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE organisation ADD COLUMN reply_to TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE participation ADD COLUMN slips INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE invitation ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE invitation ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE invitation ADD COLUMN undeliverable TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX invitation_round_organisation_waiting_withdrawn"
    " ON invitation (round, organisation, waiting, withdrawn)",
    "CREATE INDEX invitation_wanting ON invitation (round) WHERE minted < issue",
    "DROP INDEX invitation_round_email",
    "CREATE UNIQUE INDEX invitation_round_email_organisation"
    " ON invitation (round, email, organisation)",
    "CREATE UNIQUE INDEX invitation_active ON invitation (round, email)"
    " WHERE waiting = 0 AND withdrawn = 0",
    "ALTER TABLE outgoing ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE outgoing ADD COLUMN retry TEXT",
    "ALTER TABLE outgoing ADD COLUMN claimed TEXT",
    "ALTER TABLE outgoing ADD COLUMN day TEXT",
    "DROP INDEX outgoing_round_state",
    "CREATE INDEX outgoing_round_state_retry ON outgoing (round, state, retry)",
    """
    CREATE TABLE nudge (
        round BLOB NOT NULL,
        organisation TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (round, organisation, at),
        FOREIGN KEY (round) REFERENCES round (id),
        FOREIGN KEY (organisation) REFERENCES organisation (code)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE withdrawn_link (
        token BLOB NOT NULL PRIMARY KEY,
        round BLOB NOT NULL,
        organisation TEXT NOT NULL,
        FOREIGN KEY (round) REFERENCES round (id),
        FOREIGN KEY (organisation) REFERENCES organisation (code)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX withdrawn_link_round_organisation ON withdrawn_link (round, organisation)",
    """
    CREATE TABLE wording (
        round BLOB NOT NULL,
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (round, kind),
        FOREIGN KEY (round) REFERENCES round (id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE tally (
        round BLOB NOT NULL,
        organisation TEXT NOT NULL,
        day TEXT NOT NULL,
        invited INTEGER NOT NULL,
        slips INTEGER NOT NULL,
        open_link INTEGER NOT NULL,
        sent INTEGER NOT NULL,
        undeliverable INTEGER NOT NULL,
        by_letter INTEGER NOT NULL,
        by_slip INTEGER NOT NULL,
        by_open_link INTEGER NOT NULL,
        PRIMARY KEY (round, organisation, day),
        FOREIGN KEY (round) REFERENCES round (id),
        FOREIGN KEY (organisation) REFERENCES organisation (code)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE return_progress (
        round BLOB NOT NULL,
        organisation TEXT NOT NULL,
        pages TEXT NOT NULL,
        PRIMARY KEY (round, organisation),
        FOREIGN KEY (round) REFERENCES round (id),
        FOREIGN KEY (organisation) REFERENCES organisation (code)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE shelf (
        id TEXT NOT NULL,
        version TEXT NOT NULL,
        title TEXT NOT NULL,
        questionnaire TEXT NOT NULL,
        PRIMARY KEY (id, version),
        FOREIGN KEY (questionnaire) REFERENCES frozen (sha256)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE staff (
        id BLOB NOT NULL PRIMARY KEY,
        email TEXT NOT NULL,
        name TEXT NOT NULL,
        role TEXT NOT NULL,
        organisation TEXT,
        suspended INTEGER NOT NULL,
        authenticator BLOB,
        last_code INTEGER NOT NULL,
        wrong INTEGER NOT NULL,
        wrong_since TEXT,
        failed INTEGER NOT NULL,
        failed_since TEXT,
        FOREIGN KEY (organisation) REFERENCES organisation (code)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE UNIQUE INDEX staff_email ON staff (email)",
    """
    CREATE TABLE recovery (
        hash BLOB NOT NULL PRIMARY KEY,
        staff BLOB NOT NULL,
        FOREIGN KEY (staff) REFERENCES staff (id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE sign_in (
        id BLOB NOT NULL PRIMARY KEY,
        staff BLOB NOT NULL,
        browser BLOB,
        device BLOB,
        token BLOB,
        asked TEXT NOT NULL,
        used INTEGER NOT NULL,
        FOREIGN KEY (staff) REFERENCES staff (id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE UNIQUE INDEX sign_in_token ON sign_in (token)",
    """
    CREATE TABLE staff_session (
        id BLOB NOT NULL PRIMARY KEY,
        staff BLOB NOT NULL,
        proven INTEGER NOT NULL,
        began TEXT NOT NULL,
        seen TEXT NOT NULL,
        FOREIGN KEY (staff) REFERENCES staff (id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE notice (
        id BLOB NOT NULL PRIMARY KEY,
        staff BLOB NOT NULL,
        kind TEXT NOT NULL,
        about BLOB,
        state TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        retry TEXT,
        claimed TEXT,
        FOREIGN KEY (staff) REFERENCES staff (id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE UNIQUE INDEX notice_staff_kind_about ON notice (staff, kind, about)",
    "CREATE INDEX notice_state ON notice (state)",
    """
    CREATE TABLE upload (
        id BLOB NOT NULL PRIMARY KEY,
        staff BLOB NOT NULL,
        purpose TEXT NOT NULL,
        at TEXT NOT NULL,
        confirmed INTEGER NOT NULL,
        body BLOB NOT NULL,
        FOREIGN KEY (staff) REFERENCES staff (id)
    ) STRICT, WITHOUT ROWID
    """,
)


def up(migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
