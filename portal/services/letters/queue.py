"""What letters to respondents and to staff have in common: they are due, claimed, sent.

A letter is claimed by a conditional update before it is handed over, so that two workers never
send the same one. One that was being handed over when its worker died stays *sending*: nobody
knows whether it went out, so it is not sent again by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from portal.store import letters
from portal.store.letters import Notice, Outgoing

Box: TypeAlias = type[Outgoing] | type[Notice]
UNCERTAIN_AFTER = timedelta(minutes=10)
"""A letter in hand for so long was its worker's last; longer than handing one over can take."""


def ready(box: Box, now: datetime) -> Any:
    """The condition for letters that nobody has claimed and whose next try has come."""
    return (box.state == "due") & (box.retry.is_null() | (box.retry <= now))


def uncertain(box: Box, now: datetime) -> Any:
    """The condition for letters of which nobody knows whether they went out."""
    return (box.state == "sending") & (box.claimed <= now - UNCERTAIN_AFTER)


def claim(box: Box, letter_id: bytes, now: datetime, before: bytes | None = None) -> bool:
    """Whether the letter is ours to send: false if another worker was there first, or it is gone
    with its round. ``before`` is done, in the same transaction."""
    return letters.claim(box._meta.table_name, letter_id, now, before)


def done(box: Box, letter_id: bytes) -> None:
    """It went out, or was not to go; nothing tells how often it was tried."""
    letters.done(box._meta.table_name, letter_id, "done")


def refused(box: Box, letter_id: bytes) -> None:
    letters.done(box._meta.table_name, letter_id, "refused")


def unclaim(box: Box, letter_id: bytes) -> None:
    """It certainly did not go out, through no fault of its own: whoever comes next may send it."""
    _move(box, letter_id, "sending", state="due", claimed=None)


def later(box: Box, letter_id: bytes, now: datetime, pauses: Sequence[timedelta]) -> bool:
    """It certainly did not go out: try again after the next of the pauses. False, and nothing
    changed, once they are used up."""
    tries = box.get_by_id(letter_id).attempts
    if tries >= len(pauses):
        return False
    again = {"attempts": tries + 1, "retry": now + pauses[tries], "claimed": None}
    return _move(box, letter_id, "sending", state="due", **again)


def _move(box: Box, letter_id: bytes, before: str, **after: object) -> bool:
    changed = box.update(**after).where((box.id == letter_id) & (box.state == before)).execute()
    return bool(changed)
