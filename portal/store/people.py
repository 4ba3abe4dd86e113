"""Organisations."""

from __future__ import annotations

from peewee import TextField

from portal.store.db import Table


class Organisation(Table):
    """``domains``: its registered mail domains, separated by spaces. ``reply_to``: the address to
    which answers to its letters go, or none."""

    code = TextField(primary_key=True)
    name = TextField()
    type = TextField()
    region = TextField()
    domains = TextField(default="")
    reply_to = TextField(default="")

    class Meta:
        without_rowid = True
