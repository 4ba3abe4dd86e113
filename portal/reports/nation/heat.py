"""Scores of types or regions beside one another. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from portal.disclosure.cells import Cell
from portal.reports import words
from portal.reports.lines import numbered
from portal.reports.nation.country import Country
from portal.reports.sentences import starting
from portal.survey import scoring
from portal.survey.questionnaire import Band, Score


@dataclass(frozen=True, slots=True)
class Column:
    """A type or a region. ``base``: of how many people most of its scores are, in words."""

    name: str
    base: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A score of a type or region. ``base``: of how many people, where fewer than of its others."""

    cell: Cell | None
    said: str
    band: Band | None
    base: str


@dataclass(frozen=True, slots=True)
class Row:
    title: str
    score: Score
    marks: tuple[Mark, ...]
    nation: str


@dataclass(frozen=True, slots=True)
class Heat:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def draw(country: Country, level: Literal["type", "region"]) -> Heat:
    """Lay out the scores of a level; without columns where nothing is told of it."""
    cells = {
        (cell.name, cell.about): cell
        for cell in country.cells
        if cell.level == level and cell.measure == "score"
    }
    scores = country.edition.questionnaire.scores
    names = sorted({name for name, about in cells if about in {s.id for s in scores}})
    columns = [(name, _most([cells.get((name, score.id)) for score in scores])) for name in names]
    rows = (_row(country, score, columns, cells) for score in scores)
    shown = tuple(Column(starting(name), words.base(most)) for name, most in columns)
    return Heat(shown, tuple(rows) if shown else ())


def _most(cells: Sequence[Cell | None]) -> Cell:
    return max((cell for cell in cells if cell), key=lambda cell: cell.answers)


def _row(
    country: Country,
    score: Score,
    columns: Sequence[tuple[str, Cell]],
    cells: dict[tuple[str, str], Cell],
) -> Row:
    return Row(
        title=numbered(score),
        score=score,
        marks=tuple(_mark(country, cells.get((name, score.id)), most) for name, most in columns),
        nation=words.said(country.edition.own(score.id)),
    )


def _mark(country: Country, cell: Cell | None, most: Cell) -> Mark:
    if cell is None:
        return Mark(None, words.NOT_SHOWN, None, "")
    band = scoring.band(country.edition.questionnaire, Fraction(cell.figure.value))
    base = words.base(cell) if 10 * cell.answers < 9 * most.answers else ""
    return Mark(cell, words.said(cell), band, base)
