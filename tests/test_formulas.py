"""What a spreadsheet would run is marked, and the mark can be taken away again."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.formulas import marked, unmarked
from portal.tabular.reading import read

LIVE = ["=1+1", "+44", "-1", "@SUM(A1)", "\tx", "\rx", "\n=x", " =1", "\u00a0=1", "\u200b=1"]
LIVE += ["\ufeff@a", "\x1f=1", "＝1+1", "＋1", "－1", "＠SUM(1)", "﹦1", "\u22121"]
LIVE += ['=HYPERLINK("http://example.org","x")', "=cmd|'/c calc'!A0", "=", "'", "'tis", "'=1"]


@pytest.mark.parametrize("text", LIVE)
def test_no_text_is_a_formula(text: str) -> None:
    assert marked(text) == f"'{text}"
    assert unmarked(marked(text)) == text


@pytest.mark.parametrize(
    "text", ["", "a=b", "2026-03-02", "pat@example.org", "‘", "é", "|cmd", "012", "🙂", "(1)", " a"]
)
def test_other_texts_are_left_as_they_are(text: str) -> None:
    assert marked(text) == unmarked(text) == text


@given(st.text())
def test_whoever_takes_the_first_apostrophe_away_has_what_was_typed(text: str) -> None:
    assert unmarked(marked(text)) == text
    assert re.sub("^'", "", marked(text)) == text


def test_an_apostrophe_that_nobody_put_there_stays_in_a_list_and_a_mark_does_not() -> None:
    rows = read(b"name,team\n'=One,'t Hooft\n\"''tis\",'-1\n", 5).rows
    assert [cells for _, cells in rows[1:]] == [("=One", "'t Hooft"), ("'tis", "-1")]
