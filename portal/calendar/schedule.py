"""A round has its days: what people type and read is Europe/London, all else is UTC."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from portal.calendar.london import LONDON, UNDECIDED, day_in_words, in_london, london_day
from portal.errors import Refused

MOST_REMINDERS = 5
"""A round has no more of them, since more are not read."""
GAP = timedelta(days=2)
"""Nobody is reminded on the day of their last letter, or on the next one: days of London's
calendar, which clock changes and the hour leave alone."""
YEAR = timedelta(weeks=52)
"""It ends on the weekday on which it began."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Its moments are aware UTC, ``UNDECIDED`` in a draft; ``reminders`` are in order."""

    opens: datetime
    closes: datetime
    reminders: tuple[datetime, ...] = ()

    @property
    def decided(self) -> bool:
        """Opening and closing are chosen."""
        return UNDECIDED not in (self.opens, self.closes)


def checked(opens: datetime, closes: datetime, reminders: Sequence[datetime] = ()) -> Schedule:
    """Make a schedule whose moments are in order. Raises ``Refused``, saying which is not."""
    return _made(opens, closes, reminders, faults(opens, closes, reminders))


def faults(
    opens: datetime,
    closes: datetime,
    reminders: Sequence[datetime | None] = (),
    gone: Sequence[datetime] = (),
) -> dict[str, str]:
    """Say what is out of order: a sentence for ``closes``, and for ``0``, ``1``, … of the
    reminders, of which some may be left out; nothing before opening and closing are chosen.
    ``gone``: reminders of which nothing is said any more, and from which the others keep their
    distance."""
    if not Schedule(opens, closes).decided:
        return {}
    if closes <= opens:
        return {"closes": "A round must close after it opens; choose a later closing time."}
    wrong = {}
    for number, reminder in enumerate(reminders):
        if reminder is None:
            continue
        if not opens < reminder < closes:
            wrong[str(number)] = (
                f"A reminder must fall between opening and closing; {in_london(reminder)} does not."
            )
        elif reminder in reminders[:number]:
            wrong[str(number)] = "Two reminders fall on the same moment; leave one out."
        else:
            before = max(at for at in (opens, *gone, *reminders) if at and opens <= at < reminder)
            if london_day(reminder) < london_day(before) + GAP:
                wrong[str(number)] = _too_soon(reminder, before, opens, closes)
    return wrong


def faults_while_open(
    before: Schedule, reminders: Sequence[datetime | None], now: datetime
) -> dict[str, str]:
    """Say, as ``faults`` does, what is wrong with the reminders that an open round is to have: none
    may be new and past."""
    gone = _gone(before, now)
    missed = {
        str(number): f"{in_london(at)} has passed; choose a later time for the reminder."
        for number, at in enumerate(reminders)
        if at and at <= now and at not in gone
    }
    coming = [at if at and at > now else None for at in reminders]
    return missed | faults(before.opens, before.closes, coming, gone)


def check_ahead(days: Schedule, now: datetime) -> None:
    """Raise ``Refused`` unless the opening lies ahead."""
    if days.opens <= now:
        raise Refused(f"{in_london(days.opens)} has passed; choose a later time for the opening.")


def reminded_otherwise(before: Schedule, reminders: Sequence[datetime], now: datetime) -> Schedule:
    """Give an open round's schedule other reminders: what is past stays as it was.

    Raises ``Refused`` for a new one in the past, and as ``checked`` does.
    """
    wanted = [*_gone(before, now), *(reminder for reminder in reminders if reminder > now)]
    wrong = faults_while_open(before, reminders, now)
    return _made(before.opens, before.closes, wanted, wrong)


def years_until(before: Schedule, now: datetime) -> int:
    """Say how many years bring an opening into the future, one at least."""
    return max(1, (now - before.opens) // YEAR + 1)


def moved(before: Schedule, by: timedelta) -> Schedule:
    """Move a schedule by whole days; London's clock shows the same times as before."""

    def later(moment: datetime) -> datetime:
        if moment == UNDECIDED:
            return moment
        return (moment.astimezone(LONDON) + by).astimezone(UTC)

    reminders = tuple(later(at) for at in before.reminders if at < before.closes)
    return Schedule(later(before.opens), later(before.closes), reminders)


def months_later(opens: datetime, months: int) -> timedelta:
    """Return what leads from an opening to the same weekday of a month so many later: from a first
    Monday to a first Monday, from a fifth to a last."""
    day = london_day(opens)
    place = day.month - 1 + months
    first = date(day.year + place // 12, place % 12 + 1, 1)
    there = first + timedelta(days=(day.weekday() - first.weekday()) % 7, weeks=(day.day - 1) // 7)
    return there - timedelta(weeks=there.month != first.month) - day


def usual_reminders(opens: datetime, closes: datetime) -> tuple[datetime, ...]:
    """Propose reminders at nine in the morning: after a third and two thirds of the days, and on
    the day before the closing, as far as they keep their distance."""
    first, days = london_day(opens), (london_day(closes) - london_day(opens)).days
    made: list[datetime] = []
    for after in (days // 3, days * 2 // 3, days - 1):
        at = datetime.combine(first + timedelta(days=after), time(9), LONDON).astimezone(UTC)
        if not faults(opens, closes, [*made, at]):
            made.append(at)
    return tuple(made)


def _made(
    opens: datetime, closes: datetime, reminders: Sequence[datetime], wrong: dict[str, str]
) -> Schedule:
    if len(reminders) > MOST_REMINDERS:
        raise Refused(f"A round has {MOST_REMINDERS} reminders at most; leave some out.")
    for fault in wrong.values():
        raise Refused(fault)
    return Schedule(opens, closes, tuple(sorted(reminders)))


def _gone(days: Schedule, now: datetime) -> list[datetime]:
    return [reminder for reminder in days.reminders if reminder <= now]


def _too_soon(reminder: datetime, before: datetime, opens: datetime, closes: datetime) -> str:
    """Say of a reminder that it comes on the day of the letter ``before`` it, or on the next."""
    when = "on the day of" if london_day(before) == london_day(reminder) else "the day after"
    last = "opening" if before == opens else f"reminder of {in_london(before)}"
    said = (
        f"A reminder on {in_london(reminder)} comes {when} the {last}, and nobody gets another"
        " letter so soon."
    )
    day = london_day(before) + GAP
    if datetime.combine(day, time(), LONDON) >= closes:
        return f"{said} Leave it out: the round closes before the next could go."
    return f"{said} Choose {day_in_words(day)} or later, or leave it out."
