"""The tables of a national report: pages draw them, and every file is written from them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from portal.reports import question_tables, score_tables, words
from portal.reports.edition import Edition
from portal.reports.nation.bands import Row as BandRow
from portal.reports.nation.dots import POINTS, Strip
from portal.reports.nation.heat import Heat
from portal.reports.nation.response import Answered
from portal.reports.table import Column, Table, Told, Value
from portal.reports.told import NOT_SHOWN, Pair, band, base, part, told
from portal.reports.trend import Trend

TOGETHER = (
    "Types of fewer than four organisations whose numbers are told stand together, so that nobody"
    " reads off one organisation's."
)
LEFT_OUT = (
    "Not counted, in any row: numbers of fewer than ten people, and numbers from which one could "
    "be worked out."
)
FORWARDED = (
    "Answers by links to forward are in no row: how many people had such a link is not known."
)
AT_LEAST_FOUR = "Each is made of four organisations or more, none with over half of the answers."


def response(rows: Sequence[Answered]) -> Table:
    """Return how many answered, by type."""
    columns = (
        Column("type", "Type", "label"),
        Column("organisations", "Organisations", "number"),
        Column("answered", "Answered", "figure"),
        Column("invited", "Invited", "number"),
        Column("rate", "Per cent", "figure"),
    )
    notes = [TOGETHER] if any(";" in row.name for row in rows) else []
    if rows and rows[-1].left_out:
        notes.append(LEFT_OUT)
    if rows and rows[-1].numbers.forwarded.answers:
        notes.append(FORWARDED)
    return Table("answered", "Who answered", columns, tuple(map(_answered, rows)), tuple(notes))


def _answered(row: Answered) -> tuple[Value, ...]:
    rate = row.numbers.rate
    end = "or more" if row.numbers.rated.beyond else ""
    per_cent = NOT_SHOWN if rate is None else Told(row.per_cent, rate, end)
    return row.name, row.organisations, part(row.numbers.rated), row.numbers.base, per_cent


def scores(editions: Sequence[Edition], *, beside_england: bool) -> Table:
    """Return the scores of England, or of a region beside it."""
    pair = Pair(editions[0], editions[1] if len(editions) > 1 else None)
    table = score_tables.scores(pair).without("region", *([] if beside_england else ["england"]))
    return _noted(table if pair.before else table.without("change", "last"))


def heat(drawn: Heat, id: str, title: str, what: str) -> Table:
    """Return the scores of types or regions, a figure in each row with its base."""
    columns = (
        Column(what, title.removeprefix("By ").capitalize(), "label"),
        Column("score", "Score", "id"),
        Column("score_label", "Standard or area", "label"),
        Column("own", "Score", "figure"),
        Column("band", "Band"),
        Column("answers", "Answers", "figure"),
    )
    rows = tuple(
        (
            *(column.name, row.score.id, row.title, told(row.marks[place].cell)),
            *(band(row.marks[place].band), base(row.marks[place].cell)),
        )
        for place, column in enumerate(drawn.columns)
        for row in drawn.rows
    )
    return _noted(Table(id, title, columns, rows, (AT_LEAST_FOUR,)))


def bands(rows: Sequence[BandRow]) -> Table:
    """Return how many organisations are in each band of each score."""
    columns = (
        Column("score", "Score", "id"),
        Column("score_label", "Standard or area", "label"),
        Column("band", "Band"),
        Column("number", "Organisations", "figure"),
        Column("percent", "Per cent", "figure"),
        Column("of", "Of so many organisations", "number"),
    )
    every = tuple(each for row in rows for each in _in_bands(row))
    return Table("bands", "Bands", columns, every, (words.ROUNDING,))


def _in_bands(row: BandRow) -> Iterator[tuple[Value, ...]]:
    if not row.parts:
        yield row.about, row.title, "", NOT_SHOWN, NOT_SHOWN, row.organisations
    for each in row.parts:
        number = Told(f"{each.number:,}", each.number)
        percent = Told(str(each.percent), each.percent)
        yield row.about, row.title, each.name, number, percent, row.organisations


def spread(strips: Sequence[Strip]) -> Table:
    """Return how far organisations lie apart."""
    columns = (
        Column("score", "Score", "id"),
        Column("score_label", "Standard or area", "label"),
        *(Column(name.lower().replace(" ", "_"), name, "figure") for name in POINTS),
        Column("organisations", "Organisations", "number"),
    )
    rows = tuple(map(_spread, strips))
    return Table("spread", "Organisations beside one another", columns, rows)


def _spread(strip: Strip) -> tuple[Value, ...]:
    return strip.about, strip.title, *map(told, strip.points), strip.organisations


def trend(drawn: Trend | None) -> Table:
    """Return each score over the rounds."""
    labels = drawn.labels if drawn else ()
    columns = (
        Column("score_label", "Standard or area", "label"),
        *(Column(f"round_{number}", label) for number, label in enumerate(labels, 1)),
    )
    lines = drawn.lines if drawn else ()
    rows = tuple(
        (line.title, *(v.said + " (other words)" * v.reworded for v in line.values))
        for line in lines
    )
    return Table("trend", "Trend", columns, rows)


def questions(editions: Sequence[Edition], *, beside_england: bool) -> tuple[Table, ...]:
    """Return what people said to each question, and what goes with the wish to stay."""
    pair = Pair(editions[0], editions[1] if len(editions) > 1 else None)
    gone = [] if beside_england else ["england"]
    statements = question_tables.statements(pair).without(*gone, *([] if pair.before else ["last"]))
    answers = question_tables.answers(pair.now).without(*gone)
    links = score_tables.links(pair.now)
    return tuple(_noted(table) for table in (statements, answers, links) if table.rows)


def _noted(table: Table) -> Table:
    hidden = any(value == NOT_SHOWN for row in table.rows for value in row)
    return replace(table, notes=(*table.notes, words.WHY_NOT_SHOWN)) if hidden else table
