"""Files as people send them, and as no program writes them: rows, or one sentence."""

from __future__ import annotations

import io
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import PortalError, Refused
from portal.tabular import package, people, rows, workbook
from portal.tabular.reading import read
from portal.tabular.sheets import COVERS
from tests.tabular.books import book, raw

PEOPLE = [("Name", "Email"), ("Zoë O’Hara", "zoe@example.org"), ("Remi", "remi@example.org")]
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def written(encoding: str, separator: str, end: str = "\r\n") -> bytes:
    return end.join(separator.join(row) for row in PEOPLE).encode(encoding)


def cells(data: bytes) -> list[tuple[str, ...]]:
    return [row for _, row in read(data, 100).rows]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_is_read_in_each_encoding_with_each_separator(encoding: str, separator: str) -> None:
    assert cells(written(encoding, separator)) == PEOPLE


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_utf_16_is_read_in_either_order_of_bytes(mark: bytes) -> None:
    order = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    assert cells(mark + written(order, ",")) == PEOPLE


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n"])
def test_every_end_of_a_line_is_one(end: str) -> None:
    assert cells(written("utf-8", ",", end)) == PEOPLE


def test_names_with_commas_do_not_hide_the_semicolons() -> None:
    data = b"Okafor, Remi;remi@example.org\nO'Hara, Zoe;zoe@example.org\n"
    assert cells(data)[0] == ("Okafor, Remi", "remi@example.org")


def test_separators_in_quotation_marks_are_none() -> None:
    assert cells(b'"a;b;c",x\n"d;e;f",y\n') == [("a;b;c", "x"), ("d;e;f", "y")]


def test_a_single_column_needs_no_separator() -> None:
    assert cells(b"remi@example.org\nzoe@example.org") == [
        ("remi@example.org",),
        ("zoe@example.org",),
    ]


def test_rows_keep_the_numbers_that_the_person_sees() -> None:
    assert [number for number, _ in read(b"a,b\n\n,,\nc,d\n", 10).rows] == [1, 4]
    gaps = book([("a",), (), (), ("b",)])
    assert [number for number, _ in read(gaps, 10).rows] == [1, 4]


@pytest.mark.parametrize("mark", "\u200b\u00ad\u202e\ufeff\u2060")
def test_what_cannot_be_seen_is_left_out_of_a_cell(mark: str) -> None:
    data = f"{mark} re{mark}mi@example.org\u00a0,x\n".encode()
    assert cells(data) == [("remi@example.org", "x")]


def test_a_workbook_is_read_as_its_cells_show() -> None:
    rows = [("Name", "Number"), ("Zoë", 12), ("Sum", "=1+1"), ("True", True)]
    assert cells(book(rows)) == [("Name", "Number"), ("Zoë", "12"), ("Sum", "="), ("True", "TRUE")]


def test_only_the_first_sheet_that_can_be_seen_is_read_and_that_is_said() -> None:
    found = read(book([("hidden",)], [("seen",)], [("third",)], hidden=[0]), 10)
    assert found.rows == [(1, ("seen",))]
    assert "2 sheets" in found.note
    assert "“List 2”" in found.note


COVER = [("Workforce",), ("Of", "HR, hr@example.org"), ("", "31 October")]
STAFF = [("Name", "Email", "Team"), ("Remi", "remi@example.org", "A")]


@pytest.mark.parametrize("cover", [COVER, [("Of HR, hr@example.org",)]])
@pytest.mark.parametrize("staff", [STAFF, [("remi@example.org",), ("zoe@example.org",)]])
def test_a_cover_is_no_list(cover: list[tuple[str, ...]], staff: list[tuple[str, ...]]) -> None:
    read_ = read(book(cover, staff, COVER), 10)
    assert [row for _, row in read_.rows] == staff
    assert read_.note == (
        "The file has 3 sheets; only “List 2” was read, the first that looks like a list."
    )


def test_only_so_many_covers_are_read() -> None:
    """A few marks can repeat a row 20,000 times on each of many sheets."""
    assert cells(book(*[COVER] * (COVERS - 1), STAFF)) == STAFF
    assert cells(book(*[COVER] * COVERS, STAFF)) == COVER


def test_where_nothing_looks_like_a_list_the_first_sheet_with_anything_in_it_is_read() -> None:
    assert cells(book([], COVER, [("other",)])) == COVER


def test_texts_are_read_without_how_to_pronounce_them() -> None:
    strings = "<sst><si><r><t>Re</t></r><r><t>mi</t></r><rPh><t>no</t></rPh></si></sst>"
    data = raw('<s><row r="3"><c r="B3" t="s"><v>0</v></c></row></s>', strings)
    assert read(data, 10).rows == [(3, ("", "Remi"))]


def test_cells_without_a_reference_come_one_after_the_other() -> None:
    inline = '<c t="inlineStr"><is><t>a</t></is></c><c><v>2</v></c>'
    assert cells(raw(f"<s><row>{inline}</row><row>{inline}</row></s>")) == [("a", "2")] * 2


def test_a_formula_with_its_result_is_a_formula() -> None:
    assert cells(raw('<s><row><c t="str"><f>A1</f><v>x@example.org</v></c></row></s>')) == [("=",)]


