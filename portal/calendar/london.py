"""London's clock: what people type and read is Europe/London, all else is UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from portal.errors import Refused

LONDON = ZoneInfo("Europe/London")
EXAMPLE = "2026-11-02T09:00"
UNDECIDED, UNDECIDED_DAY = datetime(9999, 1, 1, tzinfo=UTC), date(9999, 1, 1)
"""The moment and the day of a draft that nobody has chosen yet: they come after all others, and are
told as such wherever a day is told."""
TO_BE_CHOSEN = "a day to be chosen"


def from_london(text: str) -> datetime:
    """Read a moment typed as ISO 8601: with an offset as it is, else as London's clock shows it.

    Raises ``Refused`` for what is no moment, and for a time that the clock change skips or has
    twice: the person should choose another.
    """
    try:
        typed = datetime.fromisoformat(text.strip())
        if typed.tzinfo:
            return typed.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Refused(f"“{text}” is no date and time; write it like {EXAMPLE}.") from error
    local = typed.replace(tzinfo=LONDON)
    if local.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != typed:
        raise Refused(f"{text} does not exist in London: the clocks go forward; choose another.")
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        raise Refused(f"{text} comes twice in London: the clocks go back; choose another.")
    return local.astimezone(UTC)


def day_from(text: str) -> date:
    """Read a day typed as ISO 8601. Raises ``Refused``."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused(f"“{text}” is no day; write it like {EXAMPLE[:10]}.") from error


def in_london(moment: datetime) -> str:
    """Write a moment as people read it: “2 November 2026 at 9:00am”."""
    if moment == UNDECIDED:
        return TO_BE_CHOSEN
    local = moment.astimezone(LONDON)
    hour, half = (local.hour % 12) or 12, "am" if local.hour < 12 else "pm"
    return f"{local.day} {local:%B %Y} at {hour}:{local:%M}{half}"


def day_in_words(day: date) -> str:
    """Write a day as people read it: “2 November 2026”."""
    return TO_BE_CHOSEN if day == UNDECIDED_DAY else f"{day.day} {day:%B %Y}"


def day_and_month(day: date) -> str:
    """Write a day of which everybody knows the year: “2 November”."""
    return f"{day.day} {day:%B}"


def london_day(moment: datetime) -> date:
    """Return the day that London's calendar shows at this moment."""
    return moment.astimezone(LONDON).date()
