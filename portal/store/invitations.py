"""Whom a round invites, and the letters that go to them. All of it dies at closing."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from portal.store.db import Bytes, Day, Moment, Table
from portal.store.people import Organisation
from portal.store.rounds import Round


class Invitation(Table):
    """``issue``: the number of the link that is to be valid; ``minted``: of the one that is (-1:
    none yet). ``id`` is random and leads to a ticket only together with the link key.
    ``waiting``: outside the organisation's mail domains, or invited by another organisation, until
    an administrator lets it be.
    ``withdrawn``: left or moved. ``undeliverable``: why letters cannot reach the address."""

    id = Bytes(primary_key=True)
    round = ForeignKeyField(Round, column_name="round", index=False)
    round_id: bytes
    organisation = ForeignKeyField(Organisation, column_name="organisation", index=False)
    organisation_id: str
    email = TextField()
    name = TextField(default="")
    stop_token = Bytes(unique=True)
    stopped = IntegerField(default=0)
    issue = IntegerField(default=0)
    minted = IntegerField(default=-1)
    withdrawn = IntegerField(default=0)
    waiting = IntegerField(default=0)
    undeliverable = TextField(default="")

    class Meta:
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


class Outgoing(Table):
    """One letter to one person, put in hand on a ``day``. ``state``: due, sending, done, refused
    (by the mail server); of reminders always done, whether the person had answered, it went out or
    it failed, so that the row tells nobody which. ``attempts`` failed so far and ``retry``, when to
    try again, are wiped at the end. ``claimed``: since when it has been *sending*; long ago means
    that nobody knows."""

    id = Bytes(primary_key=True)
    invitation = ForeignKeyField(Invitation, column_name="invitation", index=False)
    invitation_id: bytes
    round = ForeignKeyField(Round, column_name="round", index=False)
    round_id: bytes
    kind = TextField()
    state = TextField(default="due")
    attempts = IntegerField(default=0)
    retry = Moment(null=True)
    claimed = Moment(null=True)
    day = Day(null=True)

    class Meta:
        without_rowid = True
        indexes = ((("invitation", "kind"), True), (("round", "state", "retry"), False))
