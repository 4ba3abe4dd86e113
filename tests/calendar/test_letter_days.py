"""When a round writes to its principal social workers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.calendar.letter_days import HOUR, Kind, is_morning, letter_days, letter_now
from portal.calendar.london import LONDON, london_day

OPENS = datetime(2026, 3, 2, 9, tzinfo=UTC)
SPRING, AUTUMN = datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)
DAY = timedelta(days=1)
SPANS = st.timedeltas(timedelta(minutes=1), timedelta(days=400))
MOMENTS = SPANS.map(lambda span: SPRING + span)


def days(ahead: timedelta | None, length: timedelta) -> dict[Kind, date]:
    """The letters of a round that opens on Monday, 2 March 2026, at nine."""
    scheduled = None if ahead is None else OPENS - ahead
    return {each.kind: each.day for each in letter_days(scheduled, OPENS, OPENS + length)}


def test_a_round_of_three_weeks_that_is_planned_in_time_has_all_five() -> None:
    assert days(40 * DAY, 21 * DAY) == {
        "planned": date(2026, 1, 22),
        "missing": date(2026, 2, 23),
        "opens": date(2026, 2, 27),  # the Friday before
        "halfway": date(2026, 3, 13),
        "closes": date(2026, 3, 20),
    }


@pytest.mark.parametrize(
    ("ahead", "length", "kinds"),
    [
        (10 * DAY, 21 * DAY, ["planned", "opens", "halfway", "closes"]),
        (3 * DAY, 21 * DAY, ["opens", "halfway", "closes"]),
        (timedelta(), 21 * DAY, ["opens", "halfway", "closes"]),
        (40 * DAY, 7 * DAY, ["planned", "missing", "opens", "closes"]),
        (timedelta(), 2 * DAY, ["opens"]),
        (timedelta(), timedelta(hours=8), []),
        (None, 21 * DAY, ["missing", "opens", "halfway", "closes"]),
    ],
)
def test_short_rounds_have_fewer(ahead: timedelta, length: timedelta, kinds: list[Kind]) -> None:
    assert list(days(ahead, length)) == kinds


def test_who_opens_a_round_at_once_has_its_psws_told_the_next_morning() -> None:
    assert days(timedelta(), 21 * DAY)["opens"] == date(2026, 3, 3)


def test_a_round_that_closes_at_midnight_has_its_last_day_before() -> None:
    midnight = datetime(2026, 3, 19, tzinfo=UTC)
    assert days(40 * DAY, midnight - OPENS)["closes"] == date(2026, 3, 17)


@given(opens=MOMENTS, ahead=SPANS, length=SPANS, known=st.booleans())
@example(opens=SPRING, ahead=DAY, length=7 * DAY, known=True)  # the clocks go forward
@example(opens=AUTUMN, ahead=9 * DAY, length=2 * DAY, known=True)  # they go back
def test_no_two_fall_on_one_day_none_before_the_planning_or_after_the_closing(
    opens: datetime, ahead: timedelta, length: timedelta, *, known: bool
) -> None:
    scheduled, closes = opens - ahead if known else None, opens + length
    table = letter_days(scheduled, opens, closes)
    assert all(a.day < b.day for a, b in pairwise(table))
    assert len({each.kind for each in table}) == len(table)
    for each in table:
        local = each.at.astimezone(LONDON)
        assert (local.date(), local.hour, local.minute) == (each.day, HOUR, 0)
        assert local.weekday() < 5
        assert each.at < closes
        assert scheduled is None or scheduled <= each.at
        assert each.kind not in ("planned", "missing") or each.at < opens
        assert each.kind not in ("halfway", "closes") or each.at >= opens
        assert letter_now(scheduled, opens, closes, each.at) == each.kind
    assert letter_now(scheduled, opens, closes, closes) is None


@given(last=MOMENTS, passed=SPANS)
def test_a_morning_comes_once_a_day_and_never_at_a_weekend(
    last: datetime, passed: timedelta
) -> None:
    now = last + passed
    local = now.astimezone(LONDON)
    due = is_morning(last, now)
    assert due == (local.hour >= HOUR and local.weekday() < 5 and london_day(last) != local.date())
    assert is_morning(None, now) == (local.hour >= HOUR and local.weekday() < 5)
    assert not is_morning(now, now)


def test_a_letter_is_true_until_the_next_one_is() -> None:
    at = (OPENS - 40 * DAY, OPENS, OPENS + 21 * DAY)
    told = [letter_now(*at, OPENS + n * DAY) for n in (-41, -39, -8, -7, -4, -3, 3, 11, 18, 21)]
    assert told == [
        *(None, "planned", "planned", "missing", "missing"),
        *("opens", "opens", "halfway", "closes", None),
    ]
