"""The curve of answers by day, and the same as a table, of one organisation or of all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from portal.calendar.london import day_and_month, in_london, london_day
from portal.disclosure.answered import Part
from portal.reports import curve
from portal.reports.curve import Curve
from portal.services.letters import sending
from portal.services.rounds.register import RoundInfo
from portal.web.desk import desk

Days = Sequence[tuple[date, Part]]


def drawn(round_: RoundInfo, days: Days, reminders: Collection[datetime], most: int) -> Curve:
    """Lay the curve out between the round's opening and its closing; ``most``: so many can
    answer."""
    first, last = london_day(round_.opens), london_day(round_.closes - timedelta(seconds=1))
    counts = [(day, part.answers or 0) for day, part in days]
    return curve.draw(counts, first, last, [london_day(at) for at in reminders], most)


def table(days: Days, reminders: Collection[datetime]) -> list[tuple[str, str, bool]]:
    """List the days: submitted by its end, in words, and whether a reminder fell on it."""
    reminded: set[date] = {london_day(at) for at in reminders}
    return [(day_and_month(day), part.said, day in reminded) for day, part in days]


def letters_left(round_: RoundInfo) -> dict[str, object]:
    """Say how many letters to people are still to go while a round is open, and by when they have
    gone, in words, if that is known."""
    if round_.named or not round_.state.takes_answers:
        return {"left": 0, "ends": ""}
    going = sending.state(round_.id, desk().clock())
    return {"left": going.left, "ends": in_london(going.ends) if going.ends else ""}
