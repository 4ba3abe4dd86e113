"""Workbooks (.xlsx) cell by cell: texts, values, and what of them is hidden or struck through."""

from __future__ import annotations

import io
from datetime import date, datetime
from zipfile import ZipFile

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font

from portal.errors import Refused
from portal.tabular.reading import read
from portal.tabular.rows import FORMULA, HIDDEN, STRUCK, Sheet
from tests.tabular.books import book, raw, zipped

HALF_PAST_NINE = datetime(2024, 2, 29, 9, 30)  # noqa: DTZ001
STYLES = (
    "<styleSheet><numFmts><numFmt numFmtId='170' formatCode='d mmm &quot;week&quot;'/>"
    "<numFmt numFmtId='171' formatCode='0 &quot;days&quot;;[Red]0'/></numFmts>"
    "<fonts><font/><font><strike/></font><font><strike val='0'/></font></fonts>"
    "<cellStyleXfs><xf numFmtId='14' fontId='1'/></cellStyleXfs>"
    "<cellXfs><xf/><xf fontId='1'/><xf fontId='2'/><xf numFmtId='14'/><xf numFmtId='170'/>"
    "<xf numFmtId='171'/></cellXfs>"
    "<dxfs><dxf/><dxf><font><strike/></font></dxf></dxfs></styleSheet>"
)


def styled(markup: str) -> Sheet:
    """A sheet in a workbook of which format 1 strikes through, and 3 and 4 show dates."""
    parts = "<Relationship Id='r3' Target='styles.xml'/></R>"
    relations = "<R><Relationship Id='r1' Target='s.xml'/>" + parts
    others = {"xl/styles.xml": STYLES.encode(), "xl/_rels/workbook.xml.rels": relations.encode()}
    return read(raw(markup, others=others), 10)


def sheet(rows: str, around: str = "") -> Sheet:
    return styled(f"<s>{around}<sheetData>{rows}</sheetData></s>")


def values(cells: str) -> tuple[str, ...]:
    [(_, row)] = sheet(f"<row>{cells}</row>").rows
    return row


def test_white_space_may_stand_around_the_shared_strings() -> None:
    """Gnumeric indents them."""
    strings = "\n<sst>\n  <si>\n    <t>Remi</t>\n  </si>\n  <si>\n <t>Zoë</t></si>\n</sst>\n"
    cells = '<c t="s"><v>0</v></c>\n<c t="s">\n<v>1</v></c>'
    assert read(raw(f"<s>\n<row>\n{cells}</row>\n</s>", strings), 10).rows == [(1, ("Remi", "Zoë"))]


def test_a_row_that_is_hidden_and_struck_through_is_struck_through() -> None:
    """Whoever includes what a filter hides has not said that leavers are invited."""
    assert sheet(
        "<row hidden='1'><c s='1'><v>1</v></c><c s='1' t='str'><v>a</v></c></row>"
    ).aside == {1: STRUCK}


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("<c><v>44</v></c>", "44"),
        ("<c><v>0.10000000000000001</v></c>", "0.1"),
        ("<c><v>4.477009E11</v></c>", "447700900000"),
        ("<c t='b'><v>1</v></c>", "TRUE"),
        ("<c t='b'><v>0</v></c>", "FALSE"),
        ("<c t='e'><v>#N/A</v></c>", FORMULA),
        ("<c t='str'><v>12.50</v></c>", "12.50"),
        ("<c t='inlineStr'><is><t>O_x2019_ _x000D_\n_x005F_x</t></is></c>", "O_x2019_ _x"),
        ("<c s='3'><v>43525</v></c>", "2019-03-01"),
        ("<c s='4'><v>43525.3958333333</v></c>", "2019-03-01 09:30"),
        ("<c s='3'><v>0.75</v></c>", "18:00"),
        ("<c s='3'><v>59</v></c>", "1900-02-28"),
        ("<c s='3'><v>61</v></c>", "1900-03-01"),
        ("<c s='3'><v>-1</v></c>", "-1"),
        ("<c s='3'><v>1E300</v></c>", "1E300"),
        ("<c s='5'><v>3</v></c>", "3"),
        ("<c t='d'><v>2019-03-01T00:00:00</v></c>", "2019-03-01"),
    ],
)
def test_a_value_is_read_as_people_see_it(cell: str, value: str) -> None:
    assert values(f"{cell}<c><v>1</v></c>") == (value, "1")


def test_a_part_of_a_text_that_is_struck_through_is_left_out() -> None:
    runs = "<r><rPr><strike/></rPr><t>Smith </t></r><r><rPr><strike val='0'/></rPr><t>Jones</t></r>"
    from_cells = sheet(f"<row><c t='inlineStr'><is>{runs}</is></c></row>")
    assert from_cells.rows == [(1, ("Jones",))]
    assert from_cells.aside == {}


def test_a_text_that_is_struck_through_in_all_its_parts_is_kept_and_said() -> None:
    runs = "<r><rPr><strike/></rPr><t>Remi</t></r><r><rPr><strike/></rPr><t> Okafor</t></r>"
    from_cells = sheet(f"<row><c t='inlineStr'><is>{runs}</is></c><c><v>1</v></c></row>")
    assert from_cells.rows == [(1, ("Remi Okafor", "1"))]
    assert from_cells.aside == {1: STRUCK}


