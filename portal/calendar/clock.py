"""A clock that has leapt is not believed at once, since what it leads to may be permanent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

LEAP = timedelta(days=2)
"""A clock is in doubt that is further than this from when the worker was last at work, whichever
way: one that was behind and has been put right is then right at once."""
PATIENCE = timedelta(hours=12)
"""After so long a wait the clock is believed, for want of anybody to ask."""
STRIDE = timedelta(hours=6)
"""Passes of one wait lie no further apart: a second leap is no time that was waited."""


@dataclass(frozen=True, slots=True)
class Wait:
    """The worker waits ``since`` a moment; its pass before this one was at the moment ``last``."""

    since: datetime
    last: datetime

    @property
    def ends(self) -> datetime:
        return self.since + PATIENCE


def leapt(believed: datetime | None, now: datetime) -> bool:
    """Say whether the clock is in doubt. ``believed``: when the worker was last at work; a new
    installation has nothing to go by but its clock."""
    return believed is not None and abs(now - believed) > LEAP


def waited(before: Wait | None, now: datetime) -> Wait | None:
    """Return the wait that a clock in doubt makes a pass go on with, or begin; none once it has
    lasted long enough."""
    if before is None or not before.last <= now <= before.last + STRIDE:
        return Wait(now, now)
    return Wait(before.since, now) if now < before.ends else None
