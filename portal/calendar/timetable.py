"""A round's days are put in order, and what comes next in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, TypeAlias

from portal.calendar.london import LONDON, day_in_words, in_london, london_day
from portal.calendar.schedule import Schedule
from portal.calendar.state import State

Name: TypeAlias = Literal["opening", "reminder", "last day", "closing", "retention"]
NAMES: dict[Name, str] = {
    "opening": "Opens",
    "reminder": "Reminder",
    "last day": "Last day",
    "closing": "Closes",
    "retention": "Results deleted after",
}


@dataclass(frozen=True, slots=True)
class Stop:
    """One day of a round. ``place``: how far it is between opening (0) and closing (1); none for
    what comes long after. ``over``: it lies behind us."""

    name: Name
    when: str
    place: float | None
    over: bool

    @property
    def title(self) -> str:
        return NAMES[self.name]


def stops(schedule: Schedule, retain_until: date, now: datetime) -> list[Stop]:
    """List the days from the opening to the one after which responses are deleted. The last day is
    left out where the round closes on the day on which it opens, and reminders where it closed
    earlier."""
    moments: list[tuple[Name, datetime]] = [("opening", schedule.opens)]
    moments += [("reminder", at) for at in schedule.reminders if at < schedule.closes]
    days = [Stop(name, in_london(at), _place(at, schedule), at <= now) for name, at in moments]
    day = london_day(schedule.closes - timedelta(seconds=1))
    if schedule.decided and day > london_day(schedule.opens):
        begins = datetime.combine(day, time(), LONDON)
        days.append(
            Stop("last day", day_in_words(day), _place(begins, schedule), schedule.closes <= now)
        )
    days.append(Stop("closing", in_london(schedule.closes), 1.0, schedule.closes <= now))
    over = retain_until < london_day(now)
    return [*days, Stop("retention", day_in_words(retain_until), None, over)]


def elapsed(schedule: Schedule, now: datetime) -> float:
    """Say how far an open round has come, from 0 to 1."""
    return min(1.0, max(0.0, _place(now, schedule)))


def next_step(
    state: State, schedule: Schedule, retain_until: date, now: datetime, *, stopped: bool = False
) -> str:
    """Say in one sentence what happens next by itself. ``stopped``: the count was refused."""
    closes, kept = in_london(schedule.closes), day_in_words(retain_until)
    coming = [at for at in schedule.reminders if at > now]
    match state:
        case State.DRAFT:
            return "Only administrators see it. Nothing happens until it is scheduled."
        case State.SCHEDULED:
            return f"It opens automatically on {in_london(schedule.opens)}, and invitations go out."
        case State.OPEN if coming:
            return f"The next reminder goes out on {in_london(coming[0])}; it closes on {closes}."
        case State.OPEN:
            return f"It closes automatically on {closes}, and is counted."
        case State.CLOSING:
            return "It takes no more answers. Links, addresses and letters are being destroyed."
        case State.CLOSED if stopped:
            return "It takes no more answers. The count has stopped, and nothing was changed."
        case State.CLOSED:
            return "It takes no more answers. The count comes next."
        case State.RELEASING:
            return "It is counted, and its keys are being destroyed."
        case _ if retain_until < london_day(now):
            return f"Its results were deleted after {kept}; the counts and the certificate stay."
        case _:
            return f"Its results are kept until {kept}, and then deleted."


def in_hand(state: State) -> str:
    """Say in one sentence what the worker does to a round of this state."""
    match state:
        case State.SCHEDULED:
            return "The round is being opened; then its invitations go out."
        case State.OPEN:
            return "The round is being closed."
        case State.CLOSING:
            return "Links, addresses, letters and unfinished answers are being destroyed."
        case State.RELEASING:
            return "The answers are counted; the round's keys are being destroyed."
        case _:
            return "The answers are being counted."


def _place(at: datetime, schedule: Schedule) -> float:
    if not schedule.decided:
        return 0.0 if at == schedule.opens else 0.5
    length = max(schedule.closes - schedule.opens, timedelta(seconds=1))  # closed at once by hand
    return (at - schedule.opens) / length
