"""Organisations."""

from __future__ import annotations

from peewee import TextField

from portal.store.db import Table


class Organisation(Table):
    """``domains``: its registered mail domains, separated by spaces."""

    code = TextField(primary_key=True)
    name = TextField()
    type = TextField()
    region = TextField()
    domains = TextField(default="")

    class Meta:
        without_rowid = True
