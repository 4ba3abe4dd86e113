"""The days on which a round writes to the principal social workers who take part: one table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypeAlias

from portal.calendar.london import LONDON, london_day

Kind: TypeAlias = Literal["planned", "missing", "opens", "halfway", "closes"]
HOUR = 8
"""Letters go from this hour on, by London's clock, from Monday to Friday."""
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
SATURDAY = 5
_EVER = datetime(1, 1, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class LetterDay:
    """A letter of this kind goes on a ``day``, at the moment ``at``."""

    kind: Kind
    day: date

    @property
    def at(self) -> datetime:
        return datetime.combine(self.day, time(HOUR), LONDON).astimezone(UTC)


def letter_days(scheduled: datetime | None, opens: datetime, closes: datetime) -> list[LetterDay]:
    """List the letters of a round in their order, never two on a day. ``scheduled``: when it was,
    none if nobody knows any more; then it is not told that the round is planned.

    Each wants a day and has a time in which it is true, and keeps so many days from those above
    it, which matter more. What finds no day falls away: so a short round has few letters.
    """
    ready = scheduled or _EVER
    half, last = opens + (closes - opens) / 2, london_day(closes - timedelta(seconds=1))
    first = _morning_after(ready) if scheduled else ready.date()
    wanted: list[tuple[Kind, date, int, datetime, datetime]] = [
        ("opens", max(_weekday_before(london_day(opens) - DAY), first), 1, ready, half),
        ("closes", _weekday_before(last - DAY), 1, max(ready, opens), closes),
        ("planned", first, 1, ready, opens),
        ("missing", _weekday_before(london_day(opens) - WEEK), 2, ready, opens),
        ("halfway", _morning_after(half), 2, half, closes - DAY),
    ]
    kept = list[LetterDay]()
    for kind, day, apart, since, until in wanted:
        letter = LetterDay(kind, day)
        clear = all(abs(day - other.day) >= apart * DAY for other in kept)
        if clear and since <= letter.at < until and (scheduled or kind != "planned"):
            kept.append(letter)
    return sorted(kept, key=lambda letter: letter.day)


def letter_now(
    scheduled: datetime | None, opens: datetime, closes: datetime, now: datetime
) -> Kind | None:
    """Return the letter that is true now: the last whose moment has come, until the next one's."""
    past = [each.kind for each in letter_days(scheduled, opens, closes) if each.at <= now < closes]
    return past[-1] if past else None


def is_morning(last: datetime | None, now: datetime) -> bool:
    """Say whether the letters of a new day are due, of which the ``last`` were put in hand then."""
    local = now.astimezone(LONDON)
    awake = local.hour >= HOUR and local.weekday() < SATURDAY
    return awake and (last is None or london_day(last) != local.date())


def _morning_after(moment: datetime) -> date:
    """Return the day of the first morning, from Monday to Friday, at this moment or after it."""
    local = moment.astimezone(LONDON)
    day = local.date() + DAY * (local.time() > time(HOUR))
    return day + DAY * max(0, 7 - day.weekday()) if day.weekday() >= SATURDAY else day


def _weekday_before(day: date) -> date:
    """Return Friday for a Saturday or a Sunday, and any other day as it is."""
    return day - DAY * max(0, day.weekday() - SATURDAY + 1)
