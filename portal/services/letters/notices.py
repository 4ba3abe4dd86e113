"""Letters to staff: put in hand with what they speak of, claimed and sent by the worker."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.services.letters import queue
from portal.store import db
from portal.store.letters import Notice

_SOON = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
PAUSES = (*_SOON, *[timedelta(hours=6)] * 8)
"""Before the second try, the third, …"""


@dataclass(frozen=True, slots=True)
class Matter:
    """A letter's kind, the id of what it is ``about``, and whom it goes to. ``organisation`` is the
    code of a PSW's, ``workplace`` its name; both are empty for an administrator."""

    kind: str
    about: bytes | None
    email: str
    name: str
    organisation: str
    workplace: str


def put_in_hand(staff_id: bytes, kind: str, about: bytes | None = None) -> None:
    """A letter is due, within the caller's transaction: once for each person, kind and matter."""
    Notice.insert(
        id=secrets.token_bytes(16), staff=staff_id, kind=kind, about=about
    ).on_conflict_ignore().execute()


def due(now: datetime) -> list[bytes]:
    """The letters that nobody has claimed and whose next try has come."""
    return [row.id for row in Notice.select(Notice.id).where(queue.ready(Notice, now))]


def claim(notice_id: bytes, now: datetime) -> bool:
    """Whether the letter is ours to send: false if another worker was there first."""
    return queue.claim(Notice, notice_id, now)


def sent(notice_id: bytes) -> None:
    """It went out, or was not to go."""
    queue.done(Notice, notice_id)


def unclaim(notice_id: bytes) -> None:
    """It certainly did not go out, through no fault of its own."""
    queue.unclaim(Notice, notice_id)


def later(notice_id: bytes, now: datetime) -> None:
    """It was not taken this time, and is tried again, later each time; at last no more."""
    with db.writing():
        if not queue.later(Notice, notice_id, now, PAUSES):
            queue.refused(Notice, notice_id)


def settle(now: datetime) -> None:
    """Letters of which nobody knows whether they went out are sent once more, and no more after
    that: to get one twice harms nobody. Sign-in links are over by then and are left to
    ``signing_in.tidy``."""
    with db.writing():
        unclear = queue.uncertain(Notice, now) & (Notice.kind != "sign-in")
        last = Notice.attempts >= len(PAUSES)
        Notice.update(state="refused", claimed=None).where(unclear & last).execute()
        again = {"state": "due", "attempts": len(PAUSES), "retry": None, "claimed": None}
        Notice.update(**again).where(unclear).execute()


def refused(notice_id: bytes, _why: str) -> None:
    """The address does not work."""
    queue.refused(Notice, notice_id)


def matter(notice_id: bytes) -> Matter | None:
    """What a letter is about and whom it goes to; None to somebody suspended."""
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
