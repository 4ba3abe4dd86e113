"""A report as a Word document, for a board: what matters first, then every table. Notes and
cautions are rows of the tables, so that they go where these are copied to."""

from __future__ import annotations

import io
from itertools import takewhile

from docx.document import Document

from portal.export import word_layout
from portal.reports.headline import Headline
from portal.reports.report import Report
from portal.reports.table import Kind, Table

WEIGHTS: dict[Kind, float] = {
    "label": 3,
    "text": 1.4,
    "quote": 5,
    "day": 1.4,
    "number": 1,
    "figure": 1,
}
"""How wide columns are beside one another."""


def write(report: Report) -> bytes:
    """Return the file's bytes."""
    word = word_layout.blank(report.heading, report.heading)
    word.add_heading(report.name, 0)
    word.add_paragraph(f"What people{' who work here' * bool(report.code)} said in {report.title}.")
    if report.headline:
        _open(word, report.headline)
    for table in report.tables:
        word.add_heading(table.title, 1)
        _table(word, table)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _open(word: Document, headline: Headline) -> None:
    """Put first what a board reads if it reads nothing else."""
    heads = [fact.term for fact in headline.facts]
    said = [f"{fact.said}\n{fact.about}".rstrip() for fact in headline.facts]
    facts = word_layout.grid(word, heads, [said], widths=word_layout.shared_out([1] * len(heads)))
    word_layout.describe(facts, "In figures", f"One row of: {', '.join(heads)}.")
    for caution in headline.cautions:
        word.add_paragraph().add_run(caution).bold = True
    if headline.in_short:
        word.add_heading("In short", 1)
    for sentence in headline.in_short:
        paragraph = word.add_paragraph(style="List Bullet")
        paragraph.add_run(sentence.lead).bold = True
        paragraph.add_run(sentence.rest)


def _table(word: Document, table: Table) -> None:
    widths = word_layout.shared_out([WEIGHTS[column.kind] for column in table.read])
    rows = list(table.said())
    heads = [column.title for column in table.read]
    words = takewhile(lambda column: column.kind in ("label", "text", "quote", "day"), table.read)
    grid = word_layout.grid(word, heads, rows, widths=widths, labels=len(list(words)))
    word_layout.describe(grid, table.title, f"{len(rows)} rows of: {', '.join(heads)}.")
    for note in table.notes:
        word_layout.add_note(grid, note)
