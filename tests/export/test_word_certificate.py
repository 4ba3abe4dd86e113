"""The certificate as a Word document, read back."""

from __future__ import annotations

import io

from docx import Document

from portal.export import word_certificate
from portal.reports import certificate
from tests.reports.test_certificate import OF, said


def test_the_word_document_tells_the_same_as_the_page() -> None:
    word = Document(io.BytesIO(word_certificate.write(OF, "11 March 2026")))
    texts = {p.text: p.style.name for p in word.paragraphs}

    assert {f"{term}: {text}" for term, text in said(OF).items()} <= texts.keys()
    assert [text for text, style in texts.items() if style == "Heading 2"] == [
        part.title for part in certificate.parts(OF)
    ]
