"""Letters to staff are put in hand with what they speak of, and found when they are due."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from portal.services.letters.box import Box
from portal.store import db
from portal.store.letters import Notice

_SOON = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
BOX = Box(Notice, (*_SOON, *[timedelta(hours=6)] * 8))


ID = 16
"""Bytes of a round's id."""
TRIAL = "test "
"""The kind of a letter that shows another begins so."""


@dataclass(frozen=True, slots=True)
class Matter:
    """It is a letter's kind, the id of what it is ``about``, and whom it goes to. ``organisation``
    is the code of a PSW's, ``workplace`` its name; both are empty for an administrator."""

    kind: str
    about: bytes | None
    email: str
    name: str
    organisation: str
    workplace: str


def put_in_hand(staff_id: bytes, kind: str, about: bytes | None = None) -> None:
    """Make a letter due, within the caller's transaction: once for each person, kind and matter."""
    Notice.insert(
        id=secrets.token_bytes(16), staff=staff_id, kind=kind, about=about
    ).on_conflict_ignore().execute()


def put_all_in_hand(staff: Iterable[bytes], kind: str, about: bytes | None = None) -> int:
    """Make a letter due for each of several, within the caller's transaction; returns how many had
    none of this kind and matter before."""
    new = sorted({*staff} - readers(kind, about))
    row = {"kind": kind, "about": about}
    db.insert_each(Notice, [{"id": secrets.token_bytes(16), "staff": id, **row} for id in new])
    return len(new)


def about_day(round_id: bytes, day: date) -> bytes:
    """Name a matter by its round and a day: of another day it is another letter."""
    return round_id + day.isoformat().encode()


def round_of(about: bytes | None) -> bytes:
    """Return the id of the round that a letter is about, whether a day is named with it or not."""
    return (about or b"")[:ID]


def readers(kind: str, about: bytes | None) -> set[bytes]:
    """Return the ids of those for whom such a letter is in hand, or was."""
    same = (Notice.kind == kind) & (Notice.about == about)
    return {row.staff_id for row in Notice.select(Notice.staff).where(same)}


def put_trial_in_hand(staff_id: bytes, kind: str, about: bytes) -> None:
    """Make a letter due that shows what others get, within the caller's transaction: as often as
    it is asked for, but not twice at a time."""
    put_again_in_hand(staff_id, TRIAL + kind, about)


def put_again_in_hand(staff_id: bytes, kind: str, about: bytes) -> None:
    """Make a letter due that its reader may have had before, within the caller's transaction, but
    not twice at a time."""
    same = _of(staff_id, kind) & (Notice.about == about)
    Notice.delete().where(same & Notice.state.in_(("done", "refused"))).execute()
    put_in_hand(staff_id, kind, about)


def renew(staff_id: bytes, kind: str, about: bytes) -> None:
    """Make a letter due in the place of the last one of its kind, within the caller's
    transaction."""
    forget(staff_id, kind)
    put_in_hand(staff_id, kind, about)


def take_back(staff_id: bytes, kind: str, about: bytes) -> None:
    """Delete a letter that nobody has begun to send, within the caller's transaction."""
    waiting = _of(staff_id, kind) & (Notice.about == about) & (Notice.state == "due")
    Notice.delete().where(waiting).execute()


def forget(staff_id: bytes, kind: str) -> None:
    """Delete somebody's letters of a kind, within the caller's transaction."""
    Notice.delete().where(_of(staff_id, kind)).execute()


def last(staff_id: bytes, kind: str) -> bytes:
    """Return what somebody's letter of a kind was about; nothing if there was none."""
    row = Notice.get_or_none(_of(staff_id, kind))
    return bytes(row.about) if row and row.about else b""


def due(now: datetime) -> list[bytes]:
    """Return the letters that nobody has claimed and whose next try has come, links to sign in
    first: somebody waits for them."""
    ready = (Notice.state == "due") & (Notice.retry.is_null() | (Notice.retry <= now))
    rows = Notice.select(Notice.id).where(ready).order_by(Notice.kind != "sign-in", Notice.id)
    return [row.id for row in rows]


def settle(now: datetime) -> None:
    """Letters of which nobody knows whether they went out are sent once more, and no more after
    that: to get one twice harms nobody. Sign-in links are over by then and are left to
    ``signing_in.tidy``."""
    with db.writing():
        unclear = BOX.uncertain(now) & (Notice.kind != "sign-in")
        last = Notice.attempts >= len(BOX.pauses)
        Notice.update(state="refused", claimed=None).where(unclear & last).execute()
        again = {"state": "due", "attempts": len(BOX.pauses), "retry": None, "claimed": None}
        Notice.update(**again).where(unclear).execute()


def matter(notice_id: bytes) -> Matter | None:
    """Say what a letter is about and whom it goes to; None to somebody suspended."""
    row = Notice.get_or_none(Notice.id == notice_id)
    if row is None or row.staff.suspended:
        return None
    of = row.staff.organisation
    return Matter(
        kind=row.kind,
        about=row.about,
        email=row.staff.email,
        name=row.staff.name,
        organisation=of.code if of else "",
        workplace=of.name if of else "",
    )


def _of(staff_id: bytes, kind: str) -> Any:
    return (Notice.staff == staff_id) & (Notice.kind == kind)
