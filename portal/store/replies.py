"""What respondents leave while a round is open. No column joins one table to another, or any of
them to a person; no row has a time. All of it dies at the count (drafts: at closing)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from peewee import ForeignKeyField, IntegerField, TextField

from portal.store.db import Bytes, Table, db
from portal.store.people import Organisation
from portal.store.rounds import Round


class Ticket(Table):
    """The right to submit once. ``origin``: invitation, slip, open. ``state``: unused, spent,
    void. Spent tickets are never removed before the count."""

    ticket = Bytes(primary_key=True)
    round = ForeignKeyField(Round, column_name="round", index=False)
    round_id: bytes
    organisation = ForeignKeyField(Organisation, column_name="organisation", index=False)
    organisation_id: str
    origin = TextField()
    state = TextField(default="unused")

    class Meta:
        without_rowid = True
        indexes = ((("round", "organisation", "state"), False),)


class Draft(Table):
    """Answers in progress, readable only with the person's code and the round's draft secret.

    ``slot``: its place among the few of a link, to which it leads only with that secret.
    """

    id = Bytes(primary_key=True)
    round = ForeignKeyField(Round, column_name="round")
    round_id: bytes
    slot = Bytes(unique=True)
    version = IntegerField(default=1)
    body = Bytes()

    class Meta:
        without_rowid = True


def slots_taken(among: Sequence[bytes]) -> set[bytes]:
    """Those that a draft has. The statement is written out, since building one of hundreds of
    values costs five times what running it does."""
    marks = ",".join("?" * len(among))
    statement = f"SELECT slot FROM draft WHERE slot IN ({marks})"  # noqa: S608 - question marks
    return {bytes(slot) for (slot,) in cast(Any, db).execute_sql(statement, among).fetchall()}


class Ballot(Table):
    """Submitted answers, sealed with the round's public key, under a random key."""

    key = Bytes(primary_key=True)
    round = ForeignKeyField(Round, column_name="round")
    round_id: bytes
    sealed = Bytes()

    class Meta:
        without_rowid = True
