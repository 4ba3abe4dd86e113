"""What writing a whole list takes: statements written out, and rows that were made beforehand,
since nobody else can write to the database while a list is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, cast

from portal.store.db import db

Row: TypeAlias = tuple[object, ...]
"""Values in the order of a statement's columns."""

_INVITE = """
INSERT INTO invitation (id, round, organisation, email, name, stop_token, waiting,
                        stopped, issue, minted, withdrawn, undeliverable)
VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, -1, 0, '') ON CONFLICT DO NOTHING
"""
_TICKET = "INSERT INTO ticket (ticket, round, organisation, origin, state) VALUES (?, ?, ?, ?, ?)"
_ORGANISATION = """
INSERT INTO organisation (code, name, type, region, domains, reply_to)
VALUES (:code, :name, :type, :region, :domains, COALESCE(:reply_to, ''))
ON CONFLICT (code) DO UPDATE SET
    name = excluded.name, type = excluded.type, region = excluded.region,
    domains = excluded.domains, reply_to = COALESCE(:reply_to, reply_to)
"""


def invite(rows: Sequence[Row]) -> int:
    """How many were new: an organisation has an address once, and one organisation invites it."""
    return _many(_INVITE, rows)


def add_tickets(rows: Sequence[Row]) -> None:
    _many(_TICKET, rows)


def put_organisations(rows: Sequence[Mapping[str, str]]) -> None:
    """Add them, or change those whose code is known; a column ``reply_to`` that is not there
    leaves the address as it is."""
    _many(_ORGANISATION, [{"reply_to": None, **row} for row in rows])


def _many(statement: str, rows: Sequence[Any]) -> int:
    """How many rows were written, within the caller's transaction."""
    return int(cast(Any, db).connection().executemany(statement, rows).rowcount) if rows else 0
