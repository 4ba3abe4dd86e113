"""A round's year as its organisation lives it: before, open, closed, results, plan, told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from portal.calendar.london import day_in_words, in_london, london_day
from portal.calendar.state import State

Part: TypeAlias = Literal["before", "open", "closed", "results", "plan", "said"]
TITLES: dict[Part, str] = {
    "before": "Prepare",
    "open": "Open",
    "closed": "Closed",
    "results": "Results",
    "plan": "Plan",
    "said": "You said, we did",
}
OF_RETURN: tuple[Part, ...] = ("before", "open", "closed", "results")
"""After a return there is no plan."""


@dataclass(frozen=True, slots=True)
class Year:
    """What a round's year depends on. ``named``: it is a return; ``waits``: its reports wait for an
    administrator; ``kept``: the last day of results. Of an organisation: it has ``planned``
    something, the first open action is ``due``, and the page was published (``said``) on a day."""

    state: State
    opens: datetime
    closes: datetime
    kept: date
    named: bool = False
    waits: bool = False
    planned: bool = False
    due: date | None = None
    said: date | None = None


@dataclass(frozen=True, slots=True)
class YearStep:
    """One step of the year. ``when``: its days in words; ``over``: it lies before the current
    one."""

    part: Part
    title: str
    when: str
    current: bool
    over: bool


def line(year: Year, today: date) -> list[YearStep]:
    """List the steps of a round's year, of which exactly one is current."""
    parts = OF_RETURN if year.named else tuple(TITLES)
    here = parts.index(_current(year))
    return [
        YearStep(part, TITLES[part], _when(part, year, today), number == here, number < here)
        for number, part in enumerate(parts)
    ]


def _current(year: Year) -> Part:
    """A round's state says how far it is, whatever day it is: the worker may be late."""
    if year.state.planned:
        return "before"
    if not year.state.over:
        return "open" if year.state.takes_answers else "closed"
    if year.named or year.waits:
        return "results"
    if year.said:
        return "said"
    return "plan" if year.planned else "results"


def _when(part: Part, year: Year, today: date) -> str:
    closes = day_in_words(london_day(year.closes))
    match part:
        case "before":
            return f"until {in_london(year.opens)}"
        case "open":
            return f"until {in_london(year.closes)}"
        case "closed":
            return f"on {closes}, {'and' if year.state.over else 'then'} counted"
        case "results":
            return _results(year, today)
        case "plan":
            next_due = year.due if year.state.over else None
            return f"next due {day_in_words(next_due)}" if next_due else "from the results on"
        case _:
            return f"published {day_in_words(year.said)}" if year.said else "when you publish it"


def _results(year: Year, today: date) -> str:
    if not year.state.over:
        return "as soon as it is counted"
    if year.waits:
        return "an administrator looks through them"
    last = day_in_words(year.kept)
    return f"until {last}" if today <= year.kept else f"deleted after {last}"
