"""A comment is struck out word by word, and what is left says only that something is gone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.pointing import striking
from portal.pointing.spans import Span
from portal.pointing.striking import REMOVED

TEXT = "My manager, Jane  O'Brien,\nnever listens."


@pytest.mark.parametrize(
    ("removed", "left"),
    [
        ((), TEXT),
        ((2,), "My manager, [removed]  O'Brien,\nnever listens."),
        ((2, 3), "My manager, [removed]\nnever listens."),
        ((0, 5), "[removed] manager, Jane  O'Brien,\nnever [removed]"),
        (range(6), "[removed]"),
        ((99,), TEXT),
    ],
    ids=range(6),
)
def test_what_is_left(removed: tuple[int, ...], left: str) -> None:
    assert striking.left(TEXT, set(removed)) == left


def test_a_gap_does_not_tell_how_long_it_is() -> None:
    short, long = "Ask Jo now", "Ask Bartholomew Featherstonehaugh of the duty team now"
    assert striking.left(short, {1}) == striking.left(long, set(range(1, 7))) == "Ask [removed] now"


def test_a_word_is_pointed_out_by_whatever_touches_it() -> None:
    words = striking.words("Ask Jane O'Brien, now", [Span("name", 4, 16)])
    assert [word.kind for word in words] == [None, "name", "name", None]


@given(st.text())
def test_words_are_the_whole_text(text: str) -> None:
    words = striking.words(text)
    assert "".join(word.text + word.after for word in words) == text.lstrip()


@given(st.text(alphabet="abc \n,."), st.sets(st.integers(0, 20)))
def test_nothing_of_a_struck_word_is_left(text: str, removed: set[int]) -> None:
    words = [word.text for word in striking.words(text)]
    kept = [word for number, word in enumerate(words) if number not in removed]
    assert [each for each in striking.left(text, removed).split() if each != REMOVED] == kept
