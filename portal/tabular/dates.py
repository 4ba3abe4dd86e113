"""A date reaches the rows as a date, so that nobody takes its number for a name or a number."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

DAYS = 2_958_466
"""Excel has no date from this number on (the year 10000)."""
_NOT_SHOWN = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].', re.DOTALL)
_OF_DATES = re.compile(r"[dmyhs]", re.IGNORECASE)
_BUILT_IN = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_BEGINNINGS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001
_LEAP_DAY = 60
"""Excel takes 1900 for a leap year: below this, its days are one later."""
_MINUTES = 24 * 60
_OF_TIME = re.compile(r"PT(\d{1,4})H(\d{1,2})M.*")


def is_format(number: int, code: str) -> bool:
    """Say whether a number format (ECMA-376, part 1, 18.8.30) shows dates or times."""
    return number in _BUILT_IN or bool(_OF_DATES.search(_NOT_SHOWN.sub("", code)))


def of_serial(serial: float, *, since_1904: bool) -> str:
    """Write a workbook's number as “2026-03-01”, “2026-03-01 09:30” or “09:30”, or as nothing where
    it is no date."""
    if not 0 <= serial < DAYS:
        return ""
    early = 1 if not since_1904 and serial < _LEAP_DAY else 0
    minutes = timedelta(minutes=round(serial * _MINUTES))
    moment = _BEGINNINGS[since_1904] + timedelta(days=early) + minutes
    return f"{moment:%H:%M}" if serial < 1 else of_iso(f"{moment:%Y-%m-%dT%H:%M:00}")


def of_iso(written: str) -> str:
    """Write “2026-03-01T09:30:00.000” and “PT09H30M00S” (ISO 8601) in the same ways."""
    if time := _OF_TIME.fullmatch(written):
        return f"{time[1]}:{time[2]}"
    day, _, clock = written.partition("T")
    return day if clock[:5] in ("", "00:00") else f"{day} {clock[:5]}"


def of_number(written: str) -> str:
    """Write a number with the fifteen digits that spreadsheets know, or leave it as it is."""
    if written.isdigit():
        return written
    try:
        return f"{float(written):.15g}"
    except ValueError:
        return written
