"""A questionnaire file has faults, each with its line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from portal.errors import PortalError

LONGEST_QUOTE = 60
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | frozenset(
    map(chr, range(0xFE00, 0xFE10))
)
"""Letters and marks by their category, and yet nothing is seen of them."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """``line`` counts from 1; ``message`` says what is wrong, and what would be right."""

    line: int
    message: str


class QuestionnaireFaults(PortalError):
    """The file is no questionnaire yet; ``faults`` holds every reason, in the file's order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(f"line {fault.line}: {fault.message}" for fault in self.faults))


class FaultList:
    """It collects faults, so that one run can report all of a file's. ``kept``: of a text that was
    found right when it came in."""

    def __init__(self, *, kept: bool = False) -> None:
        self._faults: list[Fault] = []
        self._kept = kept

    def add(self, line: int, message: str) -> None:
        self._faults.append(Fault(line, message))

    def demand(self, line: int, message: str) -> None:
        """Add what a new text is refused for, and an older one was not: that stays readable, since
        rounds hold it."""
        if not self._kept:
            self.add(line, message)

    def raise_any(self) -> None:
        if self._faults:
            raise QuestionnaireFaults(self._faults)


def quoted(text: object) -> str:
    """Mark what somebody wrote as theirs, cut to a length that a message can hold, and with the
    codes of characters that cannot be seen."""
    shown = "".join(
        _seen(each) for each in " ".join(re.split("[ \t\n]+", str(text).strip(" \t\n")))
    )
    return f"`{shown[:LONGEST_QUOTE]}…`" if len(shown) > LONGEST_QUOTE else f"`{shown}`"


def is_invisible(character: str) -> bool:
    """Say whether nothing but a space of some width, or nothing at all, is seen of it."""
    return character not in " \t\n" and (
        unicodedata.category(character) in _UNSEEN or character in _BLANK
    )


def _seen(character: str) -> str:
    return f"[U+{ord(character):04X}]" if is_invisible(character) else character


def listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def nearest(word: str, choices: Iterable[str]) -> str | None:
    near = get_close_matches(word, list(choices), n=1) if len(word) <= LONGEST_QUOTE else []
    return near[0] if near else None


def advice(word: object, choices: Iterable[str], otherwise: str) -> str:
    """Return the end of a message about a word that is none of the choices."""
    near = nearest(str(word), choices)
    return f"did you mean `{near}`?" if near else otherwise
