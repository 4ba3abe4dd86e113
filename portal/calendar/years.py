"""Years that stand in names: “2026”, “2026/27”."""

from __future__ import annotations

import re

YEAR = re.compile(r"\b(20[0-9]{2})(?:([/–-])([0-9]{2}))?\b")


def without_years(text: str) -> str:
    """Return what stays of a name from year to year: a series counts its year on."""
    return YEAR.sub("*", text)
