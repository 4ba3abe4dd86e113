"""How far the sending of a round's letters is, and how long it takes yet.

Reminders are left out: how many of them go out, and how fast, depends on who has answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from portal.services import health
from portal.store.letters import Outgoing
from portal.store.records import Heartbeat

ENOUGH = timedelta(minutes=1)
"""After so long the pace says something."""


@dataclass(frozen=True, slots=True)
class Sending:
    """So many letters of a round are still to go; by the pace so far the last one goes at the
    moment ``ends``, none where that is not known."""

    left: int
    ends: datetime | None


def note(round_id: bytes, now: datetime) -> None:
    """Note since when letters go out without a pause, and how many there were, so that the pace can
    be told."""
    left, began = _left(round_id)
    if not left and began:
        health.forget_work(_name(round_id))
    elif left and (began is None or left > began[0]):
        health.note_amount(_name(round_id), left, now)


def state(round_id: bytes, now: datetime) -> Sending:
    """Tell how far it is at this moment."""
    left, began = _left(round_id)
    if not left or began is None:
        return Sending(left, None)
    number, since = began
    gone, took = number - left, now - since
    known = gone > 0 and took >= ENOUGH
    return Sending(left, now + took * left / gone if known else None)


def _left(round_id: bytes) -> tuple[int, tuple[int, datetime] | None]:
    """Count the letters that are due or in somebody's hand; with how many there were when they
    began to go, and when that was, if it is noted."""
    going = (Outgoing.round == round_id) & Outgoing.state.in_(("due", "sending"))
    noted = Heartbeat.select(Heartbeat.keys).where(Heartbeat.name == _name(round_id))
    rows: Any = (
        Outgoing.select(fn.COUNT(Outgoing.id), noted)
        .where(going & ~Outgoing.kind.startswith("reminder"))
        .tuples()
    )
    ((left, began),) = rows
    if began is None:
        return left, None
    number, _, since = began.partition(" ")
    return left, (int(number), datetime.fromisoformat(since))


def _name(round_id: bytes) -> str:
    return f"sending {round_id.hex()}"
