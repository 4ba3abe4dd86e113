"""Sentences as people write them, in each of which something is planted between bars; each line
begins with its kind.

The rules were made beside ``first.txt``. ``later.txt`` was written when they were done, and they
have not been changed for it since: it says what they find that nobody has thought of. What they
miss stays here, so that the table says so. In ``harmless.txt`` there is nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
KNOWN = (
    "Northshire County Council",
    "London Borough of Southborough",
    "Harrowby Vale NHS Foundation Trust",
    "Oldmoor Metropolitan Borough Council",
    "Eastwold Council",
    "Tarnbeck Children's Services Trust",
)
"""The organisations of the register."""


@dataclass(frozen=True)
class Sentence:
    """``planted``: where in it, from and to."""

    kind: str
    text: str
    planted: tuple[tuple[int, int], ...]


def sentences(name: str) -> list[Sentence]:
    return [_read(*line.split(": ", 1)) for line in lines(name)]


def lines(name: str) -> list[str]:
    return (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def _read(kind: str, line: str) -> Sentence:
    text, planted = "", list[tuple[int, int]]()
    for number, part in enumerate(line.split("|")):
        if number % 2:
            planted.append((len(text), len(text) + len(part)))
        text += part
    return Sentence(kind, text, tuple(planted))
