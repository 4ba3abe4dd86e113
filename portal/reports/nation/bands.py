"""How many organisations are in each band of a score. Pure.

Staff see each organisation as a dot. For everybody else a band that holds fewer than four of them,
or none, is told together with its neighbour: nobody learns that one is alone in it, nor that all
are in another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from portal.disclosure.levels import FEWEST
from portal.reports import bars
from portal.reports.bars import Span
from portal.reports.lines import numbered
from portal.reports.nation.country import Country
from portal.reports.verdicts import AMONG
from portal.survey import scoring
from portal.survey.questionnaire import Band

Count: TypeAlias = tuple[tuple[Band, ...], int]
"""Some bands, and how many organisations are in one of them."""


@dataclass(frozen=True, slots=True)
class Part:
    """So many organisations are in one of these bands. ``span``: of the bar."""

    bands: tuple[Band, ...]
    number: int
    percent: int
    span: Span

    @property
    def name(self) -> str:
        """“Improve”, “Monitor or sustain”."""
        words = " or ".join(band.word for band in self.bands)
        return words[:1].upper() + words[1:]

    @property
    def colour(self) -> str:
        """How it is drawn: a band's colour, or that several are in one."""
        return self.bands[0].colour if len(self.bands) == 1 else "several"


@dataclass(frozen=True, slots=True)
class Row:
    """``parts`` from the lowest band up; empty where they are not shown. ``organisations``: so many
    are told the score."""

    about: str
    title: str
    organisations: int
    parts: tuple[Part, ...]


def rows(country: Country, *, together: bool) -> list[Row]:
    """Return a row for each score; none where fewer than ten organisations are told any.
    ``together``: bands of few organisations are."""
    scores = country.edition.questionnaire.scores
    every = [_row(country, score.id, numbered(score), together) for score in scores]
    return every if any(row.parts for row in every) else []


def _row(country: Country, about: str, title: str, together: bool) -> Row:
    cells = country.scores(about).values()
    text = country.edition.questionnaire
    within = [scoring.band(text, Fraction(cell.figure.value)) for cell in cells]
    counts: list[Count] = [((band,), within.count(band)) for band in text.bands]
    counts = merged(counts) if together else counts
    shown = len(within) >= AMONG and len(counts) > 1
    return Row(about, title, len(within), tuple(_parts(counts, len(within))) if shown else ())


def merged(counts: Sequence[Count]) -> list[Count]:
    """Put each band of too few organisations to that of its neighbours that has fewer."""
    left = list(counts)
    while len(left) > 1 and min(number for _, number in left) < FEWEST:
        at = min(range(len(left)), key=lambda place: left[place][1])
        beside = [place for place in (at - 1, at + 1) if 0 <= place < len(left)]
        to = min(beside, key=lambda place: left[place][1])
        first, second = sorted((at, to))
        both = left[first][0] + left[second][0], left[first][1] + left[second][1]
        left[first : second + 1] = [both]
    return left


def _parts(counts: Sequence[Count], of: int) -> Iterator[Part]:
    x = 0.0
    for bands, number in (each for each in counts if each[1]):
        end = round(x + bars.WIDTH * number / of, 1)
        yield Part(bands, number, (200 * number + of) // (2 * of), Span(x, round(end - x, 1)))
        x = end
