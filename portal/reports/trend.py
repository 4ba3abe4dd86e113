"""How each score went over the rounds that asked for it: a small line each, all on one axis. Pure.

A line is broken where a statement of the score was put in other words, or other people were asked:
what comes after cannot be compared with what was before. It is broken where a score is not told,
too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from portal.disclosure.cells import Cell
from portal.reports import verdicts, words
from portal.reports.asked import NOT_ASKED
from portal.reports.edition import Edition
from portal.reports.lines import numbered
from portal.survey.questionnaire import Score

WIDTH, HEIGHT = 170, 86
LEFT, RIGHT = 22.0, 138.0
"""The first round stands at the one, the last at the other; right of it there is room for its
figure."""
TOP, BOTTOM = 8.0, 68.0
"""100 and 0 stand so far down."""


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float
    score: int


@dataclass(frozen=True, slots=True)
class Value:
    """A score in one round, in words. ``reworded``: it cannot be compared with the one before."""

    said: str
    reworded: bool


@dataclass(frozen=True, slots=True)
class Line:
    """``runs``: points that can be compared with one another, oldest first; ``values``: one a
    round."""

    title: str
    runs: tuple[tuple[Point, ...], ...]
    values: tuple[Value, ...]

    @property
    def last(self) -> Point | None:
        """The newest point."""
        return self.runs[-1][-1] if self.runs else None


@dataclass(frozen=True, slots=True)
class Trend:
    """``labels``: of the rounds, oldest first."""

    labels: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def broken(self) -> bool:
        """Somewhere the wording has changed."""
        return any(value.reworded for line in self.lines for value in line.values)


def y(score: int) -> float:
    """Return how far down a score stands."""
    return round(BOTTOM - (BOTTOM - TOP) * score / 100, 1)


def draw(editions: Sequence[Edition]) -> Trend | None:
    """Draw all scores over the editions, newest first; None where there is only one."""
    if len(editions) < 2:
        return None
    oldest_first = list(reversed(editions))
    same = [
        verdicts.comparable(earlier.questionnaire, later.questionnaire)
        for earlier, later in pairwise(oldest_first)
    ]
    places = _places(oldest_first)
    return Trend(
        labels=tuple(each.label for each in oldest_first),
        lines=tuple(
            _line(score, oldest_first, same, places) for score in editions[0].questionnaire.scores
        ),
    )


def _places(editions: Sequence[Edition]) -> list[float]:
    """Place the rounds by the day on which each opened."""
    days = [edition.opened.toordinal() for edition in editions]
    length = max(days[-1] - days[0], 1)
    return [round(LEFT + (RIGHT - LEFT) * (day - days[0]) / length, 1) for day in days]


def _line(
    score: Score,
    editions: Sequence[Edition],
    same: Sequence[Collection[str]],
    places: Sequence[float],
) -> Line:
    cells = [edition.own(score.id) for edition in editions]
    asked = [any(s.id == score.id for s in each.questionnaire.scores) for each in editions]
    reworded = [
        before and after and score.id not in comparable
        for before, after, comparable in zip(asked, asked[1:], same, strict=False)
    ]
    reworded = [False, *reworded]
    values = zip(cells, asked, reworded, strict=True)
    return Line(
        title=numbered(score),
        runs=tuple(_runs(zip(places, cells, reworded, strict=True))),
        values=tuple(Value(words.said(c) if was else NOT_ASKED, new) for c, was, new in values),
    )


def _runs(values: Iterable[tuple[float, Cell | None, bool]]) -> Iterator[tuple[Point, ...]]:
    """Part the points of a line where it is broken."""
    run = list[Point]()
    for x, cell, reworded in values:
        if run and (reworded or cell is None):
            yield tuple(run)
            run = []
        if cell:
            run.append(Point(x, y(cell.figure.value), cell.figure.value))
    if run:
        yield tuple(run)
