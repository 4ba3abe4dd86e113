"""The certificate of a counted round as a Word document of one page."""

from __future__ import annotations

import io

from portal.export import word_layout
from portal.reports import certificate
from portal.reports.certificate import Counted


def write(of: Counted, day: str) -> bytes:
    """Return the file's bytes. ``day``: the one on which it is written."""
    title = f"Certificate: {of.title}"
    word = word_layout.blank(title, f"Certificate of {of.code} · {day}")
    word.add_heading(title, 1)
    for part in certificate.parts(of):
        word.add_heading(part.title, 2)
        for term, said in part.lines:
            paragraph = word.add_paragraph(style=word_layout.CELL)
            paragraph.add_run(f"{term}: ").bold = True
            paragraph.add_run(said)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()
