"""The list on the privacy page: every table and column of the running database, in plain words.

A column that is not described here fails a test, and shows on the page as such: nothing can be
stored without being said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.services.stored import NOT_ABOUT_YOU, TABLES, About
from portal.store import db
from portal.store.tables import DEATHS, Death


@dataclass(frozen=True, slots=True)
class Stored:
    """One table as it is in the database now. ``columns``: (name, what it is)."""

    table: str
    what: str
    destroyed: str
    columns: tuple[tuple[str, str], ...]


DESTROYED: Mapping[Death, str] = {
    "closing": "When the survey closes.",
    "count": "When the answers are counted, right after the survey has closed.",
    "retention": "On the day that the organisation was told when the survey was set up.",
    "never": "Kept: it holds numbers only.",
}
"""By when a table dies; of one that dies at a moment of its own, that is said with it."""


def stored() -> list[Stored]:
    """What can concern a respondent, from the running schema, in the order of a survey's life."""
    tables = db.columns()
    unknown = tables.keys() - TABLES.keys() - NOT_ABOUT_YOU.keys()
    told = [name for name in TABLES if name in tables]
    return [_stored(name, tables[name]) for name in (*told, *sorted(unknown))]


UNDESCRIBED = About("This table is not described yet: please ask us.", {}, "Not described yet.")


def _stored(name: str, columns: Sequence[str]) -> Stored:
    about = TABLES.get(name, UNDESCRIBED)
    described = tuple(
        (c, about.columns.get(c, "not described yet: please ask us")) for c in columns
    )
    return Stored(name, about.what, about.destroyed or DESTROYED[DEATHS[name]], described)
