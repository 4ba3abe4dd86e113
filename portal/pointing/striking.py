"""A comment is struck out word by word; what stays says only that something is gone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from portal.pointing.spans import Kind, Span

REMOVED = "[removed]"
_WORD = re.compile(r"\S+")
_SPACE = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class Word:
    """It is what stands between two spaces, with the space ``after`` it; ``kind``: what it was
    pointed out as, if it was."""

    text: str
    after: str
    kind: Kind | None = None


def words(text: str, pointed: Iterable[Span] = ()) -> tuple[Word, ...]:
    """Split a comment into the words that can be struck out, each with what points at it."""
    spans = list(pointed)
    return tuple(
        Word(match[0], _after(text, match.end()), _kind(match, spans))
        for match in _WORD.finditer(text)
    )


def left(text: str, removed: Collection[int]) -> str:
    """Return what stays of a comment without the words of these numbers. A run of them is one gap,
    whose length nobody can tell."""
    parts = list[str]()
    for number, word in enumerate(words(text)):
        gone = number in removed
        if gone and number - 1 in removed:
            parts[-1] = REMOVED + word.after
        else:
            parts.append((REMOVED if gone else word.text) + word.after)
    return "".join(parts).strip()


def _after(text: str, end: int) -> str:
    match = _SPACE.match(text, end)
    return match[0] if match else ""


def _kind(match: re.Match[str], spans: Iterable[Span]) -> Kind | None:
    start, end = match.span()
    return next((span.kind for span in spans if span.start < end and start < span.end), None)
