"""The line from 0 to 100 on which scores are drawn, in the coordinates of its picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

LEFT, WIDTH = 10.0, 280.0
"""Where 0 stands, and how far from it 100 does; the picture is wider by as much on either side."""


@dataclass(frozen=True, slots=True)
class Zone:
    """The part of the line that a band takes."""

    colour: str
    x: float
    width: float


def place(score: int) -> float:
    """Return where a score stands; one that would lie beyond an end stands there."""
    return round(LEFT + WIDTH * min(max(score, 0), 100) / 100, 1)


def stretch(first: int, last: int, of: int) -> tuple[float, float]:
    """Return where the places from ``first`` to ``last`` lie on a line of so many, and how wide
    they are."""
    x = round(LEFT + WIDTH * (first - 1) / of, 1)
    return x, round(LEFT + WIDTH * last / of - x, 1)


def zones(bands: Sequence[tuple[str, int]]) -> list[Zone]:
    """Part the line into bands (colour and lowest score, from the lowest up); a band begins half
    way from the last score below it."""
    edges = [LEFT, *(_edge(lowest) for _, lowest in bands[1:]), LEFT + WIDTH]
    return [
        Zone(colour, x, round(end - x, 1))
        for (colour, _), (x, end) in zip(bands, pairwise(edges), strict=True)
    ]


def _edge(lowest: int) -> float:
    return round(LEFT + WIDTH * (lowest - 0.5) / 100, 1)
