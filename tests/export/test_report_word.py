"""A report as a Word document, read back."""

from __future__ import annotations

import io
import re

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.table import Table

from portal.export import report as files
from portal.reports.report import Report
from tests.reports.reports import report


def made(of: Report) -> Word:
    return Document(io.BytesIO(files.write("docx", of)))


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_every_table_has_a_heading_a_head_that_is_repeated_and_its_notes_as_rows() -> None:
    of = report()
    word = made(of)
    headings = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert headings == ["In short", *(table.title for table in of.tables)]
    for table, drawn in zip(of.tables, word.tables[1:], strict=True):
        head, *rows = cells(drawn)
        assert head == [column.title for column in table.read]
        assert drawn.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert rows[: len(table.rows)] == list(table.said())
        assert [set(row) for row in rows[len(table.rows) :]] == [{note} for note in table.notes]


def test_every_table_says_what_it_holds_to_who_cannot_see_it() -> None:
    for drawn in made(report()).tables:
        title, text = (drawn._tblPr.find(qn(f"w:tbl{n}")) for n in ("Caption", "Description"))
        assert title.get(qn("w:val"))
        assert re.search(r" rows? of: ", text.get(qn("w:val")))


def test_the_page_is_a4_and_begins_with_the_organisation_and_the_caution() -> None:
    of = report()
    assert of.headline
    word = made(of)
    section = word.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert word.paragraphs[0].style.name == "Title"
    assert word.paragraphs[0].text == "Northshire County Council"
    early = [p.text for p in word.paragraphs if p.text][:5]
    assert early[2].startswith("Read these figures with care")
    assert early[3:] == ["In short", str(of.headline.in_short[0])]


def test_the_four_facts_stand_in_a_table_of_their_own() -> None:
    [heads, said] = cells(made(report()).tables[0])
    assert heads == ["Answered", "Highest", "Lowest", "Changed since 2025"]
    assert said[0] == "56 per cent\n34 of 61 invited by name; 50 per cent in 2025"
    assert said[3] == "▲ Up 20\nSupervision. No clear fall"


def test_no_table_is_wider_than_the_page() -> None:
    word = made(report())
    section = word.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    for table in word.tables:
        assert sum(column.width for column in table.columns) <= room


def test_an_organisation_that_is_told_nothing_gets_a_document_too() -> None:
    word = made(report(9, {}))
    assert "Not shown" in {cell for row in cells(word.tables[2]) for cell in row}


def test_words_begin_at_the_left_and_figures_stand_in_the_middle() -> None:
    of = report()
    groups = made(of).tables[1 + [table.id for table in of.tables].index("groups")]
    alignments = [cell.paragraphs[0].alignment for cell in groups.rows[1].cells]
    assert alignments == [None, None, *[WD_ALIGN_PARAGRAPH.CENTER] * 3]
