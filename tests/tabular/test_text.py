"""CSV as programs write it: encodings, separators, ends of lines and of files."""

from __future__ import annotations

import pytest

from portal.errors import Refused
from portal.tabular.encodings import GUESSED
from portal.tabular.reading import read

NAMES = [
    "Zoë O’Brien", "Seán D’Arcy", "Jörg Müller", "André", "Chloé Léveillé", "Siân Jones",
    "Róisín Ní Bhriain", "Éamonn Ó Sé", "José Muñoz", "Inês Gonçalves", "François Noël",
    "Søren Østergård", "Åsa Öberg", "Renée", "RENÉE O’NEILL", "MÜLLER, JÖRG", "Anaïs", "Díaz",
    "Begoña", "Håkon", "Ann’s team", "Pádraig", "Günther Weiß",
]  # fmt: skip


def cells(data: bytes) -> list[tuple[str, ...]]:
    return [row for _, row in read(data, 100).rows]


@pytest.mark.parametrize("encoding", GUESSED)
@pytest.mark.parametrize("name", NAMES)
def test_a_single_name_tells_the_encoding(name: str, encoding: str) -> None:
    """The code page of DOS has no curly apostrophe."""
    written = name.replace("’", "'") if encoding == "cp850" else name
    sheet = read(f"Name;Email\n{written};remi@example.org\n".encode(encoding), 10)
    assert sheet.rows[1] == (2, (written, "remi@example.org"))
    assert sheet.encoding in ("", encoding)
    assert bool(sheet.encoding) is not written.isascii()


@pytest.mark.parametrize("encoding", GUESSED)
def test_an_encoding_that_a_person_chose_is_taken(encoding: str) -> None:
    data = "Name,Email\nZoë,zoe@example.org\n".encode(encoding)
    sheet = read(data, 10, encoding)
    assert sheet.rows[1] == (2, ("Zoë", "zoe@example.org"))
    assert sheet.encoding == encoding


def test_a_mark_counts_more_than_what_a_person_chose() -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        sheet = read("Zoë,zoe@example.org".encode(encoding), 10, "cp850")
        assert sheet.rows == [(1, ("Zoë", "zoe@example.org"))]
        assert sheet.encoding == ""


def test_a_list_in_utf_8_with_a_line_in_another_encoding_is_refused_with_that_line() -> None:
    """Read as either, it would have wrong names."""
    data = "Zoë\nSeán\n".encode() * 5 + "Jörg\n".encode("cp1252")
    with pytest.raises(Refused, match=r"^Line 11 holds a letter that is not in the encoding"):
        read(data, 100)
    assert read(data[33:], 100).encoding


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_without_its_mark(encoding: str) -> None:
    sheet = read("Name,Email\nZoë,zoe@example.org".encode(encoding), 10)
    assert sheet.rows[1] == (2, ("Zoë", "zoe@example.org"))


@pytest.mark.parametrize("end", ["\x1a", "\r\n\x1a\x00\x00", "\x00" * 100, "\n \t\n"])
def test_what_old_programs_leave_at_the_end_of_a_file_is_none_of_it(end: str) -> None:
    assert cells(f"a,b\nc,d{end}".encode()) == [("a", "b"), ("c", "d")]


@pytest.mark.parametrize("first", ["sep=;\r\n", "SEP=;\n", '"sep=;"\n', "\ufeffsep=;\n"])
def test_a_first_line_that_says_the_separator_is_no_row(first: str) -> None:
    """Spreadsheets do not show it, so that the next is their row 1."""
    assert read(f"{first}a,b;c\n".encode(), 10).rows == [(1, ("a,b", "c"))]


def test_separators_at_the_end_of_a_line_are_no_cells() -> None:
    assert cells(b"a,b" + b"," * 16_000 + b"\nc,d,,,\n") == [("a", "b"), ("c", "d")]
    with pytest.raises(Refused, match="Line 2 has more than 100 cells"):
        read(b"a,b\n" + b"," * 20_000, 10)


def test_blanks_that_do_not_break_are_blanks() -> None:
    assert cells("Zoë\u00a0O’Brien\u00a0,\u200ezoe@example.org\u200b\n".encode()) == [
        ("Zoë O’Brien", "zoe@example.org")
    ]


def test_a_cell_of_several_lines_is_one_row_as_in_a_spreadsheet() -> None:
    assert read(b'a,"b\nc"\nd,e\n', 10).rows == [(1, ("a", "b c")), (2, ("d", "e"))]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'a\n"b\nc\nd', r"^Line 2 cannot be read: a quotation mark .* is opened there"),
        (b'a,b\n"a" b,c\n', r"^Line 2 cannot be read: .* in the middle of a cell"),
        (b'"a\nb"\nc,"d"e', r"^Line 3 cannot be read: .* in the middle of a cell"),
        (b"a\n" + b"b" * 200_000, r"^Line 2 cannot be read: a cell is far too long"),
    ],
)
def test_a_fault_is_told_with_the_line_where_it_begins(data: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read(data, 10)
