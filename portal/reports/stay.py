"""The wish to stay, and what goes with it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.disclosure.cells import NATION, Cell, Level
from portal.reports import words
from portal.reports.edition import Edition
from portal.reports.lines import Line
from portal.reports.sentences import in_text

WISH = "stay"
"""The id of the score that tells it."""
FROM = 100
"""From so many answers on is told what goes with it."""
LEVELS: tuple[Level, ...] = ("organisation", "region", "nation")


@dataclass(frozen=True, slots=True)
class Stay:
    """``closest``: the scores that go with it most; ``among``: whose answers say so, empty where
    nobody's do; ``ordered``: the closest comes first, else they are in alphabetical order."""

    line: Line
    said: str
    closest: tuple[str, ...]
    among: str
    ordered: bool

    @property
    def order(self) -> str:
        return "the closest first" if self.ordered else "in alphabetical order"


def stay(edition: Edition, lines: Sequence[Line]) -> Stay | None:
    """Return the wish to stay; None of a questionnaire that does not ask for it."""
    line = next((line for line in lines if line.score.id == WISH), None)
    if line is None:
        return None
    level, cells = linked(edition)
    titles = {each.score.id: each.title for each in lines}
    ordered = any(cell.figure.value for cell in cells)
    cells = sorted(cells, key=lambda cell: (-cell.figure.value, titles[cell.about]))
    closest = tuple(in_text(titles[cell.about]) for cell in cells)
    return Stay(line, _said(line), closest, among(edition, level) if cells else "", ordered)


def _said(line: Line) -> str:
    if line.own is None:
        return words.NOT_SHOWN + "."
    score = f"{words.said(line.own)} out of 100"
    if line.nation is None:
        return f"{score}."
    verdict = "not clearly different from"
    if line.from_nation:
        verdict = "clearly above" if line.from_nation > 0 else "clearly below"
    return f"{score}, {verdict} {NATION} ({words.said(line.nation)})."


def linked(edition: Edition) -> tuple[Level, list[Cell]]:
    """Find what goes with the wish to stay: here, else in the region, else in England."""
    for level in LEVELS:
        if cells := [cell for cell in edition.of(level, "linked") if cell.name in _names(edition)]:
            return level, cells
    return "nation", []


def _names(edition: Edition) -> tuple[str, ...]:
    return edition.code, edition.region, NATION


def among(edition: Edition, level: Level) -> str:
    """Begin a sentence on what goes with the wish to stay: of whom it is told."""
    if level == "organisation":
        return f"At {edition.name} people"
    where = f"In your region, {edition.region}," if level == "region" else f"In {NATION}"
    few = f"Fewer than {FROM} answered here, too few to tell what goes with it. "
    own = few * (edition.invited < FROM)
    return f"{own}{where} people"
