"""Bars are laid out here: those that part people who disagree from people who agree, and plain
ones. Pure.

The bar of a statement stands about a middle line: who disagrees lies left of it, who agrees right,
and who does neither on it. So it is as long for every statement, and further right the more agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal, TypeAlias

Side: TypeAlias = Literal["low", "middle", "high"]
"""Where an option stands by its points: below the middle of its scale, on it, or above."""
WIDTH = 240.0
"""A drawing is so wide, and its middle line lies half way. A bar of parts is half as long, a plain
one of 100 per cent as long as the drawing."""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a bar."""

    x: float
    width: float


def diverging(parts: Sequence[tuple[Side, int]]) -> list[Span]:
    """Lay out the parts of a bar (per cent), from the lowest to the highest. Figures that are told
    need not add up to 100; the bar is filled all the same."""
    whole = sum(percent for _, percent in parts)
    unit = WIDTH / 2 / whole
    low = sum(percent for side, percent in parts if side == "low")
    middle = sum(percent for side, percent in parts if side == "middle")
    begins = WIDTH / 2 - (low + middle / 2) * unit
    edges = accumulate((percent * unit for _, percent in parts), initial=begins)
    return [Span(x, round(end - x, 1)) for x, end in pairwise(round(edge, 1) for edge in edges)]


def length(percent: int) -> float:
    """Return how long a plain bar is."""
    return round(WIDTH * percent / 100, 1)
