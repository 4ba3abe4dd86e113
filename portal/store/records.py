"""What the installation notes of itself: never about a respondent."""

from __future__ import annotations

from peewee import AutoField, TextField

from portal.store.db import Moment, Table


class Audit(Table):
    id = AutoField()
    at = Moment()
    who = TextField()
    did = TextField()


class Heartbeat(Table):
    """The worker's sign of life; ``keys`` is the key folder's state in a few words, or, in the row
    “post”, that of the mail server. Other rows say when it last did what it does now and then."""

    name = TextField(primary_key=True)
    at = Moment()
    keys = TextField()

    class Meta:
        without_rowid = True
