"""Lists as people keep them: what they call their columns, and what else stands there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import Refused
from portal.tabular import headed
from portal.tabular.headed import Field, Listed
from portal.tabular.rows import HIDDEN, STRUCK, Row, Sheet

FIELDS = (
    Field("code", ("org code", "ONS code")),
    Field("name", ("council", "local authority")),
    Field("reply_to", ("replies to",), needed=False),
)
NORTH = {"code": "n", "name": "North"}


def listed(*rows: tuple[str, ...], hidden: frozenset[int] = frozenset()) -> Listed:
    return headed.listed(Sheet(list(enumerate(rows, 1)), hidden=hidden), FIELDS)


def test_cells_go_by_the_names_of_their_columns() -> None:
    assert listed(("Name", "CODE"), ("North", "n"), ("South", "s")) == Listed(
        [(2, NORTH), (3, {"name": "South", "code": "s"})], (), {}
    )


@pytest.mark.parametrize(
    "heads",
    [("ONS Code", "Council"), ("org_code", "Councils"), ("Org-code", "Local authority:")],
)
def test_a_column_may_be_called_otherwise_and_that_is_said(heads: tuple[str, str]) -> None:
    of = listed(heads, ("n", "North"))
    assert of.rows == [(2, NORTH)]
    assert of.notes == (f"Read “{heads[0]}” as code, “{heads[1]}” as name.",)


def test_of_two_columns_that_could_be_meant_the_likelier_is_read() -> None:
    of = listed(("ONS code", "Council", "Code", "Name"), ("E1", "x", "n", "North"))
    assert of.rows == [(2, NORTH)]
    assert of.notes == ("Left out: ONS code, Council.",)


def test_a_hidden_column_never_wins_over_one_that_can_be_seen() -> None:
    rows = ("Code", "Name", "ONS code", "Name"), ("old", "Old", "n", "North")
    of = listed(*rows, hidden=frozenset({0, 1}))
    assert of.rows == [(2, NORTH)]
    assert of.notes == ("Read “ONS code” as code.", "Left out: Code (hidden), Name (hidden).")


def test_a_hidden_column_is_read_where_there_is_no_other_and_that_is_said() -> None:
    of = listed(("Code", "Name"), ("n", "North"), hidden=frozenset({0}))
    assert of.rows == [(2, NORTH)]
    assert of.notes == ("Hidden in the file, and read: Code.",)


def test_titles_may_stand_above_the_headings() -> None:
    of = listed(("Our councils",), ("Name: all",), ("code", "name"), ("n", "North"))
    assert of.rows == [(4, NORTH)]
    assert of.notes == ("The headings are in row 3; what is above was left out.",)


def test_other_columns_are_left_out_and_said() -> None:
    of = listed(("code", "Phone", "", "name", "Notes"), ("n", "020", "x", "North", "old"))
    assert of.rows == [(2, NORTH)]
    assert of.notes == ("Left out: Phone, Notes, a column without a heading.",)


def test_totals_and_rows_with_nothing_to_read_are_left_out_and_said() -> None:
    rows = ("", "Total: 1", ""), ("", "", "a remark"), ("Grand total", "2", ""), ("", "", "more")
    of = listed(("code", "name", "Notes"), ("n", "North", ""), *rows)
    assert of.rows == [(2, NORTH)]
    assert of.notes[1:] == (
        "Rows 3, 5 are totals and were left out.",
        "Rows 4, 6 are empty in these columns and were left out.",
    )
    assert listed(("code", "name"), ("t", "Total Care Trust")).rows


def test_a_cell_that_is_not_there_is_empty() -> None:
    assert listed(("code", "name"), ("n",)).rows == [(2, {"code": "n", "name": ""})]


def test_rows_that_the_file_hides_are_told_from_the_others() -> None:
    rows = list(enumerate([("Old",), ("code", "name"), ("n", "North"), ("s", "South")], 1))
    of = headed.listed(Sheet(rows, aside={1: HIDDEN, 4: STRUCK, 9: HIDDEN}), FIELDS)
    assert len(of.rows) == 2
    assert of.aside == {4: STRUCK}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("code",)], "no column name. One row at the top must name the columns: code, name"),
        ([("n", "North")], "no column code and no column name"),
        ([("code", "name", "Name")], "Two columns are headed “name”"),
        ([("code", "name"), ("n", "North", "", "x")], "Row 2 has more cells"),
    ],
)
def test_what_does_not_fit_is_refused(rows: list[tuple[str, ...]], said: str) -> None:
    with pytest.raises(Refused, match=said):
        listed(*rows)


CELLS = st.lists(st.sampled_from(["code", "name", "council", "", "Total", "x"]), max_size=6)


@given(rows=st.lists(st.tuples(st.integers(1, 9), CELLS.map(tuple)), min_size=1, max_size=5))
def test_any_rows_become_records_or_are_refused(rows: list[Row]) -> None:
    kept = [(number, cells) for number, cells in rows if any(cells)]
    if not kept:
        return
    try:
        of = headed.listed(Sheet(kept), FIELDS)
    except Refused:
        return
    assert all({"code", "name"} <= record.keys() for _, record in of.rows)
    assert len(of.rows) < len(kept)


def test_where_there_are_other_sheets_a_refusal_says_which_was_read() -> None:
    note = "The file has 2 sheets; only the first, “Staff”, was read."
    with pytest.raises(Refused, match=note):
        headed.listed(Sheet([(1, ("Name", "Email"))], note), FIELDS)
