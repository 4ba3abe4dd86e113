"""The next round after the pattern of an earlier one."""

from __future__ import annotations

import re
from datetime import datetime

from portal.calendar.london import UNDECIDED_DAY, london_day
from portal.calendar.schedule import GAP, Schedule, next_year
from portal.calendar.years import YEAR
from portal.services.rounds import planning
from portal.services.rounds.plans import Plan
from portal.services.rounds.register import DEMONSTRATIONS, RoundInfo
from portal.store.rounds import Round


def a_year_later(round_: RoundInfo, now: datetime) -> Plan:
    """Propose the next round: the same, with the years in its names and dates moved on."""
    before = planning.planned(round_)
    days, by = next_year(_planned(before), now)
    years, kept = round(by.days / 365), before.retain_until
    year = days.opens.year if days.decided else now.year + 1
    renamed = _moved_on(before.code, years)
    return Plan(
        code=renamed if renamed != before.code else f"{before.code[:35]}-{year}",
        title=_moved_on(before.title, years),
        questionnaire=before.questionnaire,
        schedule=days,
        retain_until=kept if kept == UNDECIDED_DAY else kept + by,
        organisations=before.organisations,
        series=_moved_on(before.series, years),
        threshold=before.threshold,
        responses_kept=before.responses_kept,
        reports_wait=before.reports_wait,
    )


def code_for(title: str) -> str:
    """Make a code that is not taken of a title's words."""
    words = "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:35].strip("-") or "round"
    taken = {*DEMONSTRATIONS, *(row.code for row in Round.select(Round.code))}
    tries = (words if n == 1 else f"{words}-{n}" for n in range(1, len(taken) + 2))
    return next(code for code in tries if code not in taken)


def _planned(plan: Plan) -> Schedule:
    """The days of a round before somebody opened or closed it early, and the reminders that keep
    clear of that opening."""
    row, days = Round.get(Round.code == plan.code), plan.schedule
    opens, closes = row.planned_opens or days.opens, row.planned_closes or days.closes
    first = london_day(opens) + GAP
    reminders = tuple(at for at in days.reminders if london_day(at) >= first)
    return Schedule(opens, closes, reminders)


def _moved_on(text: str, years: int) -> str:
    """Move the years in a name, “2026” or “2025/26”, so many on."""

    def later(match: re.Match[str]) -> str:
        first = str(int(match[1]) + years)
        return first if match[3] is None else f"{first}{match[2]}{(int(match[3]) + years) % 100:02}"

    return YEAR.sub(later, text)
