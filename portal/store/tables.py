"""Every table, and when its rows die: what closing and counting delete, and what is said of it."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias, cast

from peewee import sort_models  # type: ignore[attr-defined]  # missing in its stubs

from portal.store import (
    actions,
    answers,
    comments,
    figures,
    letters,
    library,
    nation,
    organisations,
    people,
    preparation,
    records,
    results,
    returns,
    rounds,
    staff,
)
from portal.store.db import Table
from portal.store.rounds import Round

Death: TypeAlias = Literal["closing", "count", "retention", "expiry", "never"]
"""When a table's rows are deleted: at the round's *closing* or *count*, on the last day of its
*retention*, at a moment of their own (*expiry*), or *never*."""
_ROOMS = (
    *(actions, answers, comments, figures, letters, library, nation, organisations),
    *(people, preparation, records, results, returns, rounds, staff),
)


def _tables() -> set[type[Table]]:
    kinds = {kind for room in _ROOMS for kind in vars(room).values() if isinstance(kind, type)}
    return {kind for kind in kinds if issubclass(kind, Table) and kind is not Table}


TABLES: tuple[type[Table], ...] = tuple(reversed(sort_models(_tables())))
"""Those first that refer to others, so that rows can be deleted in this order."""
DEATHS: dict[str, Death] = {table._meta.table_name: cast(Any, table)._meta.dies for table in TABLES}
"""When each table, by its name, dies."""


def dying(*deaths: Death) -> tuple[type[Table], ...]:
    """The tables whose rows are deleted then, in an order in which they can be."""
    return tuple(table for table in TABLES if DEATHS[table._meta.table_name] in deaths)


def of_rounds() -> tuple[type[Table], ...]:
    """The tables whose rows belong to one round each."""
    return tuple(t for t in TABLES if Round in cast(Any, t)._meta.model_refs)


def delete_of_round(tables: tuple[type[Table], ...], round_id: bytes) -> int:
    """Delete a round's rows, within the caller's transaction; returns how many there were."""
    return sum(
        cast(Any, table).delete().where(cast(Any, table).round == round_id).execute()
        for table in tables
    )
