"""The worker waits while its clock is in doubt: one that is weeks ahead would close rounds, count
them and destroy their keys, permanently."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from portal.calendar.clock import Wait, leapt, waited
from portal.calendar.london import in_london
from portal.services import audit, health
from portal.services.letters import notices
from portal.services.staff import accounts
from portal.store import db

NOTICE = "clock"
"""The kind of the letter that administrators get."""
WAITS = "the worker waits"
BELIEVED = "took the clock to be right"
HOUR = timedelta(hours=1)


def doubt(now: datetime) -> Wait | None:
    """Return the wait that a pass must go on with, and note it; none where the clock is believed.
    Administrators are told when it begins, and the audit when it ends unasked."""
    if not leapt(health.believed(), now) and health.wait() is None:
        return None
    with db.writing():
        if not leapt(health.believed(), now):  # somebody has put it right, or said that it is
            health.end_wait()
            return None
        before = health.wait()
        wait = waited(before, now)
        if wait is None:
            audit.note(audit.WORKER, f"{BELIEVED}, having waited: {in_london(now)}", now)
            _believe(now)
            return None
        health.note_wait(wait)
        if before is None:
            for reader in accounts.administrators():
                notices.put_in_hand(reader, NOTICE)
        return wait


def confirm(who: str, now: datetime) -> bool:
    """Take the clock to be right, so that the worker continues. Returns whether it was in doubt."""
    with db.writing():
        if not leapt(health.believed(), now):
            return False
        audit.note(who, f"{BELIEVED}: {in_london(now)}", now)
        _believe(now)
    return True


@dataclass(frozen=True, slots=True)
class InDoubt:
    """An administrator is shown these of a clock for which the worker waits, in words: what it
    says, when the worker was last at work, and when it goes on by itself."""

    clock: str
    before: str
    ends: str


def in_doubt(now: datetime) -> InDoubt | None:
    """Say what the worker waits for, if it waits for its clock."""
    wait, before = health.wait(), health.believed()
    if wait is None or before is None or not leapt(before, now):
        return None
    return InDoubt(in_london(now), in_london(before), in_london(wait.ends))


def sentence(wait: Wait, now: datetime) -> str:
    """Say that the worker waits; the same words for an hour."""
    hours = ceil((wait.ends - now) / HOUR)
    return (
        f"{WAITS}: its clock is more than two days from when it last worked. Correct the clock, "
        "or run `flask job clock-is-right`; it continues automatically in "
        f"{audit.counted(hours, 'hour', 'hours')}"
    )


def _believe(now: datetime) -> None:
    health.believe(now)
    health.end_wait()
