"""The days of a round are laid out here on a line: where its dots lie, and the labels below them.
Pure.

Across, all is per cent of the drawing's width; down, it is pixels. Labels that would lie over one
another go further down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Anchor: TypeAlias = Literal["start", "middle", "end"]
LEFT, RIGHT, END = 3.0, 83.0, 97.0
"""The opening and the closing lie at the first two, what comes long after at the third."""
LINE = 22
"""So far down lies the line."""
WIDTH = 13.0
"""No label is wider, on a screen that has room for them."""
FIRST, ROW, LEADING = 56, 62, 18
"""The first line of the first row of labels lies so far down, the next row so much further; and
lines so far from one another."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A dot, and its label: the lines with how far down each lies."""

    x: float
    anchor: Anchor
    row: int
    lines: tuple[tuple[int, str], ...]


def x(place: float | None) -> float:
    """Tell where a place between opening (0) and closing (1) lies, or one long after."""
    return END if place is None else round(LEFT + (RIGHT - LEFT) * place, 2)


def lay_out(stops: Sequence[tuple[float | None, Sequence[str]]]) -> list[Spot]:
    """Put each label below its dot, in the first row in which there is room. ``stops``: in order,
    each with the lines of its label."""
    ends, spots = list[float](), list[Spot]()
    for place, lines in stops:
        at = x(place)
        anchor: Anchor = "start" if at < WIDTH / 2 else "end" if at > 100 - WIDTH / 2 else "middle"
        begins = at - {"start": 0.0, "middle": WIDTH / 2, "end": WIDTH}[anchor]
        row = next((row for row, end in enumerate(ends) if end <= begins), len(ends))
        ends[row : row + 1] = [begins + WIDTH]
        top = FIRST + ROW * row
        told = tuple((top + LEADING * number, line) for number, line in enumerate(lines))
        spots.append(Spot(at, anchor, row, told))
    return spots


def height(spots: Sequence[Spot]) -> int:
    """Tell how high the drawing is."""
    return FIRST + ROW * (max(spot.row for spot in spots) + 1) - LEADING
