"""A ready text as a Word document, to change and to send."""

from __future__ import annotations

import io

from portal.export import word_layout, word_prose


def write(title: str, html: str) -> bytes:
    """Return the file's bytes. ``html``: as ``word_prose`` reads it."""
    word = word_layout.blank(title, title)
    word_prose.add(word, html, keep=False)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()
