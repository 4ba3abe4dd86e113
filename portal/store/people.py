"""Whom organisations invite. All of it dies at closing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

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
)
from portal.store.organisations import Organisation
from portal.store.rounds import Round

_VOID = "SELECT 1 FROM sheet WHERE mark = ? AND voided = 1"
Row: TypeAlias = tuple[object, ...]
"""Values in the order of a statement's columns."""
REACHABLE: Mapping[str, str | None] = {"undeliverable": "", "marked": None}
"""An address has these values that letters reach, or may: it is given another chance."""
_INVITE = """
INSERT INTO invitation (id, round, organisation, email, name, stop_token, person, waiting,
                        stopped, issue, minted, withdrawn, undeliverable)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, -1, 0, '') ON CONFLICT DO NOTHING
"""


class Invitation(Table):
    """``issue``: the number of the link that is to be valid; ``minted``: of the one that is (-1:
    none yet). ``id`` is random and leads to a ticket only together with the link key.
    ``waiting``: outside the organisation's mail domains, or invited by another organisation, until
    an administrator lets it be.
    ``withdrawn``: left or moved. ``undeliverable``: why letters cannot reach the address,
    and since when that is known (``marked``).
    ``person``: the id of the first of those entries that came of one another by correction;
    ``replaced``: another one of these has taken its place.
    ``decided``: the day on which an administrator let the address in or, with ``reason``, turned it
    away (then it is withdrawn and still waiting)."""

    id = Bytes(primary_key=True)
    round = Reference(Round, column_name="round", index=False)
    round_id: bytes
    organisation = Reference(Organisation, column_name="organisation", index=False)
    organisation_id: str
    email = Text()
    name = Text(default="")
    stop_token = Bytes(unique=True)
    person = Bytes(index=True)
    stopped = Number(default=0)
    issue = Number(default=0)
    minted = Number(default=-1)
    withdrawn = Number(default=0)
    waiting = Number(default=0)
    undeliverable = Text(default="")
    marked = Moment(null=True)
    decided = Day(null=True)
    reason = Text(default="")
    replaced = Number(default=0)

    class Meta:
        dies = "closing"
        without_rowid = True
        indexes = (
            (("round", "email", "organisation"), True),
            (("round", "minted"), False),
            (("round", "organisation", "waiting", "withdrawn"), False),
        )


Invitation.add_index(
    Invitation.index(
        Invitation.round, name="invitation_wanting", where=Invitation.minted < Invitation.issue
    )
)


Invitation.add_index(  # one organisation invites a person
    Invitation.index(
        Invitation.round,
        Invitation.email,
        name="invitation_active",
        unique=True,
        where=(Invitation.waiting == 0) & (Invitation.withdrawn == 0),
    )
)


class WithdrawnLink(Table):
    """An open link that leads nowhere any more; deleted at closing."""

    token = Bytes(primary_key=True)
    round = Reference(Round, column_name="round", index=False)
    round_id: bytes
    organisation = Reference(Organisation, column_name="organisation", index=False)
    organisation_id: str

    class Meta:
        dies = "closing"
        without_rowid = True
        indexes = ((("round", "organisation"), False),)


class Sheet(Table):
    """Slips that were made together, and that can be voided together. ``mark``: with what the
    tokens of all of them begin, of which no ticket tells; ``number``: 1, 2, … of the organisation's
    in this round; ``voided``: nobody begins by them any more."""

    mark = Bytes(primary_key=True)
    round = Reference(Round, column_name="round", index=False)
    round_id: bytes
    organisation = Reference(Organisation, column_name="organisation", index=False)
    organisation_id: str
    number = Number()
    slips = Number()
    voided = Number(default=0)

    class Meta:
        dies = "closing"
        without_rowid = True
        indexes = ((("round", "organisation", "number"), True),)


def invite(rows: Sequence[Row]) -> int:
    """How many were new: an organisation has an address once, and one organisation invites it."""
    return insert_many(_INVITE, rows)


def is_void(mark: bytes) -> bool:
    """Say whether the sheet of slips with this mark is void."""
    return execute(_VOID, mark).fetchone() is not None
