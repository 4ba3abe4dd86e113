"""Moments as people type and read them in London, the clock changes among them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.calendar.london import day_from, day_in_words, from_london, in_london, london_day
from portal.calendar.schedule import (
    GAP,
    MOST_REMINDERS,
    YEAR,
    Schedule,
    check_ahead,
    checked,
    faults,
    faults_while_open,
    months_later,
    moved,
    reminded_otherwise,
    usual_reminders,
    years_until,
)
from portal.errors import Refused

OPENS = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def next_year(before: Schedule, now: datetime) -> tuple[Schedule, timedelta]:
    by = years_until(before, now) * YEAR
    return moved(before, by), by


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
        (OPENS + 5 * DAY, [OPENS + 2 * DAY] * 2, "Two reminders fall on the same moment"),
        (OPENS + 5 * DAY, [OPENS + 4 * DAY, OPENS + 3 * DAY], "Choose 7 March 2026 or later"),
    ],
)
def test_moments_out_of_order_are_refused(
    closes: datetime, reminders: list[datetime], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        checked(OPENS, closes, reminders)


def test_a_round_has_five_reminders_at_most() -> None:
    days = [OPENS + n * GAP for n in range(1, MOST_REMINDERS + 2)]
    assert checked(OPENS, OPENS + 19 * DAY, days[:-1]).reminders == tuple(days[:-1])
    with pytest.raises(Refused, match="5 reminders at most"):
        checked(OPENS, OPENS + 19 * DAY, days)


def test_each_fault_is_told_where_it_is() -> None:
    week = OPENS + 7 * DAY
    assert faults(OPENS, OPENS, [None]).keys() == {"closes"}
    assert faults(OPENS, week, [None, OPENS + GAP, OPENS, OPENS + GAP]).keys() == {"2", "3"}
    assert faults(OPENS, week, [OPENS + GAP, None]) == {}


@pytest.mark.parametrize(
    ("reminder", "said"),
    [
        (
            utc(2026, 3, 2, 21),
            "A reminder on 2 March 2026 at 9:00pm comes on the day of the opening, and nobody gets"
            " another letter so soon. Choose 4 March 2026 or later, or leave it out.",
        ),
        (
            utc(2026, 3, 3, 23),
            "A reminder on 3 March 2026 at 11:00pm comes the day after the opening, and nobody gets"
            " another letter so soon. Choose 4 March 2026 or later, or leave it out.",
        ),
        (
            utc(2026, 3, 7, 23),
            "A reminder on 7 March 2026 at 11:00pm comes the day after the reminder of 6 March 2026"
            " at 9:00am, and nobody gets another letter so soon."
            " Choose 8 March 2026 or later, or leave it out.",
        ),
    ],
)
def test_a_reminder_too_soon_after_a_letter_is_told_from_when_it_will_do(
    reminder: datetime, said: str
) -> None:
    asked = [reminder, None, OPENS + 4 * DAY]
    assert faults(OPENS, OPENS + 14 * DAY, asked) == {"0": said}
    assert faults(OPENS, OPENS + 14 * DAY, [None, *asked]) == {"1": said}


def test_the_later_of_two_reminders_is_too_soon_wherever_it_is_typed() -> None:
    sooner, later = OPENS + 4 * DAY, OPENS + 5 * DAY
    assert faults(OPENS, OPENS + 14 * DAY, [sooner, later]).keys() == {"1"}
    assert faults(OPENS, OPENS + 14 * DAY, [later, sooner]).keys() == {"0"}


@pytest.mark.parametrize("closes", [utc(2026, 3, 3, 17), utc(2026, 3, 4)])
def test_where_the_round_closes_before_another_could_go_a_reminder_is_left_out(
    closes: datetime,
) -> None:
    found = faults(OPENS, closes, [OPENS + DAY])
    assert found["0"].endswith("Leave it out: the round closes before the next could go.")
    assert "Choose 4 March" in faults(OPENS, utc(2026, 3, 4, 0, 1), [OPENS + DAY])["0"]


@pytest.mark.parametrize("opens", ["2026-03-28T23:30", "2026-10-24T23:30", "2026-10-25T00:30"])
def test_the_hour_and_a_clock_change_leave_days_apart_alone(opens: str) -> None:
    opening = from_london(opens)
    second = london_day(opening) + GAP
    before, after = from_london(f"{second - DAY}T23:59"), from_london(f"{second}T00:00")
    assert faults(opening, opening + 9 * DAY, [before]).keys() == {"0"}
    assert faults(opening, opening + 9 * DAY, [after]) == {}


MOMENTS = st.integers(0, 21 * 24 * 60).map(lambda n: utc(2026, 3, 20) + n * DAY / 24 / 60)
"""Some days before and after the clocks go forward."""


@given(st.lists(MOMENTS, min_size=1, max_size=6, unique=True))
def test_what_has_no_faults_are_letters_two_days_apart(moments: list[datetime]) -> None:
    opens, *reminders = sorted(moments)
    days = [london_day(moment) for moment in (opens, *reminders)]
    apart = [later - sooner >= GAP for sooner, later in pairwise(days)]
    found = faults(opens, utc(2026, 5, 1), reminders)
    assert found.keys() == {str(number) for number, enough in enumerate(apart) if not enough}


@given(st.lists(MOMENTS, min_size=1, max_size=6, unique=True), st.integers(0, 3 * 365))
def test_next_years_letters_are_as_many_days_apart(moments: list[datetime], later: int) -> None:
    opens, *reminders = sorted(moments)
    before = Schedule(opens, utc(2026, 5, 1), tuple(reminders))
    after, by = next_year(before, opens + later * DAY)
    for old, new in zip((opens, *reminders), (after.opens, *after.reminders), strict=True):
        assert london_day(new) - london_day(old) == by


def test_reminders_that_have_gone_out_are_kept_clear_of_and_not_complained_about() -> None:
    before = Schedule(OPENS, OPENS + 14 * DAY, (OPENS + DAY, OPENS + 2 * DAY, OPENS + 3 * DAY))
    now = OPENS + 2 * DAY
    past, coming = list(before.reminders[:2]), OPENS + 3 * DAY
    assert faults_while_open(before, [], now) == {}
    assert faults_while_open(before, [*past, None, OPENS + 4 * DAY], now) == {}
    found = faults_while_open(before, [None, coming, OPENS + DAY / 2], now)
    assert "the day after the reminder of 4 March 2026 at 9:00am" in found["1"]
    assert "2 March 2026 at 9:00pm has passed" in found["2"]
    with pytest.raises(Refused, match="Choose 6 March 2026 or later"):
        reminded_otherwise(before, [*past, coming], now)


def test_an_opening_lies_ahead() -> None:
    check_ahead(Schedule(OPENS, OPENS + DAY), OPENS - timedelta(seconds=1))
    with pytest.raises(Refused, match="2 March 2026 at 9:00am has passed"):
        check_ahead(Schedule(OPENS, OPENS + DAY), OPENS)


def test_an_open_rounds_past_reminders_stay_whatever_is_asked_for() -> None:
    before = Schedule(OPENS, OPENS + 7 * DAY, (OPENS + 2 * DAY, OPENS + 5 * DAY))
    now = OPENS + 3 * DAY
    for asked in ([OPENS + 6 * DAY], [OPENS + 2 * DAY, OPENS + 6 * DAY]):
        after = reminded_otherwise(before, asked, now)
        assert after.reminders == (OPENS + 2 * DAY, OPENS + 6 * DAY)
    with pytest.raises(Refused, match="4 March 2026 at 12:00pm has passed"):
        reminded_otherwise(before, [OPENS + 2 * DAY + DAY / 8], now)
    with pytest.raises(Refused, match="between opening and closing"):
        reminded_otherwise(before, [OPENS + 8 * DAY], now)
    often = [now + n * GAP for n in range(1, MOST_REMINDERS + 1)]
    with pytest.raises(Refused, match="5 reminders at most"):
        reminded_otherwise(replace(before, closes=OPENS + 20 * DAY), often, now)


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
    before = Schedule(OPENS, OPENS + 7 * DAY, (OPENS + 2 * DAY, OPENS + 8 * DAY))
    after, by = next_year(before, now)
    assert after.opens == opens > now
    assert after.opens.weekday() == OPENS.weekday()
    assert after.reminders == (opens + 2 * DAY,)
    assert by == opens - OPENS


def test_next_years_round_keeps_londons_time_of_day() -> None:
    opens = utc(2026, 3, 30, 8)
    after, _ = next_year(Schedule(opens, opens + DAY), opens)
    assert in_london(opens) == "30 March 2026 at 9:00am"
    assert in_london(after.opens) == "29 March 2027 at 9:00am"


def test_people_read_a_day_in_words() -> None:
    assert day_in_words(date(2026, 3, 1)) == "1 March 2026"


@given(MOMENTS, st.integers(1, 24))
def test_a_round_some_months_later_opens_on_the_same_weekday_of_that_month(
    opens: datetime, months: int
) -> None:
    before = london_day(opens)
    after = before + months_later(opens, months)
    assert after.weekday() == before.weekday()
    assert (after.year - before.year) * 12 + after.month - before.month == months
    assert abs((after.day - 1) // 7 - (before.day - 1) // 7) <= ((before.day - 1) // 7 == 4)


@given(MOMENTS, st.integers(1, 100))
def test_reminders_that_are_proposed_are_in_order_and_none_is_refused(
    opens: datetime, days: int
) -> None:
    closes = opens + days * DAY
    proposed = usual_reminders(opens, closes)
    assert checked(opens, closes, proposed).reminders == proposed
    assert len(proposed) == 3 or days < 10
