"""A spreadsheet runs a cell of a text file that begins like a formula. Such a text is marked with
an apostrophe in front when it leaves, and loses the mark when it comes back. Pure.

LibreOffice and Gnumeric run what begins with ``=``; Excel ``+``, ``-`` and ``@``, too, and in Japan
the wide forms of all four (OWASP, "CSV Injection"). What programs may leave out in front of it,
white space and what cannot be seen, does not make it safe.
"""

from __future__ import annotations

import unicodedata

MARK = "'"
SAID = (
    "A text that begins with an apostrophe (') was typed without it: one is put in front of what a"
    " spreadsheet would run as a formula, and of an apostrophe. Take the first one away."
)
_LIVE = frozenset("=+-@\N{MINUS SIGN}")
_MARKED = (MARK, "\t", "\r", "\n")
"""A text that begins with an apostrophe is marked, too, so that the mark can be taken away from
every text that has one."""


def marked(text: str) -> str:
    """Put an apostrophe in front where it would be a formula."""
    return MARK + text if _is_live(text) else text


def unmarked(text: str) -> str:
    """Return what was marked; an apostrophe that nobody put there stays (“'t Hooft”)."""
    inner = text[1:]
    return inner if text.startswith(MARK) and _is_live(inner) else text


def _is_live(text: str) -> bool:
    if not text or text[0].isalnum():
        return False
    shown = next((each for each in text if _is_shown(each)), "")
    return text.startswith(_MARKED) or unicodedata.normalize("NFKC", shown) in _LIVE


def _is_shown(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZ"
