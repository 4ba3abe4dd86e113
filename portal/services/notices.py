"""Letters to staff: put in hand with what they speak of, claimed and sent by the worker."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from portal.post import letters
from portal.post.letters import Letter, StaffFacts
from portal.services import queue, signing_in, thanks
from portal.services.outbox import Sender
from portal.store.db import db
from portal.store.staff import Notice, Staff

_SOON = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
PAUSES = (*_SOON, *[timedelta(hours=6)] * 8)
"""Before the second try, the third, …"""


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
    with db.atomic("IMMEDIATE"):
        if not queue.later(Notice, notice_id, now, PAUSES):
            queue.refused(Notice, notice_id)


def settle(now: datetime) -> None:
    """Letters of which nobody knows whether they went out are sent once more, and no more after
    that: to get one twice harms nobody. Sign-in links are over by then and are left to
    ``signing_in.tidy``."""
    with db.atomic("IMMEDIATE"):
        unclear = queue.uncertain(Notice, now) & (Notice.kind != "sign-in")
        last = Notice.attempts >= len(PAUSES)
        Notice.update(state="refused", claimed=None).where(unclear & last).execute()
        again = {"state": "due", "attempts": len(PAUSES), "retry": None, "claimed": None}
        Notice.update(**again).where(unclear).execute()


def refused(notice_id: bytes, _why: str) -> None:
    """The address does not work."""
    queue.refused(Notice, notice_id)


def compose(notice_id: bytes, staff_key: bytes, sender: Sender, now: datetime) -> Letter | None:
    """The letter itself; none to somebody suspended, or where it would come too late."""
    row = Notice.get_or_none(Notice.id == notice_id)
    if row is None or row.staff.suspended:
        return None
    letter = MAKERS[row.kind](row, staff_key, sender, now)
    return letter and replace(letter, reference=notice_id.hex(), at=now)


def _sign_in(row: Notice, staff_key: bytes, sender: Sender, now: datetime) -> Letter | None:
    text = signing_in.mint(row.about, staff_key, now)
    if text is None:
        return None
    return letters.sign_in(_facts(row.staff, f"{sender.base_url}/staff/enter/{text}", sender))


def _welcome(row: Notice, _: bytes, sender: Sender, __: datetime) -> Letter | None:
    return letters.welcome(_facts(row.staff, f"{sender.base_url}/staff/sign-in", sender))


def _closed(row: Notice, _: bytes, sender: Sender, __: datetime) -> Letter | None:
    return thanks.compose(row.staff, row.about or b"", sender)


MAKERS: dict[str, Callable[[Notice, bytes, Sender, datetime], Letter | None]] = {
    "sign-in": _sign_in,
    "welcome": _welcome,
    "closed": _closed,
}
"""A letter for each kind of notice."""


def _facts(staff: Staff, link: str, sender: Sender) -> StaffFacts:
    of = staff.organisation
    return StaffFacts(
        to=staff.email,
        name=staff.name,
        role=f"principal social worker of {of.name}" if of else "administrator",
        link=link,
        support=sender.support,
    )
