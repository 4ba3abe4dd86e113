"""The next round after the pattern of an earlier one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from portal.calendar import schedule
from portal.calendar.london import LONDON, UNDECIDED_DAY, london_day
from portal.calendar.schedule import GAP, YEAR, Schedule, years_until
from portal.calendar.years import moved_on
from portal.services.rounds import planning
from portal.services.rounds.plans import Plan
from portal.services.rounds.register import DEMONSTRATIONS, RoundInfo
from portal.store.rounds import Round

_MONTH = re.compile(
    r", (January|February|March|April|May|June|July|August|September|October|November|December)"
    r" [0-9]{4}$"
)


def a_year_later(round_: RoundInfo, now: datetime, at_least: int = 1) -> Plan:
    """Propose the next round: the same, with the years in its names and dates moved on, by
    ``at_least`` so many."""
    before = planning.planned(round_)
    years = max(at_least, years_ahead(round_, now))
    plan = _moved(before, as_planned(round_), years * YEAR)
    year = plan.schedule.opens.year if plan.schedule.decided else now.year + 1
    renamed = moved_on(before.code, years)
    return replace(
        plan,
        code=renamed if renamed != before.code else f"{before.code[:35]}-{year}",
        title=moved_on(before.title, years),
        series=moved_on(before.series, years),
    )


def years_ahead(round_: RoundInfo, now: datetime) -> int:
    """Say how many years bring its opening into the future, one at least."""
    days = as_planned(round_)
    return years_until(days, now) if days.decided else 1


def months_later(round_: RoundInfo, months: int) -> Plan:
    """Propose the same round some months later, on the same weekdays, with the month in its
    title."""
    days = as_planned(round_)
    plan = _moved(planning.planned(round_), days, schedule.months_later(days.opens, months))
    month = f"{plan.schedule.opens.astimezone(LONDON):%B %Y}"
    return replace(plan, title=f"{_MONTH.sub('', plan.title)}, {month}", code="")


def as_planned(round_: RoundInfo) -> Schedule:
    """The days of a round before somebody opened or closed it early, and the reminders that keep
    clear of that opening."""
    row, days = Round.get(Round.code == round_.code), planning.schedule_of(round_)
    opens, closes = row.planned_opens or days.opens, row.planned_closes or days.closes
    first = london_day(opens) + GAP
    reminders = tuple(at for at in days.reminders if london_day(at) >= first)
    return Schedule(opens, closes, reminders)


def code_for(title: str) -> str:
    """Make a code that is not taken of a title's words, in which a number and a year have room."""
    words = "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:30].strip("-") or "round"
    taken = {*DEMONSTRATIONS, *(row.code for row in Round.select(Round.code))}
    tries = (words if n == 1 else f"{words}-{n}" for n in range(1, len(taken) + 2))
    return next(code for code in tries if code not in taken)


def _moved(plan: Plan, days: Schedule, by: timedelta) -> Plan:
    kept = plan.retain_until
    return replace(
        plan,
        schedule=schedule.moved(days, by),
        retain_until=kept if kept == UNDECIDED_DAY else kept + by,
    )
