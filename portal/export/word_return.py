"""A return is written as a Word document: every question that was asked, with its answer."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx.document import Document

from portal.export import word_layout
from portal.survey.transcript import Entry, Section

SKIPPED = "Not answered"
HEADS = (word_layout.ASKED, "Answer")


def statement(title: str, organisation: str, sections: Sequence[Section]) -> bytes:
    """Return the file's bytes."""
    word: Document = word_layout.blank(f"{title}: {organisation}", f"{organisation}: {title}")
    word.add_heading(title, 0)
    word.add_paragraph(f"The return of {organisation}, as it was submitted and counted.")
    for section in sections:
        word.add_heading(section.title, 1)
        for entry in section.entries:
            _write(word, entry)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _write(word: Document, entry: Entry) -> None:
    word.add_heading(entry.label, 2)
    if any(line.label for line in entry.lines):
        rows = [[line.label, line.answer or SKIPPED] for line in entry.lines]
        table = word_layout.grid(word, HEADS, rows, centred=False)
        word_layout.describe(table, entry.label, "Each line of the question, with its answer.")
        return
    for line in entry.lines:
        style = word_layout.ANSWER if line.answer else word_layout.NOTE
        for text in (line.answer or SKIPPED).split("\n"):
            word.add_paragraph(text, style=style)
