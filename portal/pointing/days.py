"""Days, months and years, as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.pointing.spans import Span

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|"
    r"sat(?:urday)?|sun(?:day)?)s?"
)
_NTH = (
    r"(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|"
    r"eleventh|twelfth|\w+teenth|twentieth|thirtieth|(?:twenty|thirty)[ -](?:first|second|third|"
    r"fourth|fifth|sixth|seventh|eighth|ninth))"
)
_YEAR = r"(?:(?:19|20)\d\d|['’]\d\d)"
_PATTERNS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"\b\d{4}-\d\d?-\d\d?\b",
        r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d\d)\b",
        rf"\b(?:{_DAY},? )?(?:the )?(?:{_NTH}|\d{{1,2}}) (?:of )?{_MONTH}\b(?:,? {_YEAR})?",
        rf"\b{_MONTH} (?:the )?(?:{_NTH}|\d{{1,2}})\b(?:,? {_YEAR})?",
        rf"\b(?:early |mid-?|late )?{_MONTH},? {_YEAR}",
        rf"\b(?:in|on|since|until|till|by|from|last|next|this|early|mid|late|during|before|after)"
        rf"[ -]{_MONTH}(?![\w’'])",
        rf"\b(?:mid|early|late)-{_MONTH}\b",
        rf"\b(?:{_DAY}) (?:the )?(?:{_NTH}|\d{{1,2}})\b",
        rf"\b(?:last|next|this|on|every|each) {_DAY}\b",
        r"\b(?:last|next|this) (?:week|month|year|spring|summer|autumn|winter|weekend|term)\b",
        r"\b(?:yesterday|today|tomorrow)\b",
        r"\b(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|a few|some|several)"
        r" (?:days?|weeks?|months?|years?) ago\b",
        rf"\b{_YEAR}(?![\w-])",
        r"\b\d{1,2}(?:st|nd|rd|th)\b",
        r"\b(?:christmas|easter|new year|half[ -]term|bank holiday|ramadan|eid|diwali|passover)\b",
        r"\b(?:spring|summer|autumn|winter)(?: of)? (?:19|20|['’])\d\d(?:\d\d)?\b",
    )
)
_NAMED = re.compile(
    r"\b(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|April|June|July|"
    r"August|September|October|November|December)s?\b"
)


def days(text: str) -> Iterator[Span]:
    """Find dates, days of the week, months with something beside them, and words like “last
    week”."""
    for pattern in (*_PATTERNS, _NAMED):
        for match in pattern.finditer(text):
            yield Span("date", *match.span())
