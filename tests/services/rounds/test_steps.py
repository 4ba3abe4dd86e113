from __future__ import annotations

from datetime import timedelta

import pytest

from portal.calendar.schedule import Schedule
from portal.calendar.state import OVER
from portal.errors import Conflict, NotFound, Refused
from portal.services.lifecycle import closing
from portal.services.rounds import register as rounds
from portal.services.rounds import steps
from portal.store.records import Audit
from portal.store.rounds import Round
from tests.factories import ADA, NOW, House

DAY = timedelta(days=1)


def said() -> list[str]:
    return [row.did for row in Audit.select().order_by(Audit.id)]


def test_a_round_that_is_not_there_is_not_found(house: House) -> None:
    with pytest.raises(NotFound, match="no round autumn"):
        rounds.by_code("autumn")


def test_a_round_is_due_to_open_at_its_time_and_not_a_second_before(house: House) -> None:
    house.round()
    assert not closing.to_open(NOW - timedelta(seconds=1))
    assert [found.code for found in closing.to_open(NOW)] == ["spring"]


def test_a_round_opens_early_for_whoever_asks(house: House) -> None:
    house.round(schedule=Schedule(NOW + DAY, NOW + 7 * DAY))
    steps.request("spring", "open", ADA, NOW)
    assert [found.code for found in closing.to_open(NOW)] == ["spring"]


def test_opening_twice_keeps_the_first_key_and_one_audit_row(house: House) -> None:
    found = house.round()
    closing.opened(found.id, b"k" * 32, NOW)
    closing.opened(found.id, b"l" * 32, NOW)
    assert Round.get().public_key == b"k" * 32
    assert said().count("opened round spring") == 1


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        ("draft", set()),
        ("scheduled", {"open"}),
        ("open", {"close"}),
        ("closing", set()),
        ("closed", {"count"}),
        ("releasing", {"count"}),
        ("counted", set()),
        ("archived", set()),
    ],
)
def test_only_the_next_step_may_be_asked_for(house: House, state: str, allowed: set[str]) -> None:
    house.round()
    Round.update(state=state).execute()
    for wanted in ("open", "close", "count"):
        if wanted in allowed:
            steps.request("spring", wanted, ADA, NOW)  # type: ignore[arg-type]
            assert rounds.by_code("spring").request == wanted
        else:
            with pytest.raises(Conflict, match=f"is {state}"):
                steps.request("spring", wanted, ADA, NOW)  # type: ignore[arg-type]


def test_a_round_can_be_extended_until_it_closes(house: House) -> None:
    found = house.open_round()
    steps.extend("spring", found.closes + DAY, ADA, found.closes - timedelta(seconds=1))
    assert rounds.by_code("spring").closes == found.closes
    house.work(days=7)
    assert (rounds.by_code("spring").state, rounds.by_code("spring").wanted_closes) == (
        "open",
        None,
    )
    assert rounds.by_code("spring").closes == found.closes + DAY
    house.work(days=1)
    assert rounds.by_code("spring").state == "counted"


def test_a_round_that_has_not_opened_is_extended_at_once(house: House) -> None:
    found = house.round(schedule=Schedule(NOW + DAY, NOW + 7 * DAY))
    steps.extend("spring", found.closes + DAY, ADA, NOW)
    assert rounds.by_code("spring").closes == found.closes + DAY


def test_a_round_is_extended_beyond_what_was_asked_for_before(house: House) -> None:
    found = house.open_round()
    steps.extend("spring", found.closes + 2 * DAY, ADA, NOW)
    with pytest.raises(Refused, match="Choose a time after 11 March 2026"):
        steps.extend("spring", found.closes + DAY, ADA, NOW)


def test_a_round_past_its_closing_time_cannot_be_extended(house: House) -> None:
    found = house.open_round()
    with pytest.raises(Conflict, match="has closed"):
        steps.extend("spring", found.closes + DAY, ADA, found.closes)


def test_a_round_that_someone_closed_cannot_be_extended(house: House) -> None:
    found = house.open_round()
    closing.begin_closing(found.id, NOW)
    with pytest.raises(Conflict, match="has closed"):
        steps.extend("spring", found.closes + DAY, ADA, NOW)


def test_a_round_whose_closing_is_in_hand_cannot_be_extended(house: House) -> None:
    found = house.open_round()
    steps.request("spring", "close", ADA, NOW)
    with pytest.raises(Conflict, match="asked for round spring to close now"):
        steps.extend("spring", found.closes + DAY, ADA, NOW)
    assert rounds.by_code("spring").closes == found.closes


@pytest.mark.parametrize("later", [timedelta(0), -DAY])
def test_a_round_is_never_extended_backwards(house: House, later: timedelta) -> None:
    found = house.open_round()
    with pytest.raises(Refused, match="Choose a time after 9 March 2026 at 9:00am"):
        steps.extend("spring", found.closes + later, ADA, NOW)


def test_a_round_is_not_extended_to_where_its_responses_would_be_deleted(house: House) -> None:
    found = house.open_round(retain_until=(NOW + 10 * DAY).date())
    with pytest.raises(Refused, match="Responses are deleted after 12 March 2026; choose"):
        steps.extend("spring", found.closes + 3 * DAY, ADA, NOW)
    steps.extend("spring", found.closes + 2 * DAY, ADA, NOW)


def test_a_round_that_is_opened_early_says_when_it_opened(house: House) -> None:
    house.round(schedule=Schedule(NOW + DAY, NOW + 7 * DAY))
    steps.request("spring", "open", ADA, NOW)
    house.work(hours=1)
    assert rounds.by_code("spring").opens == house.now


def test_a_counted_round_is_put_away_and_taken_out_again(house: House) -> None:
    house.round()
    Round.update(state="counted").execute()
    steps.archive("spring", ADA, NOW)
    assert rounds.by_code("spring").state == "archived"
    steps.unarchive("spring", ADA, NOW)
    assert rounds.by_code("spring").state == "counted"
    assert said()[-2:] == ["round spring was put away", "round spring was taken out again"]


@pytest.mark.parametrize("state", ["draft", "scheduled", "open", "closing", "closed", "releasing"])
def test_only_a_counted_round_is_put_away(house: House, state: str) -> None:
    house.round()
    Round.update(state=state).execute()
    with pytest.raises(Conflict, match=f"is {state}, so it cannot be put away"):
        steps.archive("spring", ADA, NOW)
    with pytest.raises(Conflict, match=f"is {state}, so it cannot be taken out"):
        steps.unarchive("spring", ADA, NOW)


def test_trouble_is_never_noted_of_a_round_that_is_over(house: House) -> None:
    found = house.round()
    for state in OVER:
        Round.update(state=state).execute()
        closing.troubled(found.id, "nothing of the kind")
        assert rounds.by_code("spring").problem == ""


@pytest.mark.parametrize(
    ("state", "request_", "problem", "in_hand"),
    [
        ("draft", "", "", False),
        ("scheduled", "", "", False),
        ("scheduled", "open", "", True),
        ("open", "", "", False),
        ("open", "close", "", True),
        ("closing", "", "", True),
        ("closed", "", "", True),
        ("closed", "", "A ballot cannot be opened.", False),
        ("closed", "count", "A ballot cannot be opened.", True),
        ("releasing", "", "", True),
        ("counted", "", "", False),
        ("archived", "", "", False),
    ],
)
def test_what_the_worker_has_in_hand(
    house: House, state: str, request_: str, problem: str, in_hand: bool
) -> None:
    house.round()
    Round.update(state=state, request=request_, problem=problem).execute()
    assert rounds.by_code("spring").in_hand is in_hand