def test_so_many_rows_are_read_and_no_more() -> None:
    rows = [(f"p{n}@example.org",) for n in range(12)]
    assert len(read(book(rows[:11]), 10).rows) == 11
    for data in (book(rows), "\n".join(row[0] for row in rows).encode()):
        with pytest.raises(Refused, match="more than 10 rows"):
            read(data, 10)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b" \r\n ", "is empty"),
        (b",,,\n,,\n", "no row with anything"),
        (OLD, "an old version of Excel"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "a password"),
        (b"\xff\xfe\x00\xdc", "neither a spreadsheet"),
        (b"\x00\x01\x02 remi@example.org", "neither a spreadsheet"),
        (b"PK\x03\x04 and then nothing", "cannot be read as an Excel workbook"),
        (b"remi@example.org" + b"," * 100_000 + b"x", "Line 1 has more than 100 cells"),
        (b'a\n"a"b,c\n', "Line 2 cannot be read: a quotation mark .* in the middle of a cell"),
        (b'a\n\na,"b\nc,d\ne', "Line 3 cannot be read: .* is opened there and never closed"),
        (b"x" * 200_000, "a cell is far too long"),
    ],
    ids=range(12),
)
def test_what_is_no_list_is_refused_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read(data, 100)


LAUGHS = (
    '<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<s><row><c t='str'><v>&b;</v></c></row></s>"
)
FILE = '<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/hostname">]><s><row><c><v>&a;</v></c></row></s>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (raw(LAUGHS), "cannot be read as an Excel"),
        (raw(FILE), "cannot be read as an Excel"),
        (raw("<s><row>"), "cannot be read as an Excel"),
        (raw("<s><row r='x'/></s>"), "cannot be read as an Excel"),
        (raw("<s><row><c t='s'><v>5</v></c></row></s>"), "cannot be read as an Excel"),
        (raw("<s><row><c r='XFD1'><v>5</v></c></row></s>"), "Row 1 has more than 100 cells"),
        (raw("<s><row><c r='é1'><v>5</v></c></row></s>"), "more than 100|cannot be read"),
        (raw("", others={"xl/big.xml": bytes(package.UNPACKED)}), "much more in it than a list"),
        (raw("", "<!--" + "x" * package.TEXTS + "-->"), "much more in it than a list"),
        (
            raw("", others={f"x{n}": b"" for n in range(package.PARTS)}),
            "much more in it than a list",
        ),
    ],
    ids=range(10),
)
def test_a_hostile_workbook_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read(data, 100)


def test_a_small_file_of_endless_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_CELLS", 1000)
    with pytest.raises(Refused, match="much more in it than a list"):
        read(raw("<s><row>" + "<c/>" * 600 + "</row></s>"), 100)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml"])
def test_a_small_file_of_endless_names_or_texts_is_refused(
    monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    monkeypatch.setattr(workbook, "MOST_TEXTS", 1000)
    endless = f"<sst>{'<si/>' * workbook.MOST_NAMED}</sst>"
    data = io.BytesIO()
    with ZipFile(io.BytesIO(raw(""))) as old, ZipFile(data, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, endless if name == part else old.read(name))
    with pytest.raises(Refused, match="much more in it than a list"):
        read(data.getvalue(), 100)


def test_a_text_is_kept_no_longer_than_a_cell_in_however_many_it_stands() -> None:
    strings = f"<sst><si><t> \n{'a' * 500_000}</t><t>{'b' * 500_000}</t></si></sst>"
    row = "<row>" + "<c t='s'><v>0</v></c>" * 99 + f"<c><v>{' c' * 5000}</v></c></row>"
    [cells_] = cells(raw(f"<s>{row}</s>", strings))
    assert cells_ == (*["a" * rows.CELL] * 99, ("c " * 500).strip())
    assert len({id(cell) for cell in cells_[:99]}) == 1


def test_a_reference_that_no_sheet_has_is_refused() -> None:
    with pytest.raises(Refused, match="cannot be read as an Excel"):
        read(raw(f"<s><row><c r='{'A' * 100_000}1'><v>5</v></c></row></s>"), 100)


def outcome(data: bytes) -> None:
    """Rows, or a sentence; never anything else."""
    try:
        people.entries(people.read(data, 50), {})
    except PortalError as error:
        assert str(error).endswith(".")


@given(st.binary(max_size=400))
def test_any_bytes_are_a_list_or_refused(data: bytes) -> None:
    outcome(data)
    outcome(b"PK\x03\x04" + data)
    outcome(b"\xff\xfe" + data)


@given(st.text(alphabet='a@.,;\t"\n\r= é<>', max_size=200))
def test_any_text_is_a_list_or_refused(text: str) -> None:
    outcome(text.encode())


WHOLE = book([("Name", "Email"), ("Remi", "remi@example.org")])


@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 255))
def test_a_damaged_workbook_is_a_list_or_refused(place: int, byte: int) -> None:
    outcome(WHOLE[:place] + bytes([byte]) + WHOLE[place + 1 :])
    outcome(WHOLE[:place])


@given(st.text(alphabet="<>rowcvtfs/='\" 0129ABX&;", max_size=120))
def test_any_markup_of_a_sheet_is_a_list_or_refused(markup: str) -> None:
    outcome(raw(f"<s>{markup}</s>"))
    outcome(raw(f"<s><row>{markup}</row></s>"))
