"""A clock that has leapt is believed only after half a day of passes."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from portal.calendar.clock import PATIENCE, STRIDE, Wait, leapt, waited

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize("by", [timedelta(0), HOUR, 2 * DAY, -HOUR, -2 * DAY])
def test_two_days_either_way_are_no_leap(by: timedelta) -> None:
    assert not leapt(NOW, NOW + by)


@pytest.mark.parametrize("by", [timedelta(weeks=5), 2 * DAY + timedelta(seconds=1)])
def test_more_than_two_days_either_way_are_a_leap(by: timedelta) -> None:
    assert leapt(NOW, NOW + by) and leapt(NOW, NOW - by)


def test_a_new_installation_goes_by_its_clock() -> None:
    assert not leapt(None, NOW)


def test_half_a_day_of_passes_is_enough() -> None:
    wait = waited(None, NOW)
    for hours in range(1, 12):
        assert wait
        wait = waited(wait, NOW + hours * HOUR)
    assert wait == Wait(NOW, NOW + 11 * HOUR)
    assert waited(wait, NOW + 12 * HOUR) is None


@pytest.mark.parametrize("by", [STRIDE + timedelta(seconds=1), timedelta(weeks=5), -HOUR])
def test_a_second_leap_is_no_time_that_was_waited(by: timedelta) -> None:
    before = Wait(NOW, NOW + 11 * HOUR)
    at = before.last + by
    assert waited(before, at) == Wait(at, at)


def test_no_clock_however_it_leaps_is_believed_before_half_a_day_of_steady_passes() -> None:
    """True time goes by in small steps; the clock is true time and an error that leaps."""
    rng = random.Random(7)
    for _ in range(300):
        true, error, wait = timedelta(0), 35 * DAY, waited(None, NOW + 35 * DAY)
        steady = timedelta(0)
        while wait and true < 5 * DAY:
            step = rng.choice([timedelta(minutes=1), HOUR, 5 * HOUR])
            leap = rng.choice([timedelta(0)] * 9 + [7 * DAY, -3 * DAY])
            true, error, steady = true + step, error + leap, timedelta(0) if leap else steady + step
            wait = waited(wait, NOW + true + error)
        assert wait or steady >= PATIENCE
