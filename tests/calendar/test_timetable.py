"""A round's days in order, and what comes next."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.calendar.schedule import Schedule
from portal.calendar.state import State
from portal.calendar.timetable import elapsed, next_step, stops

OPENS = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
WEEK = Schedule(OPENS, datetime(2026, 3, 9, 17, tzinfo=UTC), (OPENS + 2 * DAY, OPENS + 5 * DAY))
KEPT = date(2029, 3, 9)


def test_the_days_of_a_round_come_in_order() -> None:
    found = stops(WEEK, KEPT, OPENS + 3 * DAY)
    assert [(stop.title, stop.when, stop.over) for stop in found] == [
        ("Opens", "2 March 2026 at 9:00am", True),
        ("Reminder", "4 March 2026 at 9:00am", True),
        ("Reminder", "7 March 2026 at 9:00am", False),
        ("Last day", "9 March 2026", False),
        ("Closes", "9 March 2026 at 5:00pm", False),
        ("Results deleted after", "9 March 2029", False),
    ]
    places = [stop.place for stop in found[:-1]]
    assert places == sorted(places, key=float)
    assert (places[0], places[-1], found[-1].place) == (0.0, 1.0, None)


def test_everything_is_over_on_the_day_after_the_responses_go() -> None:
    assert all(stop.over for stop in stops(WEEK, KEPT, datetime(2029, 3, 10, 12, tzinfo=UTC)))
    assert not stops(WEEK, KEPT, datetime(2029, 3, 9, 12, tzinfo=UTC))[-1].over


def test_a_round_of_one_day_has_no_last_day_of_its_own() -> None:
    names = [stop.name for stop in stops(Schedule(OPENS, OPENS + DAY / 4), KEPT, OPENS)]
    assert names == ["opening", "closing", "retention"]


def test_a_round_that_closes_at_midnight_has_the_day_before_as_its_last() -> None:
    midnight = Schedule(OPENS, datetime(2026, 3, 9, tzinfo=UTC))
    last = next(stop for stop in stops(midnight, KEPT, OPENS) if stop.name == "last day")
    assert last.when == "8 March 2026"


def test_a_reminder_after_an_early_closing_is_none() -> None:
    early = Schedule(OPENS, OPENS + 3 * DAY, WEEK.reminders)
    assert [stop.name for stop in stops(early, KEPT, OPENS)].count("reminder") == 1


def test_a_round_that_was_closed_at_once_has_its_days_too() -> None:
    assert [stop.place for stop in stops(Schedule(OPENS, OPENS), KEPT, OPENS)] == [0.0, 1.0, None]


@pytest.mark.parametrize(
    ("now", "part"),
    [(OPENS - DAY, 0.0), (OPENS, 0.0), (OPENS + 5 * DAY, 0.5), (OPENS + 30 * DAY, 1.0)],
)
def test_how_far_a_round_has_come(now: datetime, part: float) -> None:
    assert elapsed(Schedule(OPENS, OPENS + 10 * DAY), now) == part


@pytest.mark.parametrize(
    ("state", "later", "said"),
    [
        ("draft", 0, "Nothing happens until it is scheduled"),
        ("scheduled", -1, "opens automatically on 2 March 2026 at 9:00am"),
        ("open", 0, "next reminder goes out on 4 March 2026 at 9:00am"),
        ("open", 3, "next reminder goes out on 7 March 2026 at 9:00am; it closes on 9 March"),
        ("open", 6, "closes automatically on 9 March 2026 at 5:00pm, and is counted"),
        ("closing", 8, "being destroyed"),
        ("closed", 8, "count comes next"),
        ("stopped", 8, "The count has stopped"),
        ("releasing", 8, "keys are being destroyed"),
        ("counted", 9, "kept until 9 March 2029, and then deleted"),
        ("archived", 9, "kept until 9 March 2029, and then deleted"),
        ("counted", 2000, "were deleted after 9 March 2029"),
    ],
)
def test_one_sentence_says_what_comes_next(state: str, later: int, said: str) -> None:
    stopped, when = state == "stopped", OPENS + later * DAY
    of_round = State.CLOSED if stopped else State(state)
    assert said in next_step(of_round, WEEK, KEPT, when, stopped=stopped)
