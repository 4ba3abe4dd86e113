"""Whatever a list holds, and whatever it is written in, the same is read; and whatever becomes of a
file on its way, it is a list or a sentence."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from zipfile import ZipFile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.errors import Refused
from portal.formulas import unmarked
from portal.tabular.encodings import GUESSED
from portal.tabular.reading import read
from tests.tabular.books import flat, open_document, raw, zipped

FILES = Path(__file__).parent / "files"
LETTERS = "aZé ’'“\"ö-łß,;\t|&<>@.0=+\u00a0日\n_x"
CELLS = st.text(LETTERS, max_size=8)
LISTS = st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6)
HEADS = ("Name", "Email", "Team")
Rows = Sequence[Sequence[str]]


def workbook(rows: Rows, *, inline: bool) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"constant_memory": inline}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write_string(number, column, value)
    return data.getvalue()


def cells(row: Sequence[str], before: str, after: str) -> str:
    return "".join(f"{before}{escape(value)}{after}" for value in row)


def open_rows(rows: Rows) -> str:
    text = ("<table:table-cell><text:p>", "</text:p></table:table-cell>")
    return "".join(f"<table:table-row>{cells(row, *text)}</table:table-row>" for row in rows)


def page(rows: Rows) -> bytes:
    lines = "".join(f"<tr>{cells(row, '<td>', '</td>')}</tr>" for row in rows)
    return f"<table>{lines}</table>".encode()


def spreadsheet(rows: Rows) -> bytes:
    text = ('<Cell><Data ss:Type="String">', "</Data></Cell>")
    lines = "".join(f"<Row>{cells(row, *text)}</Row>" for row in rows)
    sheet = f'<Worksheet ss:Name="A"><Table>{lines}</Table></Worksheet>'
    return f'<?xml version="1.0"?><Workbook xmlns:ss="urn:ss">{sheet}</Workbook>'.encode()


def text(rows: Rows, encoding: str, separator: str = ",") -> bytes:
    lines = io.StringIO(newline="")
    csv.writer(lines, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(rows)
    return lines.getvalue().encode(encoding)


WRITERS: dict[str, Callable[[Rows], bytes]] = {
    "xlsx, shared strings": lambda rows: workbook(rows, inline=False),
    "xlsx, inline strings": lambda rows: workbook(rows, inline=True),
    "ods": lambda rows: open_document(open_rows(rows)),
    "fods": lambda rows: flat(open_rows(rows)),
    "xml": spreadsheet,
    "html": page,
    "utf-8": lambda rows: text(rows, "utf-8"),
    "utf-8 with its mark": lambda rows: text(rows, "utf-8-sig", ";"),
    "utf-16": lambda rows: text(rows, "utf-16", "\t"),
}


def wanted(rows: Rows) -> list[tuple[int, tuple[str, ...]]]:
    """White space is one blank; rows without anything, and cells at the end of a row, are none."""
    lines = []
    for number, row in enumerate(rows, 1):
        plain = [unmarked(" ".join(value.split())).strip() for value in row]
        while plain and not plain[-1]:
            plain.pop()
        if plain:
            lines.append((number, tuple(plain)))
    return lines


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
@settings(max_examples=40)
@given(people=LISTS)
def test_what_is_written_is_read(write: Callable[[Rows], bytes], people: Rows) -> None:
    rows = [HEADS, *people]
    assert read(write(rows), 10).rows == wanted(rows)


@pytest.mark.parametrize("encoding", GUESSED)
@given(people=LISTS)
def test_what_is_written_in_an_encoding_is_read_in_it(encoding: str, people: Rows) -> None:
    known = [[v.encode(encoding, "replace").decode(encoding) for v in row] for row in people]
    rows = [HEADS, *known]
    assert read(text(rows, encoding), 10, encoding).rows == wanted(rows)


def outcome(data: bytes) -> None:
    """Rows, or a sentence; never anything else."""
    try:
        assert read(data, 50).rows
    except Refused as refused:
        assert str(refused).endswith(".")


@pytest.mark.parametrize("path", sorted(FILES.glob("*[!dy]")), ids=lambda path: path.name)
@given(chance=st.data())
def test_a_damaged_file_is_a_list_or_refused(path: Path, chance: st.DataObject) -> None:
    data = path.read_bytes()
    place = chance.draw(st.integers(0, len(data) - 1))
    bytes_ = chance.draw(st.binary(max_size=3))
    outcome(data[:place] + bytes_ + data[place + 1 :])
    outcome(data[:place])


@pytest.mark.parametrize("name", ["excel-inline.xlsx", "gnumeric.xlsx", "gnumeric.ods"])
@given(chance=st.data())
def test_a_package_with_a_damaged_part_is_a_list_or_refused(
    name: str, chance: st.DataObject
) -> None:
    with ZipFile(FILES / name) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    part = chance.draw(st.sampled_from(sorted(parts)))
    place = chance.draw(st.integers(0, max(len(parts[part]) - 1, 0)))
    bytes_ = chance.draw(st.text('<>"/= 0aé', max_size=3)).encode()
    parts[part] = parts[part][:place] + bytes_ + parts[part][place + len(bytes_) :]
    outcome(zipped(parts))


MARKS = [
    "table:table", "table:table-row", "table:table-cell", "table:table-column", "text:p", "text:s",
    "text:span", "style:style", "style:map", "covered-table-cell", "Worksheet", "Row", "Cell",
    "Data", "Column", "Visible", "Comment", "Style", "Font", "S", "row", "c", "v", "f", "t", "is",
    "r", "strike", "col", "cfRule", "tr", "td", "s", "span", "style", "/td", "/tr", "/table",
]  # fmt: skip
GIVEN = [
    "", "table:number-rows-repeated='{}'", "table:number-columns-repeated='{}'", "text:c='{}'",
    "ss:Index='{}'", "ss:Span='{}'", "ss:MergeAcross='{}'", "ss:Width='{}'", "r='{}'", "s='{}'",
    "t='s'", "t='d'", "t='b'", "min='{0}' max='{0}'", "ht='{}'", "rowspan='{}'", "colspan={}",
    "style='display:none'", "style:name='{}'", "style:parent-style-name='{}'", "hidden='1'",
]  # fmt: skip
NUMBERS = st.sampled_from(["", "0", "-1", "1", "3", "99999999999", "1e999", "nan", "A1", "é"])
TEXTS = st.sampled_from(["", "a", "1", "remi@example.org", "2019-03-01", " ", "&amp;"])


@st.composite
def markup(draw: st.DrawFn, depth: int = 3) -> str:
    name, given_ = draw(st.sampled_from(MARKS)), draw(st.sampled_from(GIVEN))
    inside = draw(st.lists(markup(depth - 1), max_size=3)) if depth else []
    body = draw(TEXTS) + "".join(inside)
    return f"<{name} {given_.format(draw(NUMBERS))}>{body}</{name}>"


@given(markup())
def test_any_markup_is_a_list_or_refused(marks: str) -> None:
    outcome(raw(f"<s>{marks}</s>"))
    outcome(flat(marks))
    outcome(f"<table><tr><td>{marks}".encode())
    outcome(f"<?xml version='1.0'?><Workbook>{marks}</Workbook>".encode())
