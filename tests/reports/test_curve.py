from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from portal.reports import curve
from portal.reports.curve import BOTTOM, LEFT, RIGHT, TOP, Curve

FIRST = date(2026, 3, 2)
DAY = timedelta(days=1)


def days(*numbers: int) -> list[tuple[date, int]]:
    return [(FIRST + i * DAY, number) for i, number in enumerate(numbers)]


@st.composite
def curves(draw: st.DrawFn) -> tuple[Curve, list[tuple[date, int]]]:
    """Of rounds of any length, with days left out and reminders anywhere."""
    length = draw(st.integers(0, 400))
    offsets = sorted(draw(st.sets(st.integers(0, length), max_size=30)))
    steps = draw(st.lists(st.integers(0, 5000), min_size=len(offsets), max_size=len(offsets)))
    counts = [(FIRST + o * DAY, sum(steps[: i + 1])) for i, o in enumerate(offsets)]
    reminders = [FIRST + o * DAY for o in draw(st.lists(st.integers(-10, 420), max_size=5))]
    most = draw(st.integers(0, 10**6))
    return curve.draw(counts, FIRST, FIRST + length * DAY, reminders, most), counts


@given(curves())
def test_everything_lies_inside_the_drawing(drawn: tuple[Curve, object]) -> None:
    found, _ = drawn
    assert all(LEFT <= p.x <= RIGHT and TOP <= p.y <= BOTTOM for p in found.points)
    assert all(LEFT < mark.x < RIGHT for mark in found.reminders)
    assert all(TOP <= tick.y <= BOTTOM for tick in found.ticks)


@given(curves())
def test_the_curve_begins_with_nothing_and_never_falls_or_turns_back(
    drawn: tuple[Curve, list[tuple[date, int]]],
) -> None:
    found, counts = drawn
    assert (found.points[0].x, found.points[0].y) == (LEFT, BOTTOM)
    assert [(p.day, p.number) for p in found.points[1:]] == counts
    for before, after in found.segments:
        assert before.x < after.x
        assert before.y >= after.y


@given(curves())
def test_the_measure_is_even_reaches_the_most_and_is_short(drawn: tuple[Curve, object]) -> None:
    found, _ = drawn
    numbers = [tick.number for tick in found.ticks]
    assert numbers[0] == 0
    assert len(numbers) <= curve.STEPS + 1
    assert numbers[-1] >= max(p.number for p in found.points)
    assert len({b - a for a, b in pairwise(numbers)}) == 1
    assert found.ticks[0].y == BOTTOM
    assert found.ticks[-1].y == TOP


def test_a_days_end_lies_at_the_end_of_its_share_of_the_width() -> None:
    found = curve.draw(days(1, 2), FIRST, FIRST + DAY)
    assert [p.x for p in found.points] == [LEFT, (LEFT + RIGHT) / 2, RIGHT]


def test_the_height_is_that_of_all_who_are_invited() -> None:
    found = curve.draw(days(10), FIRST, FIRST, most=20)
    assert [tick.number for tick in found.ticks] == [0, 5, 10, 15, 20]
    assert found.points[-1].y == (TOP + BOTTOM) / 2


def test_more_answers_than_are_invited_fit_in() -> None:
    assert curve.draw(days(30), FIRST, FIRST, most=0).ticks[-1].number == 30


def test_a_reminder_stands_in_the_middle_of_its_day_and_once() -> None:
    found = curve.draw(days(1), FIRST, FIRST, [FIRST, FIRST])
    assert [mark.x for mark in found.reminders] == [(LEFT + RIGHT) / 2]


def test_a_round_that_was_closed_early_keeps_its_last_day() -> None:
    assert curve.draw(days(1, 2, 3), FIRST, FIRST + DAY).last == FIRST + 2 * DAY
