"""Web pages that systems export under the name “.xls”: rows, or one sentence."""

from __future__ import annotations

import pytest

from portal.errors import Refused
from portal.tabular.reading import read
from portal.tabular.rows import HIDDEN, STRUCK, Row


def rows(markup: str) -> list[Row]:
    return read(f"<html><body>{markup}</body></html>".encode(), 10).rows


def test_a_table_is_read_whether_its_marks_are_closed_or_not() -> None:
    closed = "<table><tr><td>a</td><th>b</th></tr><tr><td>c</td></tr></table>"
    for markup in (closed, "<TABLE><TR><TD>a<TD>b<TR><TD>c"):
        assert rows(markup) == [(1, ("a", "b")), (2, ("c",))]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Zo&euml; O&#8217;Brien", "Zoë O’Brien"),
        ("Remi<br>Okafor", "Remi Okafor"),
        ("<p>Remi</p><p>Okafor</p>", "Remi Okafor"),
        ("<b>Re</b>mi&nbsp;Okafor", "Remi Okafor"),
        ("<!-- gone --><script>if (a<b) no()</script>Remi", "Remi"),
        ("<a href='mailto:remi@example.org'>remi@example.org</a>", "remi@example.org"),
        ("<s>Smith</s> Jones", "Jones"),
        ("</b></s></td><td>x", ""),
    ],
)
def test_a_text_is_read_as_people_see_it(markup: str, text: str) -> None:
    assert rows(f"<table><tr><td>{markup}</td><td>x</td></tr></table>")[0][1][0] == text


def test_cells_that_reach_over_rows_and_columns_leave_theirs_blank() -> None:
    """Else a name would come under another heading."""
    markup = (
        "<table><tr><td rowspan=2>North</td><td>a</td></tr><tr><td>b</td></tr>"
        "<tr><td colspan='2'>c</td><td>d</td></tr></table>"
    )
    assert rows(markup) == [(1, ("North", "a")), (2, ("", "b")), (3, ("c", "", "d"))]


def test_what_is_hidden_or_struck_through_is_known_by_style_class_and_mark() -> None:
    data = (
        "<style>.gone, .x { display: none } .off{color:red;text-decoration: line-through}"
        " .on{overflow: hidden}</style>"
        "<table><col><col width=0><col span=2 style='display:none'>"
        "<tr><td>1<td>2<td>3</tr><tr style='display:none'><td>a<tr class=gone><td>b<tr hidden><td>c"
        "<tr class='off'><td>d<tr><td style='text-decoration:line-through'>e<tr><td><del>f</del>"
        "<tr><td><span class='off'>g</span><tr style='overflow: hidden'><td>h</table>"
    )
    sheet = read(data.encode(), 20)
    assert sheet.aside == dict.fromkeys((2, 3, 4), HIDDEN) | dict.fromkeys((5, 6, 7, 8), STRUCK)
    assert sheet.hidden == {1, 2}
    assert [cells[0] for _, cells in sheet.rows] == ["1", *"abcdefgh"]


def test_the_longest_table_is_read_and_the_others_are_counted() -> None:
    data = b"<table><tr><td>Staff<table><tr><td>a<tr><td>b</table></table><table></table>"
    sheet = read(data, 10)
    assert [cells for _, cells in sheet.rows] == [("a",), ("b",)]
    assert sheet.note == "The page has 2 tables; only the longest was read."


def test_the_encoding_is_the_one_that_the_page_names() -> None:
    page = "<html><meta charset='{}'><table><tr><td>Chloé</td></tr></table>"
    for charset, name in (("macintosh", "mac_roman"), ("ISO-8859-1", "cp1252"), ("utf-8", "utf-8")):
        sheet = read(page.format(charset).encode(name), 10)
        assert sheet.rows == [(1, ("Chloé",))]
        assert sheet.encoding == ""
    assert read(page.format("unknown").encode("cp850"), 10).encoding == "cp850"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_page_is_one_behind_a_mark_of_its_encoding_too(encoding: str) -> None:
    data = "\n<html><table><tr><td>Chloé</td></tr></table>".encode(encoding)
    assert read(data, 10).rows == [(1, ("Chloé",))]


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<html><p>Sign in</p></html>", "a web page without a table"),
        ("<html><frameset><frame src='sheet001.htm'></frameset></html>", "without a table"),
        ("<table><tr><td></td></tr></table>", "no row with anything"),
        ("<table><tr><td>" + "<b>" * 1000 + "x<td colspan=99999>a<td>b", "more than 100 cells"),
        ("<table>" + "<tr><td>a" * 12, "more than 10 rows"),
        ("<table><!-- <tr><td>a", "no row with anything"),
        ("<table><style>a{", "no row with anything"),
    ],
)
def test_a_page_without_a_list_is_refused_in_one_sentence(markup: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read(markup.encode(), 10)


def test_more_marks_than_a_list_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.tabular.webpage.MOST", 1000)
    with pytest.raises(Refused, match="much more in it than a list"):
        read(b"<table><tr><td>" + b"<b>" * 1001, 10)
