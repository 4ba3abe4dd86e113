"""Here lie letters to invited people and to staff, their texts, and reminders that are asked for.

What sending one and reminding a whole round take is written out, since building such a query each
time costs more than running it.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from peewee import CompositeKey

from portal.calendar.london import london_day
from portal.store.db import (
    Bytes,
    Day,
    Moment,
    Number,
    Reference,
    Table,
    Text,
    execute,
    insert_many,
    writing,
)
from portal.store.organisations import Organisation
from portal.store.people import Invitation
from portal.store.rounds import Round
from portal.store.staff import Staff

SLICE = 2_000
"""So many invitations are reminded in one transaction."""
_CLAIM = "UPDATE {} SET state = 'sending', claimed = ? WHERE id = ? AND state = 'due'"
_DAY = "UPDATE outgoing SET day = ? WHERE id = ? AND kind NOT LIKE 'reminder%'"
"""The day is that on which a letter goes; a reminder's is everybody's, whether one goes or not."""
_DONE = (
    "UPDATE {} SET state = ?, attempts = 0, retry = NULL, claimed = NULL"
    " WHERE id = ? AND state = 'sending'"
)
_ABANDONED = """
UPDATE outgoing SET state = 'done', claimed = NULL
WHERE round = ? AND state = 'sending' AND claimed <= ? AND kind LIKE 'reminder%'
"""
_VOUCHES = """
SELECT s.name FROM staff AS s
WHERE s.organisation = {} AND s.role = 'psw' AND s.suspended = 0 AND s.name <> '' AND s.email <> {}
ORDER BY s.name LIMIT 1
"""
_LETTER = """
SELECT o.kind, i.id, i.email, i.name, i.stop_token, i.stopped, i.minted,
       i.withdrawn OR i.waiting OR i.undeliverable <> '', g.name, g.reply_to,
       COALESCE(({}), ''), g.code
FROM outgoing AS o
JOIN invitation AS i ON i.id = o.invitation
JOIN organisation AS g ON g.code = i.organisation
WHERE o.id = ?
"""
_FETCH = _LETTER.format(_VOUCHES.format("i.organisation", "i.email"))
_SPENT = "SELECT state <> 'unused' FROM ticket WHERE ticket = ?"
_TO_REMIND = """
SELECT i.id,
       i.stopped OR i.withdrawn OR i.waiting OR i.undeliverable <> '' OR EXISTS (
           SELECT 1 FROM outgoing AS o
           WHERE o.invitation = i.id AND (o.day > ? OR o.state = 'due'))
FROM invitation AS i
WHERE i.round = ? AND i.minted >= 0 AND i.id > ? AND (? IS NULL OR i.organisation = ?)
ORDER BY i.id LIMIT ?
"""
_REMIND = """
INSERT INTO outgoing (id, invitation, round, kind, state, attempts, day)
VALUES (?, ?, ?, ?, ?, 0, ?) ON CONFLICT DO NOTHING
"""
_REMINDED = """
SELECT round, MIN(latest) FROM (
    SELECT i.round AS round, COALESCE(MAX(o.day), '2000-01-01') AS latest
    FROM outgoing AS o JOIN invitation AS i ON i.id = o.invitation
    WHERE i.round IN ({}) AND i.organisation = ? GROUP BY i.id)
GROUP BY round
"""


class Outgoing(Table):
    """It is one letter to one person, sent or put in hand on a ``day``. ``state``: due, sending,
    done, refused (by the mail server); of reminders always done, whether the person had answered,
    it went out or it failed, so that the row tells nobody which. ``attempts`` failed so far and
    ``retry``, when to try again, are wiped at the end. ``claimed``: since when it has been
    *sending*; long ago means that nobody knows."""

    id = Bytes(primary_key=True)
    invitation = Reference(Invitation, column_name="invitation", index=False)
    invitation_id: bytes
    round = Reference(Round, column_name="round", index=False)
    round_id: bytes
    kind = Text()
    state = Text(default="due")
    attempts = Number(default=0)
    retry = Moment(null=True)
    claimed = Moment(null=True)
    day = Day(null=True)

    class Meta:
        dies = "closing"
        without_rowid = True
        indexes = ((("invitation", "kind"), True), (("round", "state", "retry"), False))


class Notice(Table):
    """It is a letter to a member of staff. ``about``: the id of the sign-in or round that it is
    about. ``state``: as of ``Outgoing``."""

    id = Bytes(primary_key=True)
    staff = Reference(Staff, column_name="staff", index=False)
    staff_id: bytes
    kind = Text()
    about = Bytes(null=True)
    state = Text(default="due")
    attempts = Number(default=0)
    retry = Moment(null=True)
    claimed = Moment(null=True)

    class Meta:
        dies = "never"
        without_rowid = True
        indexes = ((("staff", "kind", "about"), True), (("state",), False))


class Nudge(Table):
    """It is a reminder that one organisation has asked for, besides those of the round."""

    round = Reference(Round, column_name="round", index=False)
    round_id: bytes
    organisation = Reference(Organisation, column_name="organisation", index=False)
    organisation_id: str
    at = Moment()

    class Meta:
        dies = "never"
        primary_key = CompositeKey("round", "organisation", "at")
        without_rowid = True


class Wording(Table):
    """It is a letter's text in a round, where it is not our own; ``body`` is Markdown."""

    round = Reference(Round, column_name="round", index=False)
    round_id: bytes
    kind = Text()
    subject = Text()
    body = Text()

    class Meta:
        dies = "never"
        primary_key = CompositeKey("round", "kind")
        without_rowid = True


