"""All that an organisation is told of a round, as tables: every file of a report is written from
these. What they hold, column by column: ``docs/report-files.md``. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from portal.reports import question_tables, quotes, score_tables, vocabulary, words
from portal.reports.assessed import Assessed
from portal.reports.edition import Edition
from portal.reports.quotes import Quote
from portal.reports.table import Column, Table, Value
from portal.reports.told import NOT_SHOWN, Pair, answered, part, rate


def tables(
    editions: Sequence[Edition],
    assessed: Assessed | None = None,
    published: Sequence[Quote] = (),
) -> tuple[Table, ...]:
    """Return the tables of the first edition, beside the one before; those without a row are left
    out. The notes of each begin with the cautions, but those of what people wrote."""
    pair = Pair(editions[0], editions[1] if len(editions) > 1 else None)
    every = (
        score_tables.scores(pair),
        score_tables.places(pair.now),
        _response(editions),
        question_tables.statements(pair),
        score_tables.groups(pair.now),
        question_tables.answers(pair.now),
        question_tables.facts(pair.now),
        score_tables.links(pair.now),
        vocabulary.table(pair.now),
        *([score_tables.assessed(assessed)] if assessed else []),
    )
    cautions = words.cautions(pair.now, pair.before)
    written = quotes.table(pair.now, published)
    figures = (_noted(table, cautions) for table in every if table.rows)
    return (*figures, *([written] if written.rows else []))


def _noted(table: Table, cautions: Sequence[str]) -> Table:
    hidden = any(value == NOT_SHOWN for row in table.rows for value in row)
    why = (words.WHY_NOT_SHOWN,) if hidden else ()
    return replace(table, notes=(*cautions, *table.notes, *why))


def _response(editions: Sequence[Edition]) -> Table:
    columns = (
        Column("round", "Round", "id"),
        Column("title", "Round"),
        Column("closed", "Closed", "day"),
        Column("answered", "Answered", "figure"),
        Column("by_letter", "By letter", "figure"),
        Column("by_slip", "By slip", "figure"),
        Column("by_link", "By the link to forward", "figure"),
        Column("invited", "Invited by name", "number"),
        Column("rate", "Response rate", "figure"),
    )
    ways = words.ways(editions[0])
    rows = tuple(_answered(edition) for edition in editions)
    return Table("response", "Who answered", columns, rows, (ways,) if ways else ())


def _answered(edition: Edition) -> tuple[Value, ...]:
    numbers = edition.numbers
    return (
        *(edition.round_code, edition.title, edition.closed, answered(edition)),
        *(part(numbers.letters), part(numbers.slips), part(numbers.forwarded)),
        *(numbers.letters.given, rate(edition)),
    )
