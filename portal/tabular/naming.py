"""A person's name as a letter uses it, whatever way round a list has it."""

from __future__ import annotations

import re

_TITLES = {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "rev", "cllr"}
_AFTER = {
    *("jr", "snr", "sr", "jnr", "junior", "senior", "ii", "iii", "iv", "esq"),
    *("ba", "bsc", "ma", "msc", "msw", "dipsw", "mba", "phd", "rsw", "mbe", "obe", "cbe"),
}
"""What stands after a comma and is no first name."""
_WORDS = 3
"""More words on one side of the comma are no name."""
_BRACKETS = re.compile(r"\s*\(\s*([^()]*?)\s*\)\Z")
_QUOTES = ' "“”'


def plain(name: str) -> str:
    """Put a name that is written like “O'Brien, Ben” the other way round, without its title; its
    letters stay as they are."""
    tidy = " ".join(name.strip(_QUOTES).split())
    end = _BRACKETS.search(tidy)
    begin = tidy[: end.start()] if end else tidy
    after = end[0] if end and not _is_title(end[1]) else ""
    return _turned(begin) + after


def _turned(name: str) -> str:
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 3 and _is_title(parts[2]):
        parts.pop()
    words = [part.split() for part in parts]
    if len(parts) != 2 or not all(0 < len(each) <= _WORDS for each in words):
        return name
    if all(_is_after(word) for word in words[1]) or _is_no_name(name):
        return name
    last, first = ([word for word in each if not _is_title(word)] or each for each in words)
    return " ".join((*first, *last)).strip(_QUOTES)


def _is_title(word: str) -> bool:
    return word.lower().rstrip(".") in _TITLES


def _is_after(word: str) -> bool:
    return word.lower().replace(".", "") in _AFTER


def _is_no_name(text: str) -> bool:
    """Say whether it holds what no name does: a formula, an address, a number."""
    return any(sign.isdigit() or sign in "=@<>" for sign in text)
