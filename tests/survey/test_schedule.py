"""Moments as people type and read them in London, the clock changes among them."""

from __future__ import annotations

import datetime as dt
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import Refused
from portal.survey.schedule import Schedule, checked, day_from, from_london, in_london, london_day

OPENS = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-02T09:00", utc(2026, 3, 2, 9)),
        (" 2026-07-02 09:00 ", utc(2026, 7, 2, 8)),
        ("2026-07-02", utc(2026, 7, 1, 23)),
        ("2026-07-02T09:00Z", utc(2026, 7, 2, 9)),
        ("2026-07-02T09:00+05:00", utc(2026, 7, 2, 4)),
        ("2026-03-29T00:59", utc(2026, 3, 29, 0, 59)),
        ("2026-03-29T02:00", utc(2026, 3, 29, 1)),
        ("2026-10-25T00:59", utc(2026, 10, 24, 23, 59)),
        ("2026-10-25T02:00", utc(2026, 10, 25, 2)),
        ("2026-10-25T01:30+01:00", utc(2026, 10, 25, 0, 30)),
        ("2026-10-25T01:30+00:00", utc(2026, 10, 25, 1, 30)),
    ],
)
def test_what_is_typed_is_londons_clock_unless_it_says_otherwise(
    text: str, moment: datetime
) -> None:
    found = from_london(text)

    assert found == moment
    assert found.tzinfo is UTC


@pytest.mark.parametrize("time", ["01:00", "01:30", "01:59:59"])
def test_a_time_that_the_clocks_skip_is_refused(time: str) -> None:
    with pytest.raises(Refused, match=r"does not exist in London.*choose another"):
        from_london(f"2026-03-29T{time}")


@pytest.mark.parametrize("time", ["01:00", "01:30", "01:59:59"])
def test_a_time_that_comes_twice_is_refused(time: str) -> None:
    with pytest.raises(Refused, match=r"comes twice in London.*choose another"):
        from_london(f"2026-10-25T{time}")


@pytest.mark.parametrize(
    "text",
    ["", "tomorrow", "2026-02-30T09:00", "2026-03-02T25:00", "9am", "0001-01-01T00:00+05:00",
     "9999-12-31T23:59-05:00"],
)  # fmt: skip
def test_what_is_no_moment_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refused, match="write it like 2026-11-02T09:00"):
        from_london(text)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.times())
def test_every_moment_that_is_taken_reads_on_londons_calendar_as_it_was_typed(
    day: date, time: dt.time
) -> None:
    try:
        moment = from_london(f"{day}T{time}")
    except Refused:
        return

    assert london_day(moment) == day
    assert in_london(moment).startswith(f"{day.day} ")
    assert f":{time.minute:02}" in in_london(moment)


def test_a_day_is_typed_year_first() -> None:
    assert day_from(" 2026-03-31 ") == date(2026, 3, 31)


@pytest.mark.parametrize("text", ["", "31/3/2026", "2026-02-30", "2026-03-31T09:00"])
def test_what_is_no_day_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refused, match="write it like 2026-11-02"):
        day_from(text)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (utc(2026, 11, 2, 9), "2 November 2026 at 9:00am"),
        (utc(2026, 7, 31, 23, 5), "1 August 2026 at 12:05am"),
        (utc(2026, 7, 1, 11), "1 July 2026 at 12:00pm"),
        (utc(2026, 1, 1, 13, 30), "1 January 2026 at 1:30pm"),
    ],
)
def test_people_read_londons_time_in_words(moment: datetime, words: str) -> None:
    assert in_london(moment) == words


def test_a_schedule_has_its_reminders_in_order() -> None:
    later, sooner = OPENS + 5 * DAY, OPENS + 2 * DAY

    schedule = checked(OPENS, OPENS + 7 * DAY, [later, sooner])

    assert schedule == Schedule(OPENS, OPENS + 7 * DAY, (sooner, later))


@pytest.mark.parametrize(
    ("closes", "reminders", "said"),
    [
        (OPENS, [], "must close after it opens"),
        (OPENS - DAY, [], "must close after it opens"),
        (OPENS + DAY, [OPENS], "between opening and closing; 2 March 2026 at 9:00am does not"),
        (OPENS + DAY, [OPENS + DAY], "between opening and closing"),
        (OPENS + 3 * DAY, [OPENS + DAY, OPENS + DAY], "Two reminders fall on the same moment"),
    ],
)
def test_moments_out_of_order_are_refused(
    closes: datetime, reminders: list[datetime], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        checked(OPENS, closes, reminders)
