"""Numbers and days are read as people type them, and as authors of questionnaires do."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

_MINUS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"), "-")
"""These are hyphens, dashes and the minus sign itself."""
_NUMBER = re.compile(
    r"[+-]?(?:[0-9]{0,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,3}(?: [0-9]{3}){1,4})"
    r"(?:\.[0-9]{0,15})?"
)
_BETWEEN = re.compile(r"[\s/.,-]+")
_DAY = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?")
_YEAR = re.compile(r"[1-9][0-9]{3}")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)


def number(typed: str) -> Decimal | None:
    """Read a number such as ``12``, ``.5``, ``−3`` or ``1,200``; None for anything else. Thousands
    may be set off by commas or spaces of any width."""
    text = re.sub(r"\s+", " ", _plain(typed)).strip()
    text = re.sub(r"(?<=^[+-]) | (?=,)|(?<=,) ", "", text)
    if not _NUMBER.fullmatch(text) or not re.search("[0-9]", text):
        return None
    return Decimal(re.sub("[, ]", "", text))


def day(typed: str) -> date | None:
    """Read a day such as ``31 3 2026``, ``31st March 2026`` or ``2026-03-31``; None for what is no
    day. A year of two digits is not guessed at."""
    parts = [part for part in _BETWEEN.split(_plain(typed).casefold()) if part]
    if len(parts) == 3 and _YEAR.fullmatch(parts[0]):
        parts.reverse()
    if len(parts) == 3 and parts[0].isalpha():
        parts = [parts[1], parts[0], parts[2]]
    return _date(*parts) if len(parts) == 3 else None


def _date(number_of_day: str, month: str, year: str) -> date | None:
    of_day, of_month = _DAY.fullmatch(number_of_day), _month(month)
    if not (of_day and of_month and _YEAR.fullmatch(year)):
        return None
    try:
        return date(int(year), of_month, int(of_day[1]))
    except ValueError:
        return None


def _month(text: str) -> int:
    """Return a month's number; 0 for what is none. Three letters of its name will do."""
    if re.fullmatch("[0-9]{1,2}", text):
        return int(text)
    named = [n for n, month in enumerate(_MONTHS, 1) if len(text) > 2 and month.startswith(text)]
    return named[0] if named else 0


def _plain(typed: str) -> str:
    """Leave out what cannot be seen and came along from where the text was copied."""
    seen = "".join(c for c in typed if unicodedata.category(c) != "Cf")
    return seen.translate(_MINUS)
