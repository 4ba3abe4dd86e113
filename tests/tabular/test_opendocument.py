"""OpenDocument spreadsheets (.ods, .fods) cell by cell, and what repeats in them."""

from __future__ import annotations

import pytest

from portal.errors import Refused
from portal.tabular.reading import read
from portal.tabular.rows import FORMULA, HIDDEN, STRUCK
from tests.tabular.books import flat, open_document

LINE = (
    '<style:style style:name="line"><style:text-properties style:text-line-through-style="solid"/>'
    '</style:style><style:style style:name="child" style:parent-style-name="line"/>'
    '<style:style style:name="plain" style:parent-style-name="line"><style:text-properties'
    ' style:text-line-through-type="none"/></style:style>'
)
HIDES = (
    '<style:style style:name="sheet"><style:table-properties table:display="false"/></style:style>'
)


def cell(text: str, given: str = "") -> str:
    return f"<table:table-cell {given}><text:p>{text}</text:p></table:table-cell>"


def row(*cells: str, given: str = "") -> str:
    return f"<table:table-row {given}>{''.join(cells)}</table:table-row>"


EMPTY = '<table:table-cell table:number-columns-repeated="16384"/>'
END = row(EMPTY, given='table:number-rows-repeated="1048000"')
STYLE, ROWS = "table:style-name", "table:number-rows-repeated"


def test_rows_and_cells_that_repeat_are_read_as_often() -> None:
    twice = cell("b", 'table:number-columns-repeated="2"')
    rows = row(EMPTY, given=f'{ROWS}="3"') + row(cell("a"), twice, EMPTY, given=f'{ROWS}="2"') + END
    assert read(open_document(rows), 10).rows == [(4, ("a", "b", "b")), (5, ("a", "b", "b"))]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (row(cell("a"), given=f'{ROWS}="1048576"'), "more than 10 rows"),
        (row(cell("a"), given=f'{ROWS}="{"9" * 4000}"'), "more than 10 rows"),
        (row(cell("a"), given=f'{ROWS}="{"9" * 9000}"'), "cannot be read as an OpenDocument"),
        (row(cell("a", 'table:number-columns-repeated="16384"')), "Row 1 has more than 100 cells"),
        (row(cell("<text:span>" * 60 + "</text:span>" * 60)), "cannot be read as an OpenDocument"),
    ],
)
def test_what_repeats_for_ever_is_refused(rows: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read(open_document(rows), 10)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Zoë<text:s/>O’Brien", "Zoë O’Brien"),
        ("Zoë<text:tab/>O’Brien<text:line-break/>Ms", "Zoë O’Brien Ms"),
        ('a<text:s text:c="999999999"/>b', "a b"),
        ("<text:span>Re</text:span><text:a>mi</text:a>", "Remi"),
        ("<text:ruby><text:ruby-base>Remi</text:ruby-base><text:ruby-text>no</text:ruby-text>"
         "</text:ruby> Okafor", "Remi Okafor"),
        ("Remi</text:p><text:p>Okafor", "Remi Okafor"),
        ("Remi</text:p><office:annotation><text:p>no</text:p></office:annotation><text:p>", "Remi"),
        ("Remi</text:p><draw:frame><text:p>logo</text:p></draw:frame><text:p>", "Remi"),
    ],
)  # fmt: skip
def test_a_text_is_read_as_people_see_it(markup: str, text: str) -> None:
    assert read(open_document(row(cell(markup))), 10).rows == [(1, (text,))]


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ('office:value-type="float" office:value="12.5"', "12.5"),
        ('office:value-type="date" office:date-value="2019-03-01"', "2019-03-01"),
        ('office:value-type="date" office:date-value="2019-03-01T09:30:00"', "2019-03-01 09:30"),
        ('office:value-type="time" office:time-value="PT09H30M00S"', "09:30"),
        ('office:value-type="boolean" office:boolean-value="true"', "TRUE"),
        ('office:value-type="string" table:formula="of:=A1"', FORMULA),
        ('office:value-type="percentage" office:value="0.5"', "shown"),
    ],
)
def test_a_value_is_read_where_it_is_plainer_than_what_is_shown(given: str, value: str) -> None:
    assert read(open_document(row(cell("shown", given))), 10).rows == [(1, (value,))]


def test_what_stands_under_a_merged_cell_is_left_out() -> None:
    under = cell("old@example.org").replace("table-cell", "covered-table-cell")
    assert read(open_document(row(cell("a"), under, cell("b"))), 10).rows == [(1, ("a", "", "b"))]