@dataclass(frozen=True, slots=True)
class Addressed:
    """It is a letter's kind and whom it goes to. ``barred``: no letter may go there now. ``psw``:
    the name of a principal social worker of the organisation, not the reader's own; ``employer``:
    the organisation's code."""

    kind: str
    invitation: bytes
    email: str
    name: str
    stop_token: bytes
    stopped: bool
    minted: int
    barred: bool
    organisation: str
    reply_to: str
    psw: str
    employer: str


def claim(table: str, letter_id: bytes, now: datetime, before: bytes | None = None) -> bool:
    """Say whether a letter of this table was due, and is ours now. ``before``: the one that has
    come to its end, noted in the same transaction, since a commit is what a letter costs most."""
    with writing():
        if before is not None:
            done(table, before, "done")
        claimed = execute(_CLAIM.format(table), Moment().db_value(now), letter_id).rowcount
        if claimed and table == Outgoing._meta.table_name:
            execute(_DAY, london_day(now).isoformat(), letter_id)
        return bool(claimed)


def done(table: str, letter_id: bytes, state: str) -> None:
    """Note that a claimed letter has come to its end; what was noted on the way is wiped."""
    execute(_DONE.format(table), state, letter_id)


def end_abandoned_reminders(round_id: bytes, before: datetime) -> None:
    """End those that have been in somebody's hand since before this moment."""
    execute(_ABANDONED, round_id, Moment().db_value(before))


def fetch(letter_id: bytes) -> Addressed | None:
    row = execute(_FETCH, letter_id).fetchone()
    if row is None:
        return None
    kind, invitation, email, name, stop, stopped, minted, barred, *told = row
    return Addressed(
        kind, invitation, email, name, stop, bool(stopped), minted, bool(barred), *told
    )  # fmt: skip


def voucher(organisation: str) -> str:
    """Find the name of the principal social worker whom letters name; none where there is none."""
    row = execute(_VOUCHES.format("?", "?"), organisation, "").fetchone()
    return str(row[0]) if row else ""


def spent(ticket: bytes) -> bool:
    """Say whether this ticket lets nobody submit any more."""
    row = execute(_SPENT, ticket).fetchone()
    return row is None or bool(row[0])


def remind(
    round_id: bytes,
    organisation: str | None,
    kind: str,
    lately: date,
    today: date,
    after: bytes,
) -> tuple[int, bytes]:
    """Put a letter of this kind in hand for the next people with a link, of one organisation or of
    all. Returns how many they are, and after whom to go on.

    It is *done* from the first for those who may get none, and for those whose last letter is
    of after ``lately`` or has not gone out yet.
    """
    rows = execute(
        _TO_REMIND, lately.isoformat(), round_id, after, organisation, organisation, SLICE
    ).fetchall()
    day = today.isoformat()
    made = [
        (secrets.token_bytes(16), id, round_id, kind, "done" if skipped else "due", day)
        for id, skipped in rows
    ]
    insert_many(_REMIND, made)
    return len(rows), rows[-1][0] if rows else after


def reminded(round_ids: Collection[bytes], organisation: str) -> dict[bytes, date]:
    """Find the day of the oldest last letter of an organisation's people, by round; rounds in which
    there is none are left out."""
    marks = ", ".join("?" * len(round_ids))
    rows = execute(_REMINDED.format(marks), *round_ids, organisation).fetchall()
    return {bytes(round_id): date.fromisoformat(day) for round_id, day in rows}
