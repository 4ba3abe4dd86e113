"""The national report of a round, ready to be drawn and to be written into files. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.disclosure.cells import NATION
from portal.reports import cell_table, lines, trend, words
from portal.reports.edition import Edition
from portal.reports.lines import Line
from portal.reports.nation import bands, dots, heat, response, tables
from portal.reports.nation.bands import Row as BandRow
from portal.reports.nation.country import Country
from portal.reports.nation.dots import Strip
from portal.reports.nation.heat import Heat
from portal.reports.nation.response import Answered
from portal.reports.report import Report
from portal.reports.table import Column, Table
from portal.reports.trend import Trend


@dataclass(frozen=True, slots=True)
class Place:
    """What England, or a region beside it, is told by itself. ``questions``: the tables of what
    people said to each question."""

    edition: Edition
    before: Edition | None
    cautions: tuple[str, ...]
    lines: tuple[Line, ...]
    trend: Trend | None
    questions: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class National:
    """``strips`` are for staff alone, and empty for everybody else."""

    england: Place
    answered: tuple[Answered, ...]
    types: Heat
    regions: Heat
    bands: tuple[BandRow, ...]
    strips: tuple[Strip, ...]
    notes: tuple[str, ...]


def for_staff(country: Country, own: str = "") -> National:
    """Make the report for staff. ``own``: the code of whoever's organisation is marked."""
    return _national(country, tuple(dots.strips(country, own)), together=False)


def for_everybody(country: Country) -> National:
    """Make the report without what tells something of single organisations."""
    return _national(country.for_everybody(), (), together=True)


def place(editions: Sequence[Edition]) -> Place:
    """Show a place by itself; of a region, what England is told stands beside it."""
    edition, before = editions[0], editions[1] if len(editions) > 1 else None
    return Place(
        edition=edition,
        before=before,
        cautions=tuple(words.cautions(edition, before)) if edition.shown else (),
        lines=lines.lines(edition, before),
        trend=trend.draw(editions),
        questions=tables.questions(editions, beside_england=edition.name != NATION),
    )


def report(country: Country) -> Report:
    """Write the report for staff into tables, a sheet each in Excel."""
    told, edition = for_staff(country), country.edition
    every = (
        tables.response(told.answered),
        tables.scores(country.editions, beside_england=False),
        tables.heat(told.types, "types", "By type", "type"),
        tables.heat(told.regions, "regions", "By region", "region"),
        tables.bands(told.bands),
        tables.spread(told.strips),
        tables.trend(told.england.trend),
        *told.england.questions,
    )
    cells = cell_table.of_round(edition.round_code, country.cells, edition.questionnaire, {})
    return Report(
        round_code=edition.round_code,
        title=edition.title,
        code="",
        name=NATION,
        headline=None,
        tables=tuple(table for table in every if table.rows),
        cells=cells,
    )


def of_returns(round_code: str, title: str, every: tuple[Table, ...]) -> Report:
    """Write the tables of a round of returns, and last which there are."""
    contents = Table(
        "tables",
        "Tables",
        (Column("table", "Table", "id"), Column("title", "Question")),
        tuple((table.id, table.title) for table in every),
    )
    return Report(round_code, title, "", NATION, None, every, contents)


def _national(country: Country, strips: tuple[Strip, ...], *, together: bool) -> National:
    rows = response.by_type(country.members)
    return National(
        england=place(country.editions),
        answered=tuple(rows),
        types=heat.draw(country, "type"),
        regions=heat.draw(country, "region"),
        bands=tuple(bands.rows(country, together=together)),
        strips=strips,
        notes=tables.response(rows).notes,
    )
