"""The curve of answers by day is laid out here: where its lines and labels lie. Pure.

Across, everything is per cent of the drawing's width, so that it fits any screen without its
letters growing or shrinking; down, it is pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

LEFT, RIGHT = 10.0, 98.0
"""Days lie between these, per cent."""
TOP, BOTTOM, HEIGHT = 24.0, 196.0, 224
"""Counts lie between the first two, and the third is the whole height, in pixels."""
STEPS = 4
"""This many lines at most measure the height."""


@dataclass(frozen=True, slots=True)
class Point:
    """This is a day's end: how many had answered by then."""

    x: float
    y: float
    day: date
    number: int


@dataclass(frozen=True, slots=True)
class Tick:
    y: float
    number: int


@dataclass(frozen=True, slots=True)
class Mark:
    x: float
    day: date


@dataclass(frozen=True, slots=True)
class Curve:
    """``points`` begin with nothing, at the opening. ``first`` and ``last`` are the ends of the
    line of days; ``width`` is that of one day."""

    points: tuple[Point, ...]
    ticks: tuple[Tick, ...]
    reminders: tuple[Mark, ...]
    first: date
    last: date

    @property
    def segments(self) -> list[tuple[Point, Point]]:
        return list(pairwise(self.points))


def draw(
    counts: Sequence[tuple[date, int]],
    first: date,
    last: date,
    reminders: Sequence[date] = (),
    most: int = 0,
) -> Curve:
    """Lay out cumulative counts, a day each, within the days from ``first`` to ``last``; ``most``
    or the largest count, whichever is more, fits in below the top."""
    last = max(last, first, *(day for day, _ in counts))
    length = (last - first).days + 1

    def x(day: date) -> float:
        done = min(max((day - first).days + 1, 0), length)
        return round(LEFT + (RIGHT - LEFT) * done / length, 2)

    most = max(most, 1, *(number for _, number in counts))
    step = _step(most)
    highest = step * -(-most // step)

    def y(number: int) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * number / highest, 2)

    start = Point(LEFT, BOTTOM, first - timedelta(days=1), 0)
    points = [Point(x(day), y(number), day, number) for day, number in counts]
    within = sorted({day for day in reminders if first <= day <= last})
    return Curve(
        points=(start, *points),
        ticks=tuple(Tick(y(number), number) for number in range(0, highest + 1, step)),
        reminders=tuple(
            Mark(round((x(day) + x(day - timedelta(days=1))) / 2, 2), day) for day in within
        ),
        first=first,
        last=last,
    )


def _step(most: int) -> int:
    """Choose 1, 2 or 5 times a power of ten, so that a few steps reach the most."""
    unit = 1
    while True:
        for times in (1, 2, 5):
            if times * unit * STEPS >= most:
                return times * unit
        unit *= 10
