"""The scores of all organisations as a strip of dots without names. Pure.

Each dot is one organisation's score, as it is told: for staff alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.disclosure.cells import Cell
from portal.reports import scale, words
from portal.reports.lines import height, numbered
from portal.reports.nation.country import Country
from portal.reports.verdicts import AMONG

BOTTOM, APART, ROOM = 58.0, 6.0, 9
"""The lowest dots lie so far down, the others above them; so many have room above one another, and
more lie closer."""
POINTS = ("Lowest", "Lower quarter", "Middle", "Upper quarter", "Highest")


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    own: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """``said``: the scores at ``POINTS``; ``own``: of whoever looks, empty for nobody's."""

    about: str
    title: str
    organisations: int
    dots: tuple[Dot, ...]
    points: tuple[Cell, ...]
    own: str


def strips(country: Country, own: str = "") -> list[Strip]:
    """Return a strip for each score that ten organisations are told. ``own``: the code of the
    organisation whose dots are marked."""
    every = ((score, country.scores(score.id)) for score in country.edition.questionnaire.scores)
    return [
        _strip(score.id, numbered(score), cells, own)
        for score, cells in every
        if len(cells) >= AMONG
    ]


def _strip(about: str, title: str, cells: dict[str, Cell], own: str) -> Strip:
    mine = cells.get(own)
    order = sorted(cells.values(), key=height)
    last = len(order) - 1
    return Strip(
        about=about,
        title=title,
        organisations=len(order),
        dots=tuple(_dots([cell.figure.value for cell in order], mine)),
        points=tuple(order[(last * quarter + 2) // 4] for quarter in range(5)),
        own=words.said(mine) if mine else words.NOT_SHOWN * bool(own),
    )


def _dots(values: Sequence[int], mine: Cell | None) -> Iterator[Dot]:
    """Pile up the dots of each score, the own one at the bottom."""
    piles = Counter(values)
    apart = APART * min(1.0, ROOM / max(piles.values()))
    for value, number in piles.items():
        for place in range(number):
            own = mine is not None and mine.figure.value == value and place == 0
            yield Dot(scale.place(value), round(BOTTOM - apart * place, 1), own)
