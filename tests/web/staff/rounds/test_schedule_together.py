"""Drafts of one series are scheduled together, all or none."""

from __future__ import annotations

from datetime import timedelta

from portal.calendar.london import UNDECIDED
from portal.calendar.schedule import Schedule
from portal.calendar.state import State
from portal.services.rounds import register as rounds
from portal.store.rounds import Round
from tests.factories import House, post

SCHEDULE = "/staff/rounds/spring/schedule"


def drafts(house: House) -> None:
    days = Schedule(house.now + timedelta(days=1), house.now + timedelta(days=9))
    for code, series in (("spring", "2026"), ("returns", "2026"), ("other", "2025")):
        house.round(code, series=series, title=code.title(), schedule=days)
    Round.update(state="draft").execute()


def test_the_others_of_the_series_can_be_ticked(house: House) -> None:
    drafts(house)
    client = house.signed_in()
    page = client.get(SCHEDULE).text
    assert "Returns" in page
    assert "Other<" not in page
    ticked = {"read": "y", "at_once": "y", "others": ["returns"]}
    assert post(client, SCHEDULE, ticked).status_code == 303
    asked = {each.code: (each.state, each.request) for each in rounds.every()}
    assert asked["spring"] == asked["returns"] == (State.SCHEDULED, "open")
    assert asked["other"] == (State.DRAFT, "")


def test_none_is_scheduled_where_one_lacks_something(house: House) -> None:
    drafts(house)
    Round.update(opens=UNDECIDED).where(Round.code == "returns").execute()
    client = house.signed_in()
    answer = post(client, SCHEDULE, {"read": "y", "others": ["returns"]})
    assert answer.status_code == 422
    assert "Returns: Give the day and time of the opening." in answer.text
    assert {each.state for each in rounds.every()} == {State.DRAFT}
