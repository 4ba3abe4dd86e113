"""Prose is written into a Word document: what ``prose.html`` made, as paragraphs, lists and
tables."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from docx.document import Document
from docx.text.paragraph import Paragraph

from portal.export import word_layout

LISTS = {"ul": "List Bullet", "ol": "List"}
"""Numbers are written out: the style that numbers would go on counting from list to list."""
DEEPEST = 3
"""Levels of lists for which Word has styles of its own."""
HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
BLOCKS = HEADINGS | {"p", "pre", "li"}
EMPHASIS = {"strong": "bold", "em": "italic"}


def add(word: Document, html: str, keep: bool) -> None:
    """Add prose. ``html`` is built of ``prose.TAGS`` only, every tag closed. ``keep``: on the page
    of what follows."""
    reader = _Reader(word, keep)
    reader.feed(html)
    reader.close()


class _Reader(HTMLParser):
    """``_open`` are the tags that stand open, ``_numbers`` how many entries each open list has so
    far, ``_table`` the rows read of a table, ``_link`` the last link's address and what is shown
    for it."""

    def __init__(self, word: Document, keep: bool) -> None:
        super().__init__()
        self._word = word
        self._keep = keep or None
        self._open: list[str] = []
        self._numbers: list[int] = []
        self._paragraph: Paragraph | None = None
        self._table: list[list[str]] = []
        self._link = ("", "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br" and self._paragraph:
            self._paragraph.add_run().add_break()
        if tag in ("br", "hr"):
            return
        self._open.append(tag)
        if tag == "a":
            self._link = (dict(attrs).get("href") or "", "")
        elif tag in LISTS:
            self._numbers.append(0)
        elif tag == "tr":
            self._table.append([])
        elif tag in ("td", "th"):
            self._table[-1].append("")
        elif tag in BLOCKS and not (tag == "p" and "li" in self._open):
            self._begin(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("br", "hr"):
            return
        self._open.pop()
        address, shown = self._link
        if tag == "a" and address.removeprefix("mailto:") not in ("", shown):
            self._write(f" ({address})")
        elif tag in LISTS:
            self._numbers.pop()
        elif tag == "table":
            head, *rows = self._table
            word_layout.grid(self._word, head, rows, centred=False)
            self._table = []

    def handle_data(self, data: str) -> None:
        self._link = (self._link[0], self._link[1] + data)
        if data.strip() or (self._paragraph and self._paragraph.text):
            self._write(data if "pre" in self._open else re.sub(r"\s+", " ", data))

    def _write(self, text: str) -> None:
        """Write into the cell or the paragraph that is open; between blocks there is only space."""
        if self._table:
            if "td" in self._open or "th" in self._open:
                self._table[-1][-1] += text
        elif self._paragraph and BLOCKS & set(self._open):
            run = self._paragraph.add_run(text)
            for tag, name in EMPHASIS.items():
                setattr(run, name, tag in self._open or None)

    def _begin(self, tag: str) -> None:
        self._paragraph = self._word.add_paragraph(style=self._style(tag))
        self._paragraph.paragraph_format.keep_with_next = self._keep
        if tag == "li":
            self._numbers[-1] += 1
            if self._lists()[-1] == "ol":
                self._paragraph.add_run(f"{self._numbers[-1]}.\t")

    def _lists(self) -> list[str]:
        return [each for each in self._open if each in LISTS]

    def _style(self, tag: str) -> str:
        if tag in HEADINGS:
            return "Heading 3"
        if tag != "li":
            return "Quote" if "blockquote" in self._open else "Normal"
        lists = self._lists()
        depth = min(len(lists), DEEPEST)
        return LISTS[lists[-1]] + (f" {depth}" if depth > 1 else "")
