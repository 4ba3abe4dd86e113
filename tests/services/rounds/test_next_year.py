"""Next year's round after this year's pattern."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.calendar import schedule
from portal.calendar.schedule import Schedule
from portal.services.rounds import next_year, planning, steps
from portal.services.rounds import register as rounds
from tests.factories import ADA, NOW, House

DAY = timedelta(days=1)


def test_the_next_round_is_the_same_a_year_later(house: House) -> None:
    opens, closes = datetime(2026, 3, 23, 9, tzinfo=UTC), datetime(2026, 4, 24, 16, tzinfo=UTC)
    house.round(
        "spring-2026",
        title="Health check 2026",
        series="2025/26",
        threshold=20,
        schedule=Schedule(opens, closes, (opens + 7 * DAY,)),
        retain_until=date(2029, 4, 2),
        organisations=("southborough",),
    )
    round_ = rounds.by_code("spring-2026")
    before, after = planning.planned(round_), next_year.a_year_later(round_, NOW)
    assert (after.code, after.title, after.series) == (
        "spring-2027",
        "Health check 2027",
        "2026/27",
    )
    assert after.schedule.opens == datetime(2027, 3, 22, 9, tzinfo=UTC)
    assert after.schedule.closes == datetime(2027, 4, 23, 16, tzinfo=UTC)
    assert after.retain_until == date(2030, 4, 1)
    assert after.organisations == before.organisations
    assert (after.questionnaire, after.threshold) == (before.questionnaire, 20)


def test_a_code_without_a_year_is_given_one(house: House) -> None:
    house.round("spring")
    assert next_year.a_year_later(rounds.by_code("spring"), NOW).code == "spring-2027"


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Health check 2027", "health-check-2027"),
        ("  Überblick: “Spring”! ", "berblick-spring"),
        ("—", "round"),
        ("x" * 80, "x" * 30),
        ("Spring", "spring-2"),
    ],
)
def test_a_code_is_made_of_a_title(house: House, title: str, code: str) -> None:
    house.round("spring")
    assert next_year.code_for(title) == code


def test_a_code_that_is_made_is_never_taken(house: House) -> None:
    house.round("spring")
    house.round("spring-2")
    assert next_year.code_for("Spring") == "spring-3"


def test_days_that_somebody_cut_short_come_back_next_year(house: House) -> None:
    planned = Schedule(NOW + DAY, NOW + 21 * DAY, (NOW + 8 * DAY, NOW + 15 * DAY))
    house.round("spring", schedule=planned)
    steps.request("spring", "open", ADA, house.now)
    house.work()
    steps.request("spring", "close", ADA, house.now)
    house.work(days=2)
    kept = planning.planned(rounds.by_code("spring")).schedule
    assert (kept.opens, kept.closes) == (NOW, NOW + 2 * DAY)
    assert next_year.a_year_later(rounds.by_code("spring"), house.now).schedule == schedule.moved(
        planned, schedule.YEAR
    )


def test_reminders_before_the_planned_opening_are_not_proposed(house: House) -> None:
    planned = Schedule(NOW + 7 * DAY, NOW + 21 * DAY, (NOW + 14 * DAY,))
    house.round("spring", schedule=planned)
    steps.request("spring", "open", ADA, house.now)
    house.work()
    planning.adjust("spring", "Spring", [NOW + 3 * DAY, NOW + 14 * DAY], [], ADA, house.now)
    after = next_year.a_year_later(rounds.by_code("spring"), house.now)
    assert after.schedule == schedule.moved(planned, schedule.YEAR)
    planning.create(after, ADA, house.now)
