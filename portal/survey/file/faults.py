"""A questionnaire file has faults, each with its line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from portal.errors import PortalError

LONGEST_QUOTE = 60


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
    """It collects faults, so that one run can report all of a file's."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, line: int, message: str) -> None:
        self._faults.append(Fault(line, message))

    def raise_any(self) -> None:
        if self._faults:
            raise QuestionnaireFaults(self._faults)


def quoted(text: object) -> str:
    """Mark what somebody wrote as theirs, cut to a length that a message can hold."""
    shown = " ".join(str(text).split())
    return f"`{shown[:LONGEST_QUOTE]}…`" if len(shown) > LONGEST_QUOTE else f"`{shown}`"


def listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def nearest(word: str, choices: Iterable[str]) -> str | None:
    near = get_close_matches(word, list(choices), n=1) if len(word) <= LONGEST_QUOTE else []
    return near[0] if near else None


def advice(word: object, choices: Iterable[str], otherwise: str) -> str:
    """Return the end of a message about a word that is none of the choices."""
    near = nearest(str(word), choices)
    return f"did you mean `{near}`?" if near else otherwise
