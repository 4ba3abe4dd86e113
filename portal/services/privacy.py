"""The lists on privacy pages: every table and column of the running database, in plain words; and
the row that it holds for one link.

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
    return [
        _stored(name, TABLES.get(name, UNDESCRIBED), tables[name])
        for name in (*told, *sorted(unknown))
    ]


def described(abouts: Mapping[str, About]) -> list[Stored]:
    """Tell of these tables, as they are in the running schema."""
    tables = db.columns()
    return [_stored(name, about, tables[name]) for name, about in abouts.items()]


def on_link(ticket: bytes, words: Mapping[str, str]) -> list[tuple[str, str]]:
    """Tell what the database holds for a link now: each column of its row, and what is in it.
    ``words``: of columns that name something by a number. What has no words here is told to be
    there, and not what it is: whoever opens the link reads this."""
    rows = db.execute("SELECT * FROM ticket WHERE ticket = ?", ticket)
    names = [column[0] for column in rows.description]
    row = dict(zip(names, rows.fetchone() or (), strict=False))
    return [
        (COLUMNS.get(name, name), words.get(name) or VALUES.get(value, UNTOLD))
        for name, value in row.items()
    ]


COLUMNS: Mapping[str, str] = {
    "ticket": "Number",
    "round": "Survey",
    "organisation": "Organisation",
    "origin": "How it went out",
    "state": "Used",
}
VALUES: Mapping[object, str] = {
    "invitation": "by email",
    "again": "by email",
    "slip": "on a printed slip",
    "unused": "not yet",
}
"""What a link's row says, in words. Whether an earlier link, to another address, was used is not
told: an address is corrected by others, who may read what comes there."""
UNTOLD = "something that is not described yet: please ask us"
UNDESCRIBED = About("This table is not described yet: please ask us.", {}, "Not described yet.")


def _stored(name: str, about: About, columns: Sequence[str]) -> Stored:
    described = tuple(
        (c, about.columns.get(c, "not described yet: please ask us")) for c in columns
    )
    return Stored(name, about.what, about.destroyed or DESTROYED[DEATHS[name]], described)
