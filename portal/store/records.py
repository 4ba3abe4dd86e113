"""What the installation notes of itself: never about a respondent."""

from __future__ import annotations

from peewee import AutoField

from portal.store.db import Bytes, Moment, Number, Reference, Table, Text
from portal.store.staff import Staff


class Audit(Table):
    id = AutoField()
    at = Moment()
    who = Text()
    did = Text()

    class Meta:
        dies = "never"


class Heartbeat(Table):
    """The worker's sign of life; ``keys`` is the key folder's state in a few words, or, in the row
    “post”, that of the mail server. Other rows say when it last did what it does now and then, or
    (“sending …”) since when letters of a round go out and how many there were."""

    name = Text(primary_key=True)
    at = Moment()
    keys = Text()

    class Meta:
        dies = "never"
        without_rowid = True


class Upload(Table):
    """A file between its preview and its confirmation; an hour at most. Of one that is
    ``confirmed`` the body is what came of it, in numbers."""

    id = Bytes(primary_key=True)
    staff = Reference(Staff, column_name="staff", index=False)
    staff_id: bytes
    purpose = Text()
    at = Moment()
    confirmed = Number(default=0)
    body = Bytes()

    class Meta:
        dies = "expiry"
        without_rowid = True