@pytest.mark.parametrize(
    ("struck", "aside"),
    [
        ((), {}),
        ((0,), {}),
        ((1,), {1: STRUCK}),
        ((2,), {1: STRUCK}),
        ((3,), {}),
        ((1, 2, 3), {1: STRUCK}),
    ],
)
def test_a_row_is_struck_through_where_its_first_text_or_its_address_is(
    struck: tuple[int, ...], aside: dict[int, str]
) -> None:
    """A number before it says nothing, nor does the team after it."""
    texts = ("12", "Remi", "remi@example.org", "North")
    cells = "".join(
        f"<c t='str' s='{int(i in struck)}'><v>{text}</v></c>" for i, text in enumerate(texts)
    )
    assert sheet(f"<row>{cells}</row>").aside == aside


def test_rows_are_hidden_by_hand_by_a_filter_or_by_having_no_height() -> None:
    cell = "<c><v>1</v></c>"
    rows = f"<row hidden='1'>{cell}</row><row ht='0'>{cell}</row><row ht='15'>{cell}</row>"
    rows += f"<row hidden='0'>{cell}</row><row hidden='true'>{cell}</row><row hidden='1'/>"
    assert sheet(rows).aside == dict.fromkeys((1, 2, 5), HIDDEN)


def test_rows_with_anything_in_them_are_seen_where_empty_ones_are_not() -> None:
    """Such a sheet names the rows that it shows, as LibreOffice reads it too."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as workbook:
        seen = workbook.add_worksheet()
        seen.set_default_row(hide_unused_rows=True)
        seen.write_column(0, 0, ["Email", "remi@example.org"])
    assert read(data.getvalue(), 10).aside == {}


def test_columns_are_hidden_or_have_no_width_and_those_without_anything_are_not_said() -> None:
    columns = "<cols><col min='2' max='2' hidden='1'/><col min='3' max='3' width='0'/>"
    columns += "<col min='5' max='16384' hidden='1'/></cols>"
    rows = "<row>" + "<c><v>1</v></c>" * 4 + "</row>"
    assert sheet(rows, columns).hidden == {1, 2}


def test_a_rule_that_strikes_through_is_said_since_it_cannot_be_read() -> None:
    rows = "<s><row><c><v>1</v></c></row><conditionalFormatting><cfRule dxfId='{}'/>"
    assert (
        "by a rule (conditional formatting)"
        in styled(f"{rows.format(1)}</conditionalFormatting></s>").note
    )
    assert styled(f"{rows.format(0)}</conditionalFormatting></s>").note == ""


def test_the_first_sheet_with_anything_in_it_is_read() -> None:
    from_book = read(book([], [()], [("a",)], [("b",)]), 10)
    assert from_book.rows == [(1, ("a",))]
    said = "The file has 4 sheets; only “List 3” was read, the first with anything in it."
    assert from_book.note == said


def test_a_workbook_that_hides_all_its_sheets_is_refused() -> None:
    hidden = b"<w xmlns:r='r'><sheets><sheet name='A' state='veryHidden' r:id='r1'/></sheets></w>"
    with pytest.raises(Refused, match="no visible sheet"):
        read(raw("<s/>", others={"xl/workbook.xml": hidden}), 10)


def test_dates_of_openpyxl_are_read_in_both_epochs() -> None:
    for epoch in (openpyxl.utils.datetime.WINDOWS_EPOCH, openpyxl.utils.datetime.MAC_EPOCH):
        workbook = openpyxl.Workbook()
        workbook.epoch = epoch
        workbook.active.append(["Remi", date(2024, 2, 29), HALF_PAST_NINE])
        workbook.active["A1"].font = Font(strike=True)
        data = io.BytesIO()
        workbook.save(data)
        from_book = read(data.getvalue(), 10)
        assert from_book.rows == [(1, ("Remi", "2024-02-29", "2024-02-29 09:30"))]
        assert from_book.aside == {1: STRUCK}


def test_the_workbooks_own_part_may_have_another_name() -> None:
    name = "xl/workbook7.xml"
    relations = (
        f"<R><Relationship Id='r' Target='a.xml'/><Relationship Id='s' Target='/{name}'/></R>"
    )
    with ZipFile(io.BytesIO(raw("<s><row><c><v>1</v></c></row></s>"))) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    parts = {part.replace("workbook", "workbook7"): data for part, data in parts.items()}
    assert read(zipped({**parts, "_rels/.rels": relations}), 10).rows == [(1, ("1",))]


def test_a_part_that_stands_for_many_sheets_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a small file could have it read a thousand times."""
    sheets = "".join(f"<sheet name='{n}' r:id='r1'/>" for n in range(900))
    book_ = f"<w xmlns:r='r'>{sheets}</w>".encode()
    monkeypatch.setattr("portal.tabular.workbook.MOST_CELLS", 5)
    with pytest.raises(Refused, match="no row with anything"):
        read(raw("<s><row/></s>", others={"xl/workbook.xml": book_}), 10)
