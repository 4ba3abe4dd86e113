"""Years in the names of rounds and of their series, like “2026” or “2025/26”."""

from __future__ import annotations

import re

_YEAR = re.compile(r"\b(20[0-9]{2})(?:([/–-])([0-9]{2}))?\b")


def moved_on(text: str, years: int) -> str:
    """Move the years in a name so many on."""

    def later(match: re.Match[str]) -> str:
        first = str(int(match[1]) + years)
        return first if match[3] is None else f"{first}{match[2]}{(int(match[3]) + years) % 100:02}"

    return _YEAR.sub(later, text)


def names_one(text: str) -> bool:
    """Say whether a name holds a year."""
    return bool(_YEAR.search(text))


def alike(one: str, other: str) -> bool:
    """Say whether two names are the same but for their years: the series of this year's rounds goes
    on in that of next year's."""
    return _YEAR.sub("#", one) == _YEAR.sub("#", other)
