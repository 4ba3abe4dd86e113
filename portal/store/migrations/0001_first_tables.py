"""The first tables. STRICT and WITHOUT ROWID stand here by hand: a row id would tell the order in
which rows came."""

from __future__ import annotations

from typing import Any

STATEMENTS = (
    """
    CREATE TABLE audit (
        id INTEGER NOT NULL PRIMARY KEY,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        did TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE frozen (
        sha256 TEXT NOT NULL PRIMARY KEY,
        text TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE round (
        id BLOB NOT NULL PRIMARY KEY,
        code TEXT NOT NULL,
        title TEXT NOT NULL,
        series TEXT NOT NULL,
        state TEXT NOT NULL,
        request TEXT NOT NULL,
        questionnaire TEXT NOT NULL,
        opens TEXT NOT NULL,
        closes TEXT NOT NULL,
        retain_until TEXT NOT NULL,
        threshold INTEGER NOT NULL,
        custody TEXT NOT NULL,
        public_key BLOB,
        size INTEGER NOT NULL,
        problem TEXT NOT NULL,
        FOREIGN KEY (questionnaire) REFERENCES frozen (sha256)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE UNIQUE INDEX round_code ON round (code)
    """,
    """
    CREATE TABLE ballot (
        key BLOB NOT NULL PRIMARY KEY,
        round BLOB NOT NULL,
        sealed BLOB NOT NULL,
        FOREIGN KEY (round) REFERENCES round (id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE INDEX ballot_round ON ballot (round)
    """,
    """
    CREATE TABLE certificate (
        round BLOB NOT NULL PRIMARY KEY,
        counted TEXT NOT NULL,
        ballots INTEGER NOT NULL,
        responses INTEGER NOT NULL,
        withheld INTEGER NOT NULL,
        set_aside INTEGER NOT NULL,
        reason TEXT NOT NULL,
        questionnaire TEXT NOT NULL,
        keys_destroyed TEXT,
        FOREIGN KEY (round) REFERENCES round (id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE organisation (
        code TEXT NOT NULL PRIMARY KEY,
        name TEXT NOT NULL,
        type TEXT NOT NULL,
        region TEXT NOT NULL,
        domains TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE comment (
        id BLOB NOT NULL PRIMARY KEY,
        round BLOB NOT NULL,
        organisation TEXT,
        item TEXT NOT NULL,
        text TEXT NOT NULL,
        FOREIGN KEY (round) REFERENCES round (id),
        FOREIGN KEY (organisation) REFERENCES organisation (code)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE INDEX comment_round ON comment (round)
    """,
    """
    CREATE TABLE draft (
        id BLOB NOT NULL PRIMARY KEY,
        round BLOB NOT NULL,
        version INTEGER NOT NULL,
        body BLOB NOT NULL,
        FOREIGN KEY (round) REFERENCES round (id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE INDEX draft_round ON draft (round)
    """,
    """
    CREATE TABLE heartbeat (
        name TEXT NOT NULL PRIMARY KEY,
        at TEXT NOT NULL,
        keys TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE invitation (
        id BLOB NOT NULL PRIMARY KEY,
        round BLOB NOT NULL,
        organisation TEXT NOT NULL,
        email TEXT NOT NULL,
        name TEXT NOT NULL,
        stop_token BLOB NOT NULL,
        stopped INTEGER NOT NULL,
        issue INTEGER NOT NULL,
        minted INTEGER NOT NULL,
        FOREIGN KEY (round) REFERENCES round (id),
        FOREIGN KEY (organisation) REFERENCES organisation (code)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE UNIQUE INDEX invitation_stop_token ON invitation (stop_token)
    """,
    """
    CREATE UNIQUE INDEX invitation_round_email ON invitation (round, email)
    """,
    """
    CREATE INDEX invitation_round_minted ON invitation (round, minted)
    """,
    """
    CREATE TABLE outgoing (
        id BLOB NOT NULL PRIMARY KEY,
        invitation BLOB NOT NULL,
        round BLOB NOT NULL,
        kind TEXT NOT NULL,
        state TEXT NOT NULL,
        FOREIGN KEY (invitation) REFERENCES invitation (id),
        FOREIGN KEY (round) REFERENCES round (id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE UNIQUE INDEX outgoing_invitation_kind ON outgoing (invitation, kind)
    """,
    """
    CREATE INDEX outgoing_round_state ON outgoing (round, state)
    """,
    """
    CREATE TABLE participation (
        round BLOB NOT NULL,
        organisation TEXT NOT NULL,
        open_token BLOB,
        PRIMARY KEY (round, organisation),
        FOREIGN KEY (round) REFERENCES round (id),
        FOREIGN KEY (organisation) REFERENCES organisation (code)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE UNIQUE INDEX participation_open_token ON participation (open_token)
    """,
    """
    CREATE TABLE reminder (
        round BLOB NOT NULL,
        at TEXT NOT NULL,
        done INTEGER NOT NULL,
        PRIMARY KEY (round, at),
        FOREIGN KEY (round) REFERENCES round (id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE response (
        id BLOB NOT NULL PRIMARY KEY,
        round BLOB NOT NULL,
        organisation TEXT,
        answers TEXT NOT NULL,
        scores TEXT NOT NULL,
        FOREIGN KEY (round) REFERENCES round (id),
        FOREIGN KEY (organisation) REFERENCES organisation (code)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE INDEX response_round ON response (round)
    """,
    """
    CREATE TABLE ticket (
        ticket BLOB NOT NULL PRIMARY KEY,
        round BLOB NOT NULL,
        organisation TEXT NOT NULL,
        origin TEXT NOT NULL,
        state TEXT NOT NULL,
        FOREIGN KEY (round) REFERENCES round (id),
        FOREIGN KEY (organisation) REFERENCES organisation (code)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE INDEX ticket_round_organisation_state ON ticket (round, organisation, state)
    """,
    """
    CREATE TABLE turnout (
        round BLOB NOT NULL,
        organisation TEXT NOT NULL,
        origin TEXT NOT NULL,
        invited INTEGER NOT NULL,
        submitted INTEGER NOT NULL,
        PRIMARY KEY (round, organisation, origin),
        FOREIGN KEY (round) REFERENCES round (id),
        FOREIGN KEY (organisation) REFERENCES organisation (code)
    ) STRICT, WITHOUT ROWID
    """,
)


def up(migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
