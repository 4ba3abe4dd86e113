"""Workbooks as Excel writes them, and as somebody does who means harm."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OPEN = "application/vnd.oasis.opendocument.spreadsheet"


def book(*sheets: Sequence[Sequence[object]], hidden: Sequence[int] = ()) -> bytes:
    """A workbook of these sheets; a text that begins with “=” is a formula."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as workbook:
        for number, rows in enumerate(sheets):
            sheet = workbook.add_worksheet(f"List {number + 1}")
            for index, row in enumerate(rows):
                sheet.write_row(index, 0, row)
            if number in hidden:
                sheet.hide()
            elif hidden:
                sheet.activate()
                sheet.set_first_sheet()
    return data.getvalue()


def raw(cells: str, strings: str = "", others: Mapping[str, bytes] | None = None) -> bytes:
    """A workbook with this markup as its rows, and more parts, or others of the same name."""
    parts: dict[str, str | bytes] = {
        "xl/workbook.xml": f'<x:workbook xmlns:x="urn:x" xmlns:rel="{RELATIONS}"><x:sheets>'
        '<x:sheet name="A" rel:id="r1"/></x:sheets></x:workbook>',
        "xl/_rels/workbook.xml.rels": '<R><Relationship Id="r1" Target="/xl/s.xml"/>'
        '<Relationship Id="r2" Target="sharedStrings.xml"/></R>',
        "xl/s.xml": cells if cells.startswith("<") else f"<worksheet {NAMESPACE}/>",
        "xl/sharedStrings.xml": strings or f"<sst {NAMESPACE}/>",
    }
    return zipped({**parts, **(others or {})})


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    data = io.BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def open_document(
    rows: str, styles: str = "", columns: str = "", others: Mapping[str, str] | None = None
) -> bytes:
    """An OpenDocument spreadsheet with this markup as its rows, and more parts; see ``flat``."""
    content = flat(rows, styles, columns)
    return zipped({"mimetype": OPEN, "content.xml": content, **(others or {})})


def flat(rows: str, styles: str = "", columns: str = "") -> bytes:
    """The same as one XML file; the sheet's own style is “sheet”."""
    names = ("office", "table", "text", "style", "calcext", "draw")
    spaces = " ".join(f'xmlns:{name}="urn:{name}"' for name in names)
    return (
        f"<office:document {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        '<office:body><office:spreadsheet><table:table table:name="A" table:style-name="sheet">'
        f"{columns}{rows}</table:table></office:spreadsheet></office:body></office:document>"
    ).encode()
