"""Tables full of other people's rows, which nobody in a test ever reaches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any, TypeAlias

from peewee import Field

from portal.store.answers import Ballot, Draft, Ticket
from portal.store.db import Moment, Table, db
from portal.store.letters import Outgoing
from portal.store.people import Invitation

Source: TypeAlias = Callable[[int], object]
"""The number of a row -> the value of one of its columns."""


def fill(rounds: Sequence[bytes], organisation: str, number: int) -> None:
    """So many rows in every table that respondents reach, in these rounds by turns.

    All are as they lie in an open round between two passes of the worker: links made, letters
    sent, every third ticket spent.
    """
    draw = Random(number)
    invitations = sorted(draw.randbytes(16) for _ in range(number))
    common: dict[str, Source] = {
        "round": lambda row: rounds[row % len(rounds)],
        "organisation": lambda _: organisation,
        "email": lambda row: f"crowd{row}@example.org",
        "minted": lambda _: 0,
        "invitation": lambda row: invitations[row],
        "kind": lambda _: "invitation",
        "origin": lambda _: "invitation",
        "decided": lambda _: None,
    }
    spent: dict[str, Source] = {"state": lambda row: "unused" if row % 3 else "spent"}
    with db.atomic():
        _fill(Invitation, number, draw, common | {"id": lambda row: invitations[row]})
        _fill(Outgoing, number, draw, common | {"state": lambda _: "done"})
        _fill(Ticket, number, draw, common | spent)
        _fill(Draft, number, draw, common)
        _fill(Ballot, number, draw, common)


def _fill(table: type[Table], number: int, draw: Random, given: Mapping[str, Source]) -> None:
    """Rows in the order of their key, in which they are written fastest."""
    fields: list[Field] = table._meta.sorted_fields
    keys = sorted(draw.randbytes(16) for _ in range(number))
    sources = [
        given.get(field.name) or (keys.__getitem__ if field.primary_key else _likely(field, draw))
        for field in fields
    ]
    columns = ", ".join(f'"{field.column_name}"' for field in fields)
    values = ", ".join("?" * len(fields))
    db.connection().executemany(
        f"INSERT INTO {table._meta.table_name} ({columns}) VALUES ({values})",
        ([source(row) for source in sources] for row in range(number)),
    )


def _likely(field: Field, draw: Random) -> Source:
    """The column's default, else something of its type that no other row has."""
    default: Any = field.default
    if default is not None:
        return lambda _: default() if callable(default) else default
    if isinstance(field, Moment):
        return lambda _: None
    if field.field_type == "BLOB":
        return lambda _: draw.randbytes(16)
    return (lambda row: row) if field.field_type == "INTEGER" else str
