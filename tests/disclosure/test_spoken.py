"""Words that five people said are told, how often only in steps."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.disclosure import audit, spoken
from portal.disclosure.cells import Cell
from portal.disclosure.tally import Person
from tests.disclosure.people import questionnaire, terms

ITEM = "three_words"


def person(*words: str, by_letter: bool = True) -> Person:
    return Person("a", by_letter, (None, None), {}, {}, {ITEM: frozenset(words)})


def told(people: list[Person], ended: int = 0) -> dict[str, int]:
    cells = spoken.cells(people, ["a"], {"a": ended}, 10)
    return {" ".join(cell.part): cell.figure.value for cell in cells}


def saying(number: int, *words: str, by_letter: bool = True) -> list[Person]:
    return [person(*words, by_letter=by_letter) for _ in range(number)]


@pytest.mark.parametrize(
    ("typed", "counted"),
    [
        ("Supportive", "supportive"),
        (" busy! ", "busy"),
        ("“Well  led”", "well led"),
        ("—", ""),
        ("10/10", ""),
        ("x" * 31, ""),
    ],
)
def test_a_word_is_counted_however_it_is_written(typed: str, counted: str) -> None:
    assert spoken.plain(typed) == counted


def test_a_word_needs_five_people_and_its_question_ten() -> None:
    assert told(saying(5, "busy") + saying(5, "kind", "fair") + saying(4, "odd")) == {
        "busy": 3,
        "kind": 3,
        "fair": 3,
    }
    assert told(saying(9, "busy")) == {}


def test_how_often_is_told_in_steps() -> None:
    people = saying(30, "busy") + saying(20, "kind") + saying(10, "fair")
    assert told(people) == {"busy": 3, "kind": 2, "fair": 1}


def test_slips_and_second_answers_make_no_word() -> None:
    people = saying(12, "busy") + saying(4, "odd") + saying(9, "odd", by_letter=False)
    assert told(people) == {"busy": 3}
    assert told(saying(12, "busy") + saying(6, "kind"), ended=2) == {"busy": 3}


@given(st.lists(st.frozensets(st.sampled_from("abcdef"), max_size=3), max_size=40))
def test_no_word_of_fewer_than_five_is_ever_told(said: list[Collection[str]]) -> None:
    for word in told([person(*words) for words in said]):
        assert sum(word in words for words in said) >= 5


def test_an_audit_counts_who_said_it() -> None:
    people = saying(10, "busy") + saying(4, "odd")
    [cell] = spoken.cells(people, ["a"], {}, 10)
    wrong = Cell(*(getattr(cell, name) for name in Cell.__slots__[:-1]), ("odd",))
    faults = [
        audit.of_people(questionnaire(), [each], people, [None] * 14, terms(["a"]))
        for each in (cell, wrong)
    ]
    assert faults == [[], ["A word of a is of fewer than 5 people."]]
