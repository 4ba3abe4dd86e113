"""A report is one value that every file is written from. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.disclosure.cells import Cell
from portal.reports import assessed, cell_table
from portal.reports.assessed import Assessment
from portal.reports.edition import Edition
from portal.reports.headline import Headline, headline
from portal.reports.quotes import Quote
from portal.reports.table import Table
from portal.reports.tables import tables
from portal.survey.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class Report:
    """It is of one organisation, or (``code`` empty) all that may be told of a round. ``headline``
    and ``tables`` are for people, and ``cells`` is everything in one table."""

    round_code: str
    title: str
    code: str
    name: str
    headline: Headline | None
    tables: tuple[Table, ...]
    cells: Table

    @property
    def heading(self) -> str:
        return f"{self.name}: {self.title}" if self.name else self.title

    @property
    def cautions(self) -> tuple[str, ...]:
        """What is said of the care with which to read it."""
        return self.headline.cautions if self.headline else ()

    @property
    def every(self) -> tuple[Table, ...]:
        return (*self.tables, self.cells)


def of_organisation(
    editions: Sequence[Edition],
    assessment: Assessment | None = None,
    quotes: Sequence[Quote] = (),
) -> Report:
    """Report on the first edition, beside the others and what the organisation says of itself, with
    what people wrote as far as it is published."""
    now, before = editions[0], editions[1] if len(editions) > 1 else None
    own = assessed.beside(now, assessment)
    return Report(
        round_code=now.round_code,
        title=now.title,
        code=now.code,
        name=now.name,
        headline=headline(now, before),
        tables=tables(editions, own, quotes),
        cells=cell_table.of_organisation(editions, own, quotes),
    )


def of_round(
    round_code: str,
    title: str,
    cells: Iterable[Cell],
    questionnaire: Questionnaire,
    names: Mapping[str, str],
) -> Report:
    """Report on a whole round. ``names``: of organisations, by code."""
    every = cell_table.of_round(round_code, cells, questionnaire, names)
    return Report(round_code, title, "", "", None, (), every)
