"""Moments as people type and read them in London, the clock changes among them."""

from __future__ import annotations

import datetime as dt
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import Refused
from portal.survey.schedule import (
    MOST_REMINDERS,
    Schedule,
    ahead,
    checked,
    day_from,
    day_in_words,
    faults,
    from_london,
    in_london,
    london_day,
    next_year,
    reminded_otherwise,
)

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


def test_a_round_has_five_reminders_at_most() -> None:
    days = [OPENS + n * DAY for n in range(1, MOST_REMINDERS + 2)]
    assert checked(OPENS, OPENS + 9 * DAY, days[:-1]).reminders == tuple(days[:-1])
    with pytest.raises(Refused, match="5 reminders at most"):
        checked(OPENS, OPENS + 9 * DAY, days)


def test_each_fault_is_told_where_it_is() -> None:
    week = OPENS + 7 * DAY
    assert faults(OPENS, OPENS, [None]).keys() == {"closes"}
    assert faults(OPENS, week, [None, OPENS + DAY, OPENS, OPENS + DAY]).keys() == {"2", "3"}
    assert faults(OPENS, week, [OPENS + DAY, None]) == {}


def test_an_opening_lies_ahead() -> None:
    ahead(Schedule(OPENS, OPENS + DAY), OPENS - timedelta(seconds=1))
    with pytest.raises(Refused, match="2 March 2026 at 9:00am has passed"):
        ahead(Schedule(OPENS, OPENS + DAY), OPENS)


def test_an_open_rounds_past_reminders_stay_whatever_is_asked_for() -> None:
    before = Schedule(OPENS, OPENS + 7 * DAY, (OPENS + DAY, OPENS + 3 * DAY))
    now = OPENS + 2 * DAY
    for asked in ([OPENS + 4 * DAY], [OPENS + DAY, OPENS + 4 * DAY]):
        after = reminded_otherwise(before, asked, now)
        assert after.reminders == (OPENS + DAY, OPENS + 4 * DAY)
    with pytest.raises(Refused, match="3 March 2026 at 12:00pm has passed"):
        reminded_otherwise(before, [OPENS + DAY + DAY / 8], now)
    with pytest.raises(Refused, match="between opening and closing"):
        reminded_otherwise(before, [OPENS + 8 * DAY], now)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (utc(2026, 1, 1), utc(2027, 3, 1, 9)),
        (utc(2026, 12, 1), utc(2027, 3, 1, 9)),
        (utc(2027, 3, 1, 9), utc(2028, 2, 28, 9)),
        (utc(2028, 2, 1), utc(2028, 2, 28, 9)),
    ],
)
def test_next_years_round_opens_on_the_same_weekday_and_ahead(
    now: datetime, opens: datetime
) -> None:
    before = Schedule(OPENS, OPENS + 7 * DAY, (OPENS + DAY, OPENS + 8 * DAY))
    after, by = next_year(before, now)
    assert after.opens == opens > now
    assert after.opens.weekday() == OPENS.weekday()
    assert after.reminders == (opens + DAY,)
    assert by == opens - OPENS


def test_next_years_round_keeps_londons_time_of_day() -> None:
    opens = utc(2026, 3, 30, 8)
    after, _ = next_year(Schedule(opens, opens + DAY), opens)
    assert in_london(opens) == "30 March 2026 at 9:00am"
    assert in_london(after.opens) == "29 March 2027 at 9:00am"


def test_people_read_a_day_in_words() -> None:
    assert day_in_words(date(2026, 3, 1)) == "1 March 2026"
