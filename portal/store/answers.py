"""What respondents leave while a round is open. No column joins one table to another, or any of
them to a person; no row has a time. All of it dies at the count (drafts: at closing)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.calendar.state import State
from portal.store.db import Bytes, Number, Reference, Table, Text, execute, insert_many, moment
from portal.store.organisations import Organisation
from portal.store.people import Row
from portal.store.rounds import Round

_TICKET = "INSERT INTO ticket (ticket, round, organisation, origin, state) VALUES (?, ?, ?, ?, ?)"
_SITTING = """
SELECT r.id, r.code, r.title, r.state, r.opens, r.closes, r.questionnaire, r.size, r.public_key,
       r.threshold, r.responses_kept, d.version, d.body
FROM round AS r LEFT JOIN draft AS d ON d.id = ? AND d.round = r.id
WHERE r.code = ?
"""
_REPLACE = "UPDATE draft SET version = ?, body = ? WHERE id = ? AND version = ?"


class Ticket(Table):
    """The right to submit once. ``origin``: invitation, again (of somebody whose earlier link was
    used), slip, open. ``state``: unused, spent, void. Spent tickets are never removed before the
    count."""

    ticket = Bytes(primary_key=True)
    round = Reference(Round, column_name="round", index=False)
    round_id: bytes
    organisation = Reference(Organisation, column_name="organisation", index=False)
    organisation_id: str
    origin = Text()
    state = Text(default="unused")

    class Meta:
        dies = "count"
        without_rowid = True
        indexes = ((("round", "organisation", "state"), False),)


class Draft(Table):
    """Answers in progress, readable only with the person's code and the round's draft secret.

    ``slot``: its place among the few of a link, to which it leads only with that secret.
    """

    id = Bytes(primary_key=True)
    round = Reference(Round, column_name="round")
    round_id: bytes
    slot = Bytes(unique=True)
    version = Number(default=1)
    body = Bytes()

    class Meta:
        dies = "closing"
        without_rowid = True


def slots_taken(among: Sequence[bytes]) -> set[bytes]:
    """Those that a draft has. The statement is written out, since building one of hundreds of
    values costs five times what running it does."""
    marks = ",".join("?" * len(among))
    statement = f"SELECT slot FROM draft WHERE slot IN ({marks})"  # noqa: S608 - question marks
    return {bytes(slot) for (slot,) in execute(statement, *among).fetchall()}


def drafts_in(among: Sequence[bytes]) -> list[tuple[bytes, bytes, int]]:
    """The drafts in these slots: slot, id and version."""
    marks = ",".join("?" * len(among))
    statement = f"SELECT slot, id, version FROM draft WHERE slot IN ({marks})"  # noqa: S608 - marks
    return [
        (bytes(slot), bytes(id_), int(version))
        for slot, id_, version in execute(statement, *among).fetchall()
    ]


class Ballot(Table):
    """Submitted answers, sealed with the round's public key, under a random key."""

    key = Bytes(primary_key=True)
    round = Reference(Round, column_name="round")
    round_id: bytes
    sealed = Bytes()

    class Meta:
        dies = "count"
        without_rowid = True


def add_tickets(rows: Sequence[Row]) -> None:
    insert_many(_TICKET, rows)


@dataclass(frozen=True, slots=True)
class RoundNow:
    """A round as it stands; ``questionnaire_id`` is the SHA-256 of its text."""

    id: bytes
    code: str
    title: str
    state: State
    opens: datetime
    closes: datetime
    questionnaire_id: str
    size: int
    public_key: bytes
    threshold: int
    responses_kept: int


@dataclass(frozen=True, slots=True)
class DraftNow:
    version: int
    body: bytes


def sitting(round_code: str, draft_id: bytes) -> tuple[RoundNow, DraftNow | None] | None:
    """A round by its code, with a draft of it if there is one."""
    row = execute(_SITTING, draft_id, round_code).fetchone()
    if row is None:
        return None
    round_id, code, title, state, opens, closes, *fixed, version, body = row
    days = moment(opens), moment(closes)
    round_now = RoundNow(round_id, code, title, State(state), *days, *fixed)
    return round_now, None if version is None else DraftNow(version, body)


def replace_draft(draft_id: bytes, before: int, version: int, body: bytes) -> bool:
    """Say whether the draft was still in the version ``before``, and is in the new one now."""
    return bool(execute(_REPLACE, version, body, draft_id, before).rowcount)


def put_ballot(key: bytes, round_id: bytes, sealed: bytes) -> None:
    """Put a sealed ballot in, in the place of one under the same key."""
    row = {"key": key, "round": round_id, "sealed": sealed}
    Ballot.insert(row).on_conflict_replace().execute()
