"""Names of people, with a title or without, also in small letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.pointing.lists import COMMON, NAMES, WORDS
from portal.pointing.spans import Span

_TITLE = (
    r"(?:dr|doctor|mr|mrs|ms|miss|mx|prof|professor|sir|lady|lord|dame|rev|reverend|father|cllr|"
    r"councillor|judge|justice|señora?|madame?|auntie|uncle|big|old)"
)
_ROLE = (
    r"(?:manager|supervisor|director|head of service|colleague|friend|deputy|educator|mentor|boss|"
    r"leader|lead|chair|coordinator|assistant|executive|worker|psw|atm|tm|ad|dcs|hos|officer)"
)
_PARTICLE = r"(?:van|der|den|de|la|le|du|von|bin|ben|ibn|al|el|st|o|mac|mc|di|da|dos)"
_ONE = r"[^\W\d_][\w]*(?:[’'-][^\W\d_][\w]*)*"
"""A word of a name: “O'Neill-Hughes”."""
_CAPITAL = rf"(?=[^\W\d_a-z]){_ONE}"
_INITIAL = r"[A-Z]\.(?:\s?[A-Z]\.)*"
_MORE = rf"(?:\s+(?:{_INITIAL}|(?:{_PARTICLE}\s+)*{_CAPITAL}|(?:al|el|ap)-{_CAPITAL}|[A-Z]\b\.?))*"
_TITLED = re.compile(
    rf"\b(?i:{_TITLE})\b\.?\s+(?:{_INITIAL}\s*)?(?P<name>(?:(?i:{_PARTICLE})\s+)*{_ONE}){_MORE}"
)
_AFTER_ROLE = re.compile(
    rf"\b(?i:{_ROLE})\b[,:]?(?: is called| is named| called| named)?[\s(]+(?P<name>{_ONE}{_MORE})"
)
_CALLED = re.compile(rf"\b(?i:called|named|name is|known as) (?P<name>{_ONE}{_MORE})")
_INITIALS = re.compile(
    rf"\b(?:[A-Z]\.\s?)+(?:{_CAPITAL}|(?<=\.))|\b[a-z]\.\s(?P<small>[a-z]{{3,}})\b"
)
_WORD, _FOLLOWS = re.compile(_ONE), re.compile(_MORE)
_BEFORE_A_START, _ENDS = " \t\"“‘'(", ".!?\n•*–—-"
_NO_NAME = re.compile(
    r"(?:ing|ed|ly|tion|sion|ment|ness|ous|ful|able|ible|ies|ity|ance|ence|ship)$"
)
_PLURAL = re.compile(r"[^s]s$")
_TO_WILL = frozenset({"will", "may", "can", "mark", "hope"})
"""Names that begin many sentences as words."""


def names(text: str) -> Iterator[Span]:
    """Find names by their titles, by what somebody is, by lists, and by their capital letters."""
    for match in _TITLED.finditer(text):
        if not _common(match["name"].split()[-1]):
            yield Span("name", *match.span())
    for pattern in (_AFTER_ROLE, _CALLED):
        for match in pattern.finditer(text):
            first = match["name"].split()[0]
            if (first[0].isupper() and not _common(first)) or _may_be_small(first):
                yield Span("name", *match.span("name"))
    for match in _INITIALS.finditer(text):
        if not match["small"] or not _common(match["small"]):
            yield Span("name", *match.span())
    yield from _by_word(text)


def _by_word(text: str) -> Iterator[Span]:
    """Find single words that are listed, or that have a capital letter where none belongs; what
    follows them with a capital letter is a part of the name."""
    end = 0
    for match in _WORD.finditer(text):
        if match.start() < end:
            continue
        word, before = match[0], text[: match.start()].rstrip(_BEFORE_A_START)
        starts = not before or before[-1] in _ENDS
        if _is_listed(word, starts=starts) or _stands_out(word, starts=starts):
            follows = _FOLLOWS.match(text, match.end())
            end = follows.end() if follows else match.end()
            yield Span("name", match.start(), end)


def _is_listed(word: str, *, starts: bool) -> bool:
    plain = _bare(word).lower()
    if plain not in NAMES and not (set(plain.split("-")) <= NAMES):
        return False
    if plain in WORDS:
        return word[0].isupper() and not (starts and plain in _TO_WILL and word == _bare(word))
    return len(plain) > 1


def _stands_out(word: str, *, starts: bool) -> bool:
    """Tell whether a word has a capital letter and is none of those that may: an abbreviation, or
    what a sentence begins with."""
    plain = _bare(word)
    if not word[0].isupper() or len(plain) < 2 or plain.isupper() or _common(plain):
        return False
    return not starts or not (_NO_NAME.search(plain) or _PLURAL.search(plain))


def _may_be_small(word: str) -> bool:
    plain = _bare(word).lower()
    named = plain in NAMES - WORDS
    return named or not (_common(plain) or _NO_NAME.search(plain) or _PLURAL.search(plain))


def _common(word: str) -> bool:
    plain = word.lower().replace("’", "'")
    return (
        plain in COMMON or plain.removesuffix("'s") in COMMON or plain.removesuffix("s") in COMMON
    )


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)
