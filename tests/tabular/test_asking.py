"""What a file leaves open is asked, and nothing is taken for an answer that is none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from portal.errors import Refused
from portal.tabular import asking
from portal.tabular.asking import INCLUDE, LEAVE_OUT
from portal.tabular.rows import HIDDEN, STRUCK

ASIDE = {3: HIDDEN, 4: HIDDEN, 6: STRUCK, 99: HIDDEN}
ROWS = range(1, 10)


def test_rows_are_asked_about_by_number_and_kind() -> None:
    hidden, struck = asking.about_rows(ASIDE, ROWS)
    assert hidden.text == "2 rows are hidden in your file: leave them out or include them?"
    assert struck.text == "1 row is struck through in your file: leave it out or include it?"
    assert [value for value, _ in hidden.choices] == [LEAVE_OUT, INCLUDE]


def test_nothing_is_asked_where_all_can_be_seen() -> None:
    assert list(asking.about_rows(ASIDE, [1, 2])) == []


@pytest.mark.parametrize("given", [{}, {HIDDEN: "perhaps", STRUCK: INCLUDE}])
def test_a_question_is_open_until_one_of_its_choices_is_given(given: dict[str, str]) -> None:
    questions = list(asking.about_rows(ASIDE, ROWS))
    assert asking.are_open(questions, given)
    with pytest.raises(Refused, match="--hidden leave-out: Leave them out"):
        asking.check(questions, given)


def test_only_what_was_included_is_not_left_out() -> None:
    assert asking.left_out(ASIDE, {HIDDEN: INCLUDE, STRUCK: LEAVE_OUT}) == {6}
    assert asking.left_out(ASIDE, {}) == ASIDE.keys()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([3], "It is row 3."),
        ([3, 5], "They are rows 3 and 5."),
        (range(2, 2002), "They are rows 2, 3, 4, 5, 6 and 1,995 more."),
    ],
)
def test_the_rows_that_are_asked_about_are_named(rows: Sequence[int], said: str) -> None:
    [question] = asking.about_rows(dict.fromkeys(rows, HIDDEN), rows)
    assert question.hint == said


def test_an_encoding_that_has_no_letter_for_a_byte_is_not_offered() -> None:
    read = {"cp1252": ["Zoë"], "mac_roman": ["Zo\N{REPLACEMENT CHARACTER}"], "cp850": ["Zoæ"]}
    [question] = asking.about_names("cp1252", read)
    assert [encoding for encoding, _ in question.choices] == ["cp1252", "cp850"]
