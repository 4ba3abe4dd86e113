"""Numbers and days as people type them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.survey import numerals

END_OF_MARCH = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        (".5", "0.5"),
        ("5.", "5"),
        ("+3", "3"),
        ("\u22123", "-3"),
        ("\u20133.5", "-3.5"),
        ("- 3", "-3"),
        (" 12\u00a0", "12"),
        ("1 200", "1200"),
        ("1\u00a0200\u00a0000", "1200000"),
        ("1\u202f200.5", "1200.5"),
        ("1\u2009200", "1200"),
        ("1,200", "1200"),
        ("1, 200", "1200"),
        ("\ufeff1200\u200b", "1200"),
        ("\u202d1,200\u202c", "1200"),
    ],
)
def test_a_number_is_taken_as_people_type_it(typed: str, number: str) -> None:
    assert numerals.number(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        ".",
        "-",
        "+",
        "12 5",
        "1 2",
        "12,5",
        "1,2000",
        "1,200 300",
        "1.2.3",
        "--1",
        "1e3",
        "٣",
        "NaN",
        "½",
        "5²",
        "9" * 16,
        "a few",
    ],
)
def test_what_may_be_another_number_is_none(typed: str) -> None:
    assert numerals.number(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "31 3 2026",
        "31 March 2026",
        "31st mar. 2026",
        "31 MAR 2026",
        "March 31, 2026",
        "2026-03-31",
        "31/03/2026",
        "31.3.2026",
        "31–3–2026",
        "2026 March 31",
        "31-Mar-2026",
    ],
)
def test_a_day_is_taken_as_people_write_it(typed: str) -> None:
    assert numerals.day(typed) == END_OF_MARCH


def test_september_is_cut_short_in_two_ways() -> None:
    assert numerals.day("1 sep 2026") == numerals.day("1 Sept 2026") == date(2026, 9, 1)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "31",
        "31 3",
        "31 3 26",
        "31 2 2026",
        "31 ma 2026",
        "0 3 2026",
        "31 3 2_026",
        "31 3 0000",
        "31 3 2026 4",
        "31 marching 2026",
        "٣ 3 2026",
        "99 99 9999",
        "a b c",
    ],
)
def test_what_is_no_day_is_none(typed: str) -> None:
    assert numerals.day(typed) is None


@given(st.text(max_size=30))
def test_nothing_that_is_typed_is_more_than_no_number_and_no_day(typed: str) -> None:
    number = numerals.number(typed)

    assert number is None or number.is_finite()
    assert isinstance(numerals.day(typed), date | None)


@given(st.dates(date(1000, 1, 1), date(9999, 12, 31)))
def test_a_day_is_the_same_however_it_is_written(day: date) -> None:
    written = [f"{day.day} {day:%B} {day.year}", f"{day.day}/{day.month}/{day.year}"]

    assert [numerals.day(each) for each in [*written, day.isoformat()]] == [day] * 3
