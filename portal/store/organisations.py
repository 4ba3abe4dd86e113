"""Organisations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from portal.store.db import Table, Text, insert_many

_ORGANISATION = """
INSERT INTO organisation (code, name, type, region, domains, reply_to)
VALUES (:code, :name, :type, :region, :domains, COALESCE(:reply_to, ''))
ON CONFLICT (code) DO UPDATE SET
    name = excluded.name, type = excluded.type, region = excluded.region,
    domains = excluded.domains, reply_to = COALESCE(:reply_to, reply_to)
"""


class Organisation(Table):
    """``domains``: its registered mail domains, separated by spaces. ``reply_to``: the address to
    which answers to its letters go, or none."""

    code = Text(primary_key=True)
    name = Text()
    type = Text()
    region = Text()
    domains = Text(default="")
    reply_to = Text(default="")

    class Meta:
        dies = "never"
        without_rowid = True


def put_organisations(rows: Sequence[Mapping[str, str]]) -> None:
    """Add them, or change those whose code is known; a column ``reply_to`` that is not there
    leaves the address as it is."""
    insert_many(_ORGANISATION, [{"reply_to": None, **row} for row in rows])
