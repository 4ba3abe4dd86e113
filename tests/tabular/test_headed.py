from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import Refused
from portal.tabular import headed
from portal.tabular.rows import Row, Sheet

NEEDED, OPTIONAL = ("code", "name"), ("reply_to",)


def records(*rows: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    sheet = Sheet(list(enumerate(rows, 1)))
    return [(row, dict(found)) for row, found in headed.records(sheet, NEEDED, OPTIONAL)]


def test_cells_go_by_the_names_of_their_columns() -> None:
    assert records(("Name", "CODE"), ("North", "n"), ("South", "s")) == [
        (2, {"name": "North", "code": "n"}),
        (3, {"name": "South", "code": "s"}),
    ]


def test_a_name_of_two_words_may_be_written_as_such() -> None:
    assert records(("code", "name", "Reply to"), ("n", "North", "a"))[0][1]["reply_to"] == "a"


def test_a_cell_that_is_not_there_is_empty() -> None:
    assert records(("code", "name"), ("n",)) == [(2, {"code": "n", "name": ""})]


def test_empty_cells_at_the_end_are_nothing() -> None:
    assert records(("code", "name", "", ""), ("n", "North", "", "")) == [
        (2, {"code": "n", "name": "North"})
    ]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("code",)], "no column name"),
        ([("n", "North")], "no column code and no column name"),
        ([("code", "name", "colour")], "“colour” should not be"),
        ([("code", "name", "", "reply_to")], "“” should not be"),
        ([("code", "name", "Name")], "stands there twice"),
        ([("code", "name"), ("n", "North", "", "x")], "Row 2 has more cells"),
    ],
)
def test_what_does_not_fit_is_refused(rows: list[tuple[str, ...]], said: str) -> None:
    with pytest.raises(Refused, match=said):
        records(*rows)


CELLS = st.lists(st.sampled_from(["code", "name", "reply_to", "", "x", "=1"]), max_size=6)


@given(rows=st.lists(st.tuples(st.integers(1, 9), CELLS.map(tuple)), min_size=1, max_size=5))
def test_any_rows_become_records_or_are_refused(rows: list[Row]) -> None:
    try:
        found = headed.records(Sheet(rows), NEEDED, OPTIONAL)
    except Refused:
        return
    assert all(set(NEEDED) <= record.keys() for _, record in found)
    assert len(found) == len(rows) - 1
