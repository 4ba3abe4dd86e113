"""One item's fields: what becomes an answer, what a message, and what no page of ours can send."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.survey.conditions import Answer
from portal.survey.fields import READERS, FormRefused, Invalid, clean, required
from portal.survey.questionnaire import Item
from tests.survey.factories import page, parsed, question

CHOICE = "type: choice\noptions: {red: Red, other: {label: Another, specify: true}}"
CHOICES = (
    "type: choices\nmost: 2\noptions: {a: A, b: B, c: {label: C, specify: true},"
    " none: {label: '*None* of these', alone: true}}"
)
NUMBER = "type: number\nmin: 0.5\nmax: 1000\ndecimals: 1\nestimate: true\nunknown: true"
WHOLE = "type: number\nmin: -5\nnot_applicable: true"
DATE = 'type: date\nmin: "2026-01-01"\nmax: "2026-12-31"'
TEXT, COMMENT, WORDS = "type: text\nmax: 5", "type: comment\nmax: 5", "type: words\ncount: 2"
EMAIL, PHONE = "type: email", "type: phone"
DAY = {"q_x__day": "31", "q_x__month": "3", "q_x__year": "2026"}


@lru_cache
def item(keys: str, label: str = "Which?") -> Item:
    return parsed(page(question(f"id: x\nlabel: {label}\n{keys}"))).items["x"]


def read(keys: str, fields: Mapping[str, str | list[str]]) -> dict[str, Answer]:
    found = item(keys)
    lists = {k: v if isinstance(v, list) else [v] for k, v in fields.items()}
    return READERS[found.question.type](found, lists)


@pytest.mark.parametrize(
    ("keys", "fields", "expected"),
    [
        (CHOICE, {"q_x": " red "}, {"x": "red"}),
        (CHOICE, {"q_x": "other", "q_x__other": " a  b "}, {"x": "other", "x__other": "a b"}),
        (CHOICE, {"q_x": "red", "q_x__other": "mauve"}, {"x": "red", "x__other": "mauve"}),
        (CHOICE, {"q_x": "other"}, {"x": "other"}),
        (CHOICE, {"q_x__other": "mauve"}, {"x": "other", "x__other": "mauve"}),
        (CHOICES, {"q_x__other": "d"}, {"x__other": "d"}),
        (CHOICE, {"q_x": "red", "q_x__other": "x" * 201}, {"x": "red"}),
        (CHOICE, {"q_x": " ", "q_x__other": " "}, {}),
        (CHOICES, {"q_x": ["b", "a", "b", ""]}, {"x": ["a", "b"]}),
        (CHOICES, {"q_x": ["none"]}, {"x": ["none"]}),
        (CHOICES, {"q_x": ["c"], "q_x__other": "d"}, {"x": ["c"], "x__other": "d"}),
        (NUMBER, {"q_x": "1,000"}, {"x": "1000"}),
        (NUMBER, {"q_x": " 0.50 ", "q_x__estimate": "yes"}, {"x": "0.5", "x__estimate": "yes"}),
        (NUMBER, {"q_x": "", "q_x__estimate": "yes"}, {}),
        (NUMBER, {"q_x__unknown": "yes", "q_x__estimate": "yes"}, {"x__unknown": "yes"}),
        (WHOLE, {"q_x": "-0"}, {"x": "0"}),
        (WHOLE, {"q_x": "-5.0"}, {"x": "-5"}),
        (WHOLE, {"q_x": "100 000"}, {"x": "100000"}),
        (WHOLE, {"q_x": "9" * 15}, {"x": "9" * 15}),
        (WHOLE, {"q_x__not_applicable": "yes"}, {"x__not_applicable": "yes"}),
        (TEXT, {"q_x": " a \t b "}, {"x": "a b"}),
        (TEXT, {"q_x": "\x00\x07"}, {}),
        (COMMENT, {"q_x": "\r\na\r\nb\rc\n"}, {"x": "a\nb\nc"}),
        (WORDS, {"q_x": [" fair ", ""]}, {"x": ["fair"]}),
        (WORDS, {"q_x": ["", " "]}, {}),
        (DATE, DAY, {"x": "2026-03-31"}),
        (DATE, dict.fromkeys(DAY, ""), {}),
        (EMAIL, {"q_x": " pat@example.org "}, {"x": "pat@example.org"}),
        (PHONE, {"q_x": "+44 (0)1632 960001"}, {"x": "+44 (0)1632 960001"}),
        (PHONE, {"q_x": "01632 960001, ext. 12"}, {"x": "01632 960001, ext. 12"}),
        (PHONE, {"q_x": "(+44) 1632 960001x0123"}, {"x": "(+44) 1632 960001x0123"}),
    ],
)
def test_an_answer_is_kept_in_one_form(
    keys: str, fields: dict[str, str | list[str]], expected: dict[str, Answer]
) -> None:
    assert read(keys, fields) == expected


@pytest.mark.parametrize(
    ("keys", "fields", "field", "said"),
    [
        (CHOICE, {"q_x": "other", "q_x__other": "é" * 201}, "q_x__other", "shorten it to 200"),
        (CHOICES, {"q_x": ["a", "b", "c"]}, "q_x", "at most 2 answers"),
        (CHOICES, {"q_x": ["a", "none"]}, "q_x", "Choose “None of these” by itself"),
        (NUMBER, {"q_x": "0.4"}, "q_x", "0.5 or more"),
        (NUMBER, {"q_x": "1000.1"}, "q_x", "1,000 or less"),
        (NUMBER, {"q_x": "1.25"}, "q_x", "at most 1 decimal"),
        (NUMBER, {"q_x": "a few"}, "q_x", "a number, like 12.5"),
        (NUMBER, {"q_x": "12,5"}, "q_x", "a number, like 12.5"),
        (NUMBER, {"q_x": "1e3"}, "q_x", "a number, like 12.5"),
        (NUMBER, {"q_x": "٣"}, "q_x", "a number, like 12.5"),
        (NUMBER, {"q_x": "NaN"}, "q_x", "a number, like 12.5"),
        (NUMBER, {"q_x": "1", "q_x__unknown": "yes"}, "q_x", "or tick the box, not both"),
        (WHOLE, {"q_x": "1.5"}, "q_x", "be a whole number"),
        (WHOLE, {"q_x": "1", "q_x__not_applicable": "yes"}, "q_x", "not both"),
        (WHOLE, {"q_x": "9" * 16}, "q_x", "a number, like 12"),
        (TEXT, {"q_x": "abcdef"}, "q_x", "is 6 characters long; shorten it to 5"),
        (COMMENT, {"q_x": "ab\r\nefg"}, "q_x", "is 6 characters long; shorten it to 5"),
        (WORDS, {"q_x": ["x" * 41]}, "q_x", "shorten it to 40"),
        (DATE, {**DAY, "q_x__month": "2"}, "q_x__day", "a real date, like 31 3 2026"),
        (DATE, {**DAY, "q_x__year": "26"}, "q_x__day", "a real date, like 31 3 2026"),
        (DATE, {**DAY, "q_x__year": "2_026"}, "q_x__day", "a real date, like 31 3 2026"),
        (DATE, {**DAY, "q_x__year": "0000"}, "q_x__day", "a real date, like 31 3 2026"),
        (DATE, {**DAY, "q_x__day": "9" * 5000}, "q_x__day", "a real date, like 31 3 2026"),
        (DATE, {"q_x__day": "31"}, "q_x__day", "a real date, like 31 3 2026"),
        (DATE, {**DAY, "q_x__year": "2025"}, "q_x__day", "1 January 2026 or later"),
        (DATE, {**DAY, "q_x__year": "2027"}, "q_x__day", "31 December 2026 or earlier"),
        (EMAIL, {"q_x": "pat at example.org"}, "q_x", "like name@example.org"),
        (EMAIL, {"q_x": "p@" + "x" * 250 + ".org"}, "q_x", "like name@example.org"),
        (PHONE, {"q_x": "none"}, "q_x", "like 01632 960 001"),
        (PHONE, {"q_x": "01632 960001 ext"}, "q_x", "like 01632 960 001"),
    ],
)
def test_a_slip_is_answered_beside_its_field_with_what_would_be_right(
    keys: str, fields: dict[str, str | list[str]], field: str, said: str
) -> None:
    with pytest.raises(Invalid) as caught:
        read(keys, fields)

    assert caught.value.field == field
    assert said in caught.value.message


@pytest.mark.parametrize(
    ("keys", "fields"),
    [
        (CHOICE, {"q_x": "green"}),
        (CHOICE, {"q_x": ["red", "other"]}),
        (CHOICES, {"q_x": ["a", "green"]}),
        (NUMBER, {"q_x": "1", "q_x__estimate": "perhaps"}),
        (NUMBER, {"q_x": ["1", "2"]}),
        (WORDS, {"q_x": ["a", "b", ""]}),
        (DATE, {**DAY, "q_x__day": ["1", "2"]}),
    ],
)
def test_what_no_page_of_ours_can_send_is_refused(
    keys: str, fields: dict[str, str | list[str]]
) -> None:
    with pytest.raises(FormRefused):
        read(keys, fields)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (CHOICE, ("q_x", "q_x__other")),
        (NUMBER, ("q_x", "q_x__estimate", "q_x__unknown")),
        (WHOLE, ("q_x", "q_x__not_applicable")),
        (DATE, ("q_x__day", "q_x__month", "q_x__year")),
        (TEXT, ("q_x",)),
    ],
)
def test_the_fields_of_an_item_are_those_that_its_page_shows(
    keys: str, expected: tuple[str, ...]
) -> None:
    assert item(keys).field_names == expected


def test_a_message_quotes_the_label_as_it_is_read_without_its_pipes() -> None:
    found = item(TEXT, label='"2026. What does *{{organisation}}* do?"')

    assert required(found) == "Enter an answer to “2026. What does … do?”"
    assert required(item(CHOICE)) == "Choose an answer to “Which?”"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(typed: str) -> None:
    for lines in (True, False):
        once = clean(typed, lines=lines)
        assert clean(once, lines=lines) == once
        assert "\r" not in once
        assert lines or len(once.splitlines()) <= 1


@settings(deadline=None)
@given(st.decimals("0.5", 1000, places=1))
def test_a_number_is_the_same_however_it_is_written(number: Decimal) -> None:
    kept = read(NUMBER, {"q_x": f"{number:f}"})

    assert read(NUMBER, {"q_x": f" {number:,.4f} "}) == kept
    assert Decimal(str(kept["x"])) == number
