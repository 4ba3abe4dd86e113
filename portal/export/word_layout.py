"""A Word document of ours is A4, with styles, a footer with the page's number, and tables.

python-docx models no field, no repeated head of a table and no theme font; those few elements are
written as ECMA-376 (part 1, chapter 17) names them.
"""

from __future__ import annotations

from collections.abc import Sequence

from docx import Document
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor, Twips
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

NOTE, ANSWER, ROOM, CELL, HEAD = "Note", "Answer", "Room to write", "Cell", "Cell head"
"""Styles: what is said about a question; a line to tick or fill in; a box to write in; a cell of a
table."""
ASKED = "What is asked"
"""It heads the column of a question's rows."""
SHORT = 12
"""A table of so few rows stays on one page."""
CELL_MARGIN = 50
"""Twentieths of a point, left and right: "applicable" fits into a seventh of the page."""
FONT = "Arial"
HEADINGS = {"Title": 24, "Heading 1": 16, "Heading 2": 12, "Heading 3": 11}
MARGIN, WIDTH = Mm(18), Mm(174)
LABEL_WIDTH, NARROWEST_LABEL, COLUMN_WIDTH = Mm(104), Mm(48), Mm(30)
TEAL, GREY = RGBColor(0x0B, 0x55, 0x63), RGBColor(0x48, 0x49, 0x49)


def blank(title: str, footer: str) -> Word:
    """Make a document with our styles and nothing in it."""
    word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = MARGIN
    section.bottom_margin = MARGIN
    _describe(word, title)
    _set_styles(word)
    _foot(section.footer.paragraphs[0], footer)
    return word


def grid(
    word: Word,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    centred: bool = True,
    widths: Sequence[Length] = (),
    labels: int = 1,
) -> Table:
    """Make a table whose head is repeated on every page and whose rows are never torn apart; a
    short one stays on one page. Without ``widths`` the first column, of labels, takes what the
    others leave. ``labels``: so many columns at the left are never centred."""
    table = _table(word, [heads, *rows])
    _flag_row(table.rows[0], "w:tblHeader")
    short = len(rows) <= SHORT
    for number, row in enumerate(table.rows):
        _flag_row(row, "w:cantSplit")
        for column, cell in enumerate(row.cells):
            paragraph = cell.paragraphs[0]
            paragraph.style = CELL if number else HEAD
            paragraph.paragraph_format.keep_with_next = number < len(rows) and (short or not number)
            if column >= labels and centred:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _set_widths(table, widths or _widths(len(heads) - 1))
    word.add_paragraph(style=CELL)
    return table


def describe(table: Table, title: str, text: str) -> None:
    """Say to whoever cannot see a table what it holds."""
    for name, value in (("w:tblCaption", title), ("w:tblDescription", text)):
        element = OxmlElement(name)
        element.set(qn("w:val"), value)
        table._tblPr.append(element)


def add_note(table: Table, text: str) -> None:
    """Add a row that reaches across the whole table, so that what it says goes where the table
    does."""
    row = table.add_row()  # type: ignore[no-untyped-call]
    _flag_row(row, "w:cantSplit")
    cell = row.cells[0].merge(row.cells[-1])
    cell.width = WIDTH
    cell.text, cell.paragraphs[0].style = text, CELL


def shared_out(weights: Sequence[float]) -> list[Length]:
    """Share out the width of the page by these weights."""
    return [Twips(int(WIDTH.twips * weight / sum(weights))) for weight in weights]


def _table(word: Word, rows: Sequence[Sequence[str]]) -> Table:
    table: Table = word.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), str(CELL_MARGIN))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tblPr.find(qn("w:tblLook")).addprevious(margins)  # Word heeds the order
    return table


def _describe(word: Word, title: str) -> None:
    properties = word.core_properties
    properties.title, properties.language = title, "en-GB"
    properties.author = properties.comments = properties.last_modified_by = ""
    for element in list(properties._element):
        if element.tag in (qn("dcterms:created"), qn("dcterms:modified")):
            properties._element.remove(element)
    for element in word.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), "en-GB")
    for element in word.settings.element.iter(qn("w:themeFontLang")):
        element.set(qn("w:val"), "en-GB")


def _set_styles(word: Word) -> None:
    styles = word.styles
    for style in styles:
        if isinstance(style, ParagraphStyle) and style.name in ("Normal", *HEADINGS):
            _set_font(style, HEADINGS.get(style.name, 11))
            if style.name in HEADINGS:
                style.font.color.rgb = TEAL if style.name == "Heading 1" else RGBColor(0, 0, 0)
    _spaced(styles["Normal"], after=6)
    _spaced(styles["Heading 1"], before=20, after=2)
    _spaced(styles["Heading 2"], before=14, after=2)
    _spaced(_style(word, NOTE), after=4).font.color.rgb = GREY
    styles[NOTE].paragraph_format.keep_with_next = True
    _spaced(_style(word, ANSWER), before=3, after=3).paragraph_format.left_indent = Mm(4)
    _border(_spaced(_style(word, ROOM), before=4, after=8))
    _spaced(_style(word, CELL), before=2, after=2).font.size = Pt(9)
    head = _spaced(_style(word, HEAD), before=2, after=2)
    head.font.size, head.font.bold = Pt(8), True


def _style(word: Word, name: str) -> ParagraphStyle:
    style: ParagraphStyle = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles["Normal"]
    return style


def _spaced(style: ParagraphStyle, before: int = 0, after: int = 0) -> ParagraphStyle:
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.1
    return style


def _border(style: ParagraphStyle) -> None:
    """Draw a box around what is written in this style; it stays on one page."""
    style.paragraph_format.keep_together = True
    style.paragraph_format.left_indent = style.paragraph_format.right_indent = Mm(2)
    borders = OxmlElement("w:pBdr")
    for side in ("w:top", "w:left", "w:bottom", "w:right"):
        border = OxmlElement(side)
        for name, value in (("val", "single"), ("sz", "4"), ("space", "4"), ("color", "auto")):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    style.element.pPr.find(qn("w:spacing")).addprevious(borders)  # Word heeds the order


def _set_font(style: ParagraphStyle, size: int) -> None:
    """Replace the theme's font, which would win over the one that is named."""
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.rPr.rFonts
    for name in [name for name in fonts.attrib if name.lower().endswith("theme")]:
        del fonts.attrib[name]


def _foot(paragraph: Paragraph, text: str) -> None:
    paragraph.style = CELL
    paragraph.add_run(f"{text} · page ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Paragraph, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    paragraph._p.append(field)


def _flag_row(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _widths(columns: int) -> list[Length]:
    """Share out millimetres: labels take what is over, but never less than they need."""
    label = max(NARROWEST_LABEL, min(LABEL_WIDTH, WIDTH - columns * COLUMN_WIDTH))
    return [Length(label), *[Length((WIDTH - label) // columns)] * columns]


def _set_widths(table: Table, widths: Sequence[Length]) -> None:
    """Set them twice: Word heeds the cells' widths, LibreOffice the columns'."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
