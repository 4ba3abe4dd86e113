"""Places, by their names or by how these are made."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.pointing.lists import COMMON, EVERYDAY_PLACES, PLACES
from portal.pointing.spans import Span

_CAPITAL = r"[^\W\d_a-z][\w’'-]+"
_SEVERAL = rf"{_CAPITAL}(?: {_CAPITAL})*"
_WORD = re.compile(r"[^\W\d_][\w’'-]*[^\W_]|[^\W\d_]")
_PARTS = re.compile(r"\b(?:[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est)(?:[- ][Ee]ast|[- ][Ww]est)\b")
_COMPOUND = re.compile(
    r"\b(?:Isle of|Newton|Milton|Upper|Lower|Nether|Great|Little|North|South|East|West|St\.?|Kings"
    r"|Bishops|Market|New|Stoke|Ashby)(?: (?:on|de|la|of|under|the|upon))*"
    rf" {_CAPITAL}(?: {_CAPITAL})?"
)
_HYPHENS = re.compile(r"\b[A-Z][a-z]+-(?:on|in|le|upon|under|by|de|the)-[\w-]+")
_ENDS = re.compile(
    r"\b[A-Z][a-z]{2,}(?:shire|borough|brough|bury|ham|ton|ford|wick|mouth|chester|caster|pool|dale|"
    r"hurst|stead|minster|combe|thorpe|worth|wood|field|ley|bridge|stone|mere|haven|port|well)\b"
)
_STANDS = re.compile(
    rf"\b(?:in|at|near|from|to|around|across|covers?|between|towards|outside|of) ({_SEVERAL})"
)
_PATCH = re.compile(
    rf"\b(?i:the) ({_SEVERAL})(?: and {_CAPITAL})?"
    r" (?:office|team|patch|area|estate|locality|site|hub)\b"
)


def places(text: str) -> Iterator[Span]:
    """Find places that are listed, those whose names are made as many are, and what stands where a
    place would: “in …”, “the … team”."""
    for match in _WORD.finditer(text):
        word = match[0].removesuffix("'s").removesuffix("’s")
        listed = word.lower() in PLACES and word.lower() not in EVERYDAY_PLACES
        if listed or (word[0].isupper() and word.lower() in EVERYDAY_PLACES):
            yield Span("place", *match.span())
    for pattern in (_COMPOUND, _HYPHENS, _PARTS, _ENDS):
        for match in pattern.finditer(text):
            if not {each.lower() for each in match[0].split()} <= COMMON:
                yield Span("place", *match.span())
    for pattern in (_STANDS, _PATCH):
        for match in pattern.finditer(text):
            if match[1].split()[0].lower() not in COMMON:
                yield Span("place", *match.span(1))
