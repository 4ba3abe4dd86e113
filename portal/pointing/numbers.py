"""Numbers by which somebody can be reached or found: telephones, and those of staff and cases."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.pointing.spans import Span

FEWEST = 5
"""A run of digits may be somebody's number from so many on; an amount of money, or a number of
people, seldom has more."""
_DIGIT = r"(?:\d|o(?=\d))"
_DIGITS = re.compile(
    rf"(?<![\w£$€])(?:\(?\+\s?)?\(?{_DIGIT}(?:[\s()./–-]{{0,2}}{_DIGIT}){{4,}}(?:\s?x\s?\d+)?",
    re.IGNORECASE,
)
_YEARS = re.compile(r"\D*(?:(?:19|20)\d\d\D*)+")
_CODE = re.compile(
    r"\b(?:[A-Z]{2,3}[-/ ]|(?i:[a-z]{1,3})[-/]?)(?:\d[ -]?){4,}(?:[A-Z]\b)?"
    r"|\b[A-Z]{2}\d\d ?[A-Z]{3}\b"
)
_CALLED = re.compile(
    r"\b(?:ext(?:ension|n)?|tel(?:ephone)?|phone|fax|mobile|mob|number|no|ref(?:erence)?|payroll)\b"
    r"[.:]?\s*(?:is |no\.? |number )?(?P<number>#?\d[\d ]*\d)",
    re.I,
)
_SHORT = re.compile(r"\bx\d{3,6}\b", re.I)
_SPOKEN = re.compile(
    r"\b(?:(?:oh|zero|one|two|three|four|five|six|seven|eight|nine|double|treble|triple|hundred)"
    r"\b[\s,-]*){5,}",
    re.I,
)


def numbers(text: str) -> Iterator[Span]:
    """Find runs of digits, however they are spaced, numbers that are called so, and letters with
    digits. Amounts with a comma, years and percentages are none."""
    for match in _DIGITS.finditer(text):
        digits = sum(char.isdigit() for char in match[0])
        if digits >= FEWEST and not _YEARS.fullmatch(match[0]):
            yield Span("number", *match.span())
    for pattern in (_CODE, _SHORT, _SPOKEN):
        for match in pattern.finditer(text):
            yield Span("number", match.start(), match.start() + len(match[0].rstrip(" ,-")))
    for match in _CALLED.finditer(text):
        yield Span("number", *match.span("number"))