def test_rows_and_columns_are_hidden_by_hand_or_by_a_filter() -> None:
    columns = '<table:table-column table:number-columns-repeated="2"/>'
    columns += '<table:table-column table:visibility="collapse"/>'
    columns += '<table:table-column table:visibility="collapse" table:number-columns-repeated="9"/>'
    rows = row(*map(cell, "abc"))
    rows += row(cell("d"), given='table:visibility="collapse"')
    rows += row(cell("e"), given=f'table:visibility="filter" {ROWS}="2"')
    sheet = read(open_document(rows, columns=columns), 10)
    assert sheet.aside == dict.fromkeys((2, 3, 4), HIDDEN)
    assert sheet.hidden == {2}


@pytest.mark.parametrize(
    ("markup", "struck"),
    [
        (row(cell("a", f'{STYLE}="line"')), True),
        (row(cell("a", f'{STYLE}="child"')), True),
        (row(cell("a", f'{STYLE}="plain"')), False),
        (row(cell("a", f'{STYLE}="unknown"')), False),
        (row(cell("a"), given='table:default-cell-style-name="line"'), True),
        (row(cell("1"), cell("a")), True),
        (row(cell("1"), cell("a", f'{STYLE}="plain"')), False),
        (row(cell('<text:span text:style-name="line">a</text:span>')), True),
        (row(cell('<text:span text:style-name="line">a</text:span>b')), False),
    ],
)
def test_a_cell_is_struck_through_by_its_style_or_its_rows_or_its_columns(
    markup: str, *, struck: bool
) -> None:
    column = '<table:table-column table:default-cell-style-name="{}"/>'
    columns = column.format("plain") + column.format("line")
    sheet = read(open_document(markup, LINE, columns), 10)
    assert sheet.aside == ({1: STRUCK} if struck else {})


def test_styles_that_take_from_one_another_come_to_an_end() -> None:
    circle = '<style:style style:name="a" style:parent-style-name="a"/>'
    assert read(open_document(row(cell("a", f'{STYLE}="a"')), circle), 10).aside == {}


def test_named_styles_stand_in_a_part_of_their_own() -> None:
    styles = {"styles.xml": f'<x xmlns:style="urn:style">{LINE}</x>'}
    rows = row(cell("a", f'{STYLE}="line"'))
    assert read(open_document(rows, others=styles), 10).aside == {1: STRUCK}


def test_a_rule_that_strikes_through_is_said() -> None:
    rule = '<calcext:condition calcext:apply-style-name="line"/>'
    mapped = '<style:style style:name="b"><style:map style:apply-style-name="line"/></style:style>'
    note = "by a rule (conditional formatting)"
    assert note in read(open_document(row(cell("a")) + rule, LINE), 10).note
    assert note in read(open_document(row(cell("a")), LINE + mapped), 10).note
    assert read(open_document(row(cell("a")), LINE), 10).note == ""


def test_a_flat_file_is_the_same() -> None:
    assert read(flat(row(cell("a"))), 10).rows == [(1, ("a",))]
    assert read(b'<?xml version="1.0"?>\n' + flat(row(cell("a"))), 10).rows == [(1, ("a",))]


def test_a_hidden_sheet_is_none() -> None:
    with pytest.raises(Refused, match="no visible sheet"):
        read(flat(row(cell("a")), HIDES), 10)


def test_a_password_is_called_one() -> None:
    manifest = {"META-INF/manifest.xml": "<m><file-entry><encryption-data/></file-entry></m>"}
    with pytest.raises(Refused, match="protected by a password"):
        read(open_document("", others=manifest), 10)


@pytest.mark.parametrize(
    "content",
    ["", "<x>", '<!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>', f"<x {'a' * 300_000}='1'/>"],
)
def test_hostile_content_is_refused(content: str) -> None:
    with pytest.raises(Refused, match=r"OpenDocument|much more"):
        read(open_document("", others={"content.xml": content}), 10)
    with pytest.raises(Refused):
        read(b"<office:document>" + content.encode(), 10)


def test_too_many_styles_are_refused() -> None:
    styles = "".join(f'<style:style style:name="{n}"/>' for n in range(50_001))
    with pytest.raises(Refused, match="much more in it than a list"):
        read(flat(row(cell("a")), styles), 10)
