"""Letters lead PSWs through a round: each on its day, once, and to nobody who need not have it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from portal.calendar.london import LONDON, in_london, london_day
from portal.calendar.schedule import Schedule
from portal.post.letters import STAFF, Letter
from portal.services.guiding import morning, switching
from portal.services.rounds import planning, steps
from portal.services.rounds import register as rounds
from portal.services.staff import accounts, team
from portal.store.db import db
from portal.store.letters import Notice
from portal.store.people import Invitation
from tests.factories import ADA, OLGA, PAT, House
from tests.services import scenes
from tests.services.figures.test_return_progress import POSTS, SUPPORT
from tests.services.figures.test_returns_answered import RETURN

OPENS = datetime(2026, 4, 13, 8, tzinfo=UTC)
"""A Monday at nine in London, six weeks on; the clocks go forward in between."""
CLOSES = OPENS + timedelta(days=18, hours=8)
HOUR = timedelta(hours=1)
PLANNED, MISSING, OPENING = "is planned", "your list", "opens on"
HALFWAY, CLOSING = "half of the time is over", "closes on"


def planned(house: House, *psws: str, **changes: Any) -> None:
    for email in psws:
        house.person(email)
    house.round(schedule=Schedule(OPENS, CLOSES), **changes)


def told(house: House, who: str = PAT) -> dict[str, str]:
    """The subjects of what somebody of staff was sent, by its moment."""
    return {
        in_london(each.at): each.subject.partition(": ")[2]
        for each in house.letters
        if each.to == who and each.box == STAFF and each.at
    }


def last(house: House, who: str = PAT) -> Letter:
    return [each for each in house.letters if each.to == who and each.box == STAFF][-1]


def until(house: House, end: datetime, *hours: int) -> None:
    """The worker passes at eight every day, or at these hours of London's clock, and in the end."""
    day = london_day(house.now)
    while day <= london_day(end):
        for hour in hours or (8,):
            at = datetime.combine(day, time(hour), LONDON).astimezone(UTC)
            if house.now < at < end:
                house.work(seconds=(at - house.now).total_seconds())
        day += timedelta(days=1)
    house.work(seconds=(end - house.now).total_seconds())


def words(house: House, who: str = PAT) -> list[str]:
    """Which of the five letters went, in order."""
    every = (PLANNED, MISSING, OPENING, HALFWAY, "closes on")
    return [
        next((word for word in every if word in each), each) for each in told(house, who).values()
    ]


def test_each_letter_goes_at_its_time_and_none_twice(house: House) -> None:
    planned(house, PAT, OLGA)
    until(house, OPENS - timedelta(days=5), 7, 8, 9, 18)
    house.invite(12, "northshire")
    until(house, CLOSES - HOUR, 7, 8, 9, 18)
    assert told(house) == {
        "3 March 2026 at 8:00am": "Spring check is planned",
        "6 April 2026 at 8:00am": "Spring check: your list",
        "10 April 2026 at 8:00am": "Spring check opens on 13 April 2026 at 9:00am",
        "23 April 2026 at 8:00am": "Spring check: half of the time is over",
        "30 April 2026 at 8:00am": "Spring check closes on 1 May 2026 at 5:00pm",
    }
    assert told(house, OLGA).keys() == told(house).keys()


def test_none_comes_after_the_closing_but_thanks_with_the_report(house: House) -> None:
    planned(house, PAT)
    until(house, CLOSES - HOUR)
    before = told(house)
    until(house, CLOSES + timedelta(days=30))
    assert list(told(house).values())[len(before) :] == [
        "the report of Northshire County Council can be read"
    ]


def test_whose_list_is_up_is_not_asked_for_it(house: House) -> None:
    planned(house, PAT, OLGA)
    house.invite(12, "northshire")
    until(house, OPENS - HOUR)
    assert words(house) == [PLANNED, OPENING]
    assert words(house, OLGA) == [PLANNED, MISSING, OPENING]
    assert "Upload the list" in last(house, OLGA).text
    assert "Upload the list" not in last(house).text


def test_whoever_waits_for_an_administrator_is_not_asked_either(house: House) -> None:
    planned(house, PAT)
    house.invite(12, "northshire")
    Invitation.update(waiting=1).execute()
    until(house, OPENS - HOUR)
    assert words(house) == [PLANNED, OPENING]


def test_who_is_suspended_or_has_handed_over_gets_none_and_who_comes_gets_what_is_true(
    house: House,
) -> None:
    planned(house, PAT, OLGA)
    team.suspend(house.person(OLGA), ADA, house.now)
    until(house, OPENS - 8 * timedelta(days=1))
    new = team.hand_over(house.person(PAT), "new@northshire.example.org", "", ADA, house.now)
    house.letters.clear()
    house.work()
    until(house, CLOSES - HOUR)
    assert told(house) == told(house, OLGA) == {}
    welcome, *guided = told(house, new.email).values()
    assert welcome == "your account"
    assert [each.removeprefix("Spring check").strip(" :") for each in guided] == [
        "your list",
        "opens on 13 April 2026 at 9:00am",
        "half of the time is over",
        "closes on 1 May 2026 at 5:00pm",
    ]


