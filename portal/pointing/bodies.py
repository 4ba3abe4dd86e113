"""Organisations: those of the register, also where their names are shortened, and any others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from portal.pointing.lists import COMMON
from portal.pointing.spans import Span

_PLAIN = frozenset(
    (
        *("county", "city", "council", "borough", "metropolitan", "london", "royal", "district"),
        *("unitary", "authority", "nhs", "trust", "foundation", "children", "children's", "adults"),
        *("services", "service", "of", "and", "the", "for", "together", "partnership", "health"),
        *("healthcare", "care", "social"),
    )
)
"""Words that many organisations have in their names."""
_KIND = (
    r"(?:council|borough|mbc|trust|university|police|constabulary|ltd|limited|plc|llp|agency|charity|"
    r"fostering|nursery|academy|school|college|hospital|foundation|housing|association|probation)"
)
_CAPITAL = r"[^\W\d_a-z][\w’'.&-]*"
_ELSEWHERE = re.compile(rf"\b(?:{_CAPITAL} ){{1,3}}(?i:{_KIND})\b|\b(?i:university of) {_CAPITAL}")
_KNOWN_BY_ALL = re.compile(
    r"\b(?:camhs|cafcass|nspcc|barnardo'?s|barnardos|basw|gmb|nurture|unison|dwp|home office)\b",
    re.I,
)


def organisations(text: str, known: Iterable[str]) -> Iterator[Span]:
    """Find organisations. ``known``: their names in full; of each it finds its own part alone
    (“Northshire”), with or without what others have too, and its initials."""
    for name in known:
        for match in _pattern(name).finditer(text):
            yield Span("organisation", *match.span())
    for pattern in (_ELSEWHERE, _KNOWN_BY_ALL):
        for match in pattern.finditer(text):
            yield Span("organisation", *match.span())


@lru_cache(maxsize=2048)
def _pattern(name: str) -> re.Pattern[str]:
    """Make what finds one organisation."""
    words = re.findall(r"[\w’'-]+", re.sub(r"\(.*?\)", "", name))
    own = [word for word in words if word.lower() not in _PLAIN]
    plain = "|".join(
        sorted(map(re.escape, _PLAIN | {"mbc", "cc", "lb", "bc"}), key=len, reverse=True)
    )
    around = rf"(?:(?:{plain}) )*", rf"(?: (?:{plain})\b)*"
    said = [r"[\s-]+".join(map(re.escape, own))] if own else [re.escape(name)]
    if len(own) > 1:
        said += [re.escape(word) for word in own if len(word) > 4 and word.lower() not in COMMON]
    parts = [rf"(?i:\b{around[0]}(?:{'|'.join(said)})(?:['’]s)?\b{around[1]})"]
    return re.compile("|".join([*parts, *(rf"\b{short}\b" for short in _initials(words))]))


def _initials(words: list[str]) -> set[str]:
    """Return the initials by which an organisation may be called, three at least."""
    capitals = "".join(word[0] for word in words if word[0].isupper())
    without = "".join(word[0] for word in words if word[0].isupper() and word != "NHS")
    return {each for each in (capitals, without) if len(each) > 2}
