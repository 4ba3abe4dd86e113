"""Who did what to a round, an organisation or an account: never anything about a respondent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.store.db import insert_each
from portal.store.records import Audit

WORKER = "worker"
OPERATOR = "command line"
PAGE = 50
"""Deeds on a page."""
_MOST = 2**62
"""A number that the database can hold; anybody may type a larger one."""


@dataclass(frozen=True, slots=True)
class Deed:
    id: int
    at: datetime
    who: str
    did: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Show a page of deeds. ``older``: the number to go on below, none where this is the end."""

    deeds: tuple[Deed, ...]
    older: int | None


def note(who: str, did: str, now: datetime) -> None:
    """Record within the caller's transaction, so that the note stands or falls with the deed."""
    Audit.create(at=now, who=who, did=did)


def note_each(who: str, did: Iterable[str], now: datetime) -> None:
    """Record several deeds at once, as ``note`` does."""
    insert_each(Audit, [{"at": now, "who": who, "did": each} for each in did])


def counted(number: int, one: str, many: str) -> str:
    """Say a number with its noun: “1 person”, “20,000 people”."""
    return f"{number:,} {one if number == 1 else many}"


def page(words: str = "", below: int | None = None) -> AuditPage:
    """Return the newest deeds (with a number ``below``) in which all the words occur."""
    deeds = [_deed(row) for row in _newest(words, below).limit(PAGE + 1)]
    shown = tuple(deeds[:PAGE])
    return AuditPage(shown, shown[-1].id if len(deeds) > PAGE else None)


def every(words: str = "") -> Iterator[Deed]:
    """Return all deeds, newest first, fetched a page at a time."""
    below: int | None = None
    while True:
        shown = page(words, below)
        yield from shown.deeds
        if (below := shown.older) is None:
            return


def _newest(words: str, below: int | None) -> Any:
    query = Audit.select().order_by(Audit.id.desc())
    for word in words.split():
        query = query.where(Audit.who.contains(word) | Audit.did.contains(word))
    return query if below is None else query.where(Audit.id < max(0, min(below, _MOST)))


def _deed(row: Audit) -> Deed:
    return Deed(row.id, row.at, row.who, row.did)