def test_who_joins_late_is_not_told_what_is_over(house: House) -> None:
    planned(house)
    until(house, OPENS + timedelta(days=12))
    house.person(PAT)
    until(house, CLOSES - HOUR)
    assert words(house) == [HALFWAY, CLOSING]


def test_a_letter_of_a_morning_on_which_the_worker_was_down_goes_when_it_is_back(
    house: House,
) -> None:
    planned(house, PAT)
    house.work(days=3, hours=5)
    assert told(house) == {"5 March 2026 at 2:00pm": "Spring check is planned"}
    house.work(hours=1)
    assert len(told(house)) == 1


def test_dates_that_are_moved_are_told_of_again(house: House) -> None:
    planned(house, PAT)
    house.work(days=1)
    plan = planning.planned(rounds.by_code("spring"))
    later = Schedule(OPENS + timedelta(days=14), CLOSES + timedelta(days=14))
    planning.change("spring", planning.replace(plan, schedule=later), ADA, house.now)
    house.work(days=1)
    assert words(house) == [PLANNED, PLANNED]
    assert "27 April 2026" in last(house).text


def test_a_closing_that_is_moved_later_is_told_of_again_and_half_time_is_not(house: House) -> None:
    planned(house, PAT)
    until(house, CLOSES - 5 * HOUR)
    steps.extend("spring", CLOSES + timedelta(days=14), ADA, house.now)
    until(house, CLOSES + timedelta(days=14) - HOUR)
    assert words(house)[-3:] == [HALFWAY, CLOSING, CLOSING]


@pytest.mark.parametrize("kind", ["planned", "missing", "opens", "halfway", "closes"])
def test_each_can_be_switched_off_and_the_others_go(house: House, kind: str) -> None:
    planned(house, PAT)
    switching.switch("spring", [kind], ADA, house.now)
    until(house, CLOSES - HOUR)
    assert len(told(house)) == 4
    assert Notice.get_or_none(Notice.kind == kind) is None


def test_one_that_is_switched_off_before_it_goes_does_not(house: House) -> None:
    planned(house, PAT)
    house.now += timedelta(days=1)
    morning.put_in_hand(house.now)
    switching.switch("spring", ["planned"], ADA, house.now)
    house.work()
    assert told(house) == {}


def test_a_round_that_is_a_draft_again_or_gone_writes_to_nobody(house: House) -> None:
    planned(house, PAT)
    house.now += timedelta(days=1)
    morning.put_in_hand(house.now)
    steps.unschedule("spring", ADA, house.now)
    house.work(hours=1)
    assert told(house) == {}
    steps.schedule("spring", ADA, house.now)
    steps.unschedule("spring", ADA, house.now)
    steps.delete("spring", ADA, house.now)
    house.work(hours=1)
    assert told(house) == {}


@pytest.fixture
def returned(house: House) -> Iterator[House]:
    """A return, whose link goes to one person in each organisation."""
    planned(house, PAT, OLGA, source=RETURN)
    house.invite(1, "northshire")
    until(house, OPENS + HOUR)
    yield house


def test_a_return_is_asked_for_until_it_is_submitted(returned: House) -> None:
    assert words(returned) == [PLANNED, OPENING]
    assert words(returned, OLGA) == [PLANNED, "Spring check: who fills in the return?", OPENING]
    code = scenes.begin(returned, returned.links("northshire")[0])
    scenes.save_page(returned, code, POSTS)
    until(returned, OPENS + timedelta(days=12))
    assert "1 of 2 pages of the return are complete" in last(returned).text
    assert "Say who is to get it" in last(returned, OLGA).text
    scenes.save_page(returned, code, SUPPORT)
    scenes.submit(returned, code)
    until(returned, CLOSES - HOUR)
    assert words(returned) == [PLANNED, OPENING, HALFWAY]
    assert words(returned, OLGA)[-1] == CLOSING


def test_while_nothing_is_due_a_pass_asks_once(house: House) -> None:
    planned(house, PAT)
    house.work(days=1)
    asked = list[str]()
    db.connection().set_trace_callback(asked.append)
    assert not morning.due(house.now)
    db.connection().set_trace_callback(None)
    assert len(asked) == 1


def test_an_account_of_another_organisation_is_not_written_to(house: House) -> None:
    planned(house, PAT, OLGA, organisations=("northshire",))
    accounts.add("eve@example.org", "administrator", None, ADA, house.now)
    until(house, CLOSES - HOUR)
    assert told(house, OLGA) == told(house, "eve@example.org") == {}
