"""What Chromium prints, read back: what stands on each sheet, how far down, and what of it is a
heading. Reads tagged PDF as Skia writes it, one operator a line, and no other."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from playwright.sync_api import Page

HEADS = re.compile(r"H[1-6]|Caption")
"""Elements after which something must follow on their page; and heads of columns, see ``_kind``."""
HEIGHTS = (297, 250, 204)
"""Sheets of other heights (in millimetres) than A4 end elsewhere on the same page."""
CUT = """height => {
    const sheet = new CSSStyleSheet(), size = `{ size: 210mm ${height}mm }`;
    sheet.replaceSync(`@page ${size} @page report ${size}`);
    document.adoptedStyleSheets = [sheet];
}"""
LINE = 3.0
"""Texts whose feet are within so many points stand on one line."""
OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*)endstream", re.DOTALL)
NUMBER = r"(-?[\d.]+)"
CM = re.compile(" ".join([NUMBER] * 6) + " cm")
TM = re.compile(" ".join([NUMBER] * 6) + " Tm")
MARKED = re.compile(r"<</MCID (\d+) ?>>BDC")


@dataclass(frozen=True)
class Text:
    """``foot``: points from the top of the page. ``head``: it is a heading, or heads a column."""

    said: str
    foot: float
    head: bool


def faults(page: Page) -> list[str]:
    """What is wrong with the page as it stands, printed on sheets of several heights."""
    found = []
    for height in HEIGHTS:
        page.evaluate(CUT, height)
        found += [f"{height} mm: {end}" for end in left_alone(printed(page))]
    page.evaluate("document.adoptedStyleSheets = []")
    return found


def printed(page: Page) -> list[list[Text]]:
    """Print the page, and return the texts of each sheet as they are painted: in the order of the
    page, but for what is laid over it."""
    return list(_Paper(page.pdf(prefer_css_page_size=True, tagged=True)).pages())


def left_alone(sheets: list[list[Text]]) -> list[str]:
    """Return the headings that are the last on their sheet, the last sheet too, and sheets with
    nothing on them."""
    ends = []
    for number, texts in enumerate(sheets, 1):
        lowest = max((text.foot for text in texts), default=0)
        last = [text for text in texts if text.foot > lowest - LINE]
        if all(text.head for text in last):
            ends.append(f"sheet {number}: {' '.join(text.said for text in last)}")
    return ends


class _Paper:
    """``_objects``: the bodies of a file's objects by number."""

    def __init__(self, data: bytes) -> None:
        self._objects = {int(match[1]): match[2] for match in OBJECT.finditer(data)}

    def pages(self) -> Iterator[list[Text]]:
        trees = [body for body in self._objects.values() if b"/Type /Pages" in body]
        [root] = [tree for tree in trees if b"/Parent" not in tree]
        for page in self._below(root):
            yield list(self._texts(page))

    def _below(self, tree: bytes) -> Iterator[int]:
        """Return the pages of a tree of pages, in order."""
        [kids] = re.findall(rb"/Kids \[(.*?)\]", tree, re.DOTALL)
        for kid in map(int, re.findall(rb"(\d+) 0 R", kids)):
            body = self._objects[kid]
            yield from self._below(body) if b"/Type /Pages" in body else (kid,)

    def _texts(self, page: int) -> Iterator[Text]:
        body = self._objects[page]
        [contents] = re.findall(rb"/Contents (\d+) 0 R", body)
        [height] = re.findall(rb"/MediaBox \[0 0 [\d.]+ ([\d.]+)\]", body)
        matrix, kept = (1.0, 0.0), list[tuple[float, float]]()
        mark, foot, font = -1, 0.0, ""
        for line in self._unpacked(int(contents)).decode("latin-1").split("\n"):
            if line == "q":
                kept.append(matrix)
            elif line == "Q":
                matrix = kept.pop()
            elif match := CM.fullmatch(line):
                scale, shift = float(match[4]), float(match[6])
                matrix = (matrix[0] * scale, matrix[0] * shift + matrix[1])
            elif match := TM.fullmatch(line):
                foot = matrix[0] * float(match[6]) + matrix[1]
            elif match := MARKED.search(line):
                mark = int(match[1])
            elif line == "EMC":
                mark = -1
            elif match := re.match(r"/(\w+) [\d.]+ Tf", line):
                font = match[1]
            elif line.endswith("Tj"):
                said = self._said(body, font, "".join(re.findall("<([0-9A-F]+)>", line)))
                down = float(height) - foot
                if said.strip() and 0 < down <= float(height):
                    yield Text(said, down, (page, mark) in self._heads)

    def _unpacked(self, number: int) -> bytes:
        match = STREAM.search(self._objects[number])
        assert match
        return zlib.decompressobj().decompress(match[1])

    def _said(self, page: bytes, font: str, glyphs: str) -> str:
        letters = self._letters(page, font)
        return "".join(letters.get(glyphs[at : at + 4], "") for at in range(0, len(glyphs), 4))

    def _letters(self, page: bytes, font: str) -> dict[str, str]:
        """Tell which letter each glyph of a font stands for."""
        match = re.search(rb"/" + font.encode() + rb" (\d+) 0 R", page)
        assert match
        number = int(match[1])
        if number not in self._fonts:
            [mapped] = re.findall(rb"/ToUnicode (\d+) 0 R", self._objects[number])
            self._fonts[number] = dict(_mapped(self._unpacked(int(mapped)).decode()))
        return self._fonts[number]

    @cached_property
    def _fonts(self) -> dict[int, dict[str, str]]:
        return {}

    @cached_property
    def _heads(self) -> set[tuple[int, int]]:
        """Return page and mark of every text that is a heading."""
        heads = set[tuple[int, int]]()
        for number, body in self._objects.items():
            if b"/StructElem" in body and self._is_head(number):
                own = re.search(rb"/Pg (\d+) 0 R\n/K \[?(\d+)\b(?! 0 R)", body)
                heads |= {(int(own[1]), int(own[2]))} if own else set()
                more = re.findall(rb"/Type /MCR\n/Pg (\d+) 0 R\n/MCID (\d+)", body)
                heads |= {(int(page), int(mark)) for page, mark in more}
        return heads

    def _is_head(self, number: int) -> bool:
        """Look at the element and those around it."""
        body = self._objects.get(number, b"")
        kind = re.search(rb"/S /(\w+)", body)
        if b"/StructElem" not in body or not kind:
            return False
        if HEADS.fullmatch(kind[1].decode()) or b"/Scope /Column" in body:
            return True
        above = re.search(rb"/P (\d+) 0 R", body)
        return bool(above) and self._is_head(int(above[1]))  # type: ignore[index]


def _mapped(table: str) -> Iterator[tuple[str, str]]:
    """Read a ToUnicode table (PDF 32000-1, 9.10.3)."""
    for first, last, to in re.findall(r"<(\w{4})> <(\w{4})> <(\w+)>", table):
        for step in range(int(last, 16) - int(first, 16) + 1):
            yield f"{int(first, 16) + step:04X}", chr(int(to[-4:], 16) + step)
    for glyph, to in re.findall(r"^<(\w{4})> <(\w+)>$", table, re.MULTILINE):
        yield glyph, bytes.fromhex(to).decode("utf-16-be")
