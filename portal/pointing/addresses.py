"""Addresses: of letters, of mail, of pages; and buildings by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.pointing.spans import Span

_START = r"(?<![\w.+'’-])"
"""A run of such letters is looked at once, from its beginning: else long ones would take long."""
_DOT = r"(?:\.|\s*[\[(]\s*dot\s*[\])]\s*|\s+dot\s+)"
_ROAD = (
    r"(?:street|st|road|rd|lane|ln|avenue|ave|close|way|drive|crescent|terrace|square|gardens|mews|"
    r"grove|hill|walk|place|parade|broadway|quay|row|green)"
)
_HOUSE = (
    r"(?:house|court|lodge|hall|building|tower|cottage|farm|park|centre|hub|hospital|clinic|surgery|"
    r"school|academy|college|nursery|home|church|mosque|inn|arms|lion|hotel|mill|library)"
)
_CAPITAL = r"[^\W\d_a-z][\w’'.&-]*"
"""A word that begins with a capital letter."""
_PATTERNS = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (rf"{_START}[\w.+'’-]+@[\w.-]+", re.I),
        (rf"{_START}[\w.+-]+\s*(?:[\[(]\s*at\s*[\])]|\bat\b)\s*[\w-]+(?:{_DOT}[\w-]+)+", re.I),
        (r"\b\w+ at (?:gmail|hotmail|outlook|yahoo|icloud|aol)\b", re.I),
        (r"(?<![\w@])@\w[\w.]+", 0),
        (r"\bhttps?://\S+|\bwww\.\S+", re.I),
        (
            rf"{_START}[\w-]+(?:\.[\w-]+)*\."
            r"(?:uk|com|org|net|gov|nhs|example|info|io|eu|co|me|social|blog)\b(?:/\S*)?",
            re.I,
        ),
        (r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b", re.I),
        (r"\bp\.?\s?o\.? box \d+", re.I),
        (r"\b(?:flat|unit|room|floor|suite|block|apartment|plot) (?:\d[\w.]*|[A-Z])\b", re.I),
        (r"\b(?:first|second|third|fourth|fifth|sixth|top|ground) floor\b", re.I),
        (rf"\b\d{{1,4}}(?:-\d+)?[a-z]?,? (?:(?:the|st\.?|[\w’'-]+) ){{0,3}}{_ROAD}\b\.?", re.I),
        (rf"\b\d{{1,4}}[a-z]?,? the {_CAPITAL}", 0),
        (rf"\b(?:{_CAPITAL} ){{1,3}}(?i:{_ROAD})\b\.?", 0),
        (rf"\b(?:{_CAPITAL} ){{1,3}}(?:of |the |and )?(?:{_CAPITAL} )?(?i:{_HOUSE})\b", 0),
    )
)


def addresses(text: str) -> Iterator[Span]:
    """Find whatever looks like an address, lower case or not, with “at” and “dot” in words too."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield Span("address", *match.span())
