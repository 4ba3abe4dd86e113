from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from portal.errors import Conflict, NotFound, Refused
from portal.services import rounds
from portal.store.records import Audit
from portal.store.rounds import Frozen, Participation, Round
from portal.survey.parsing import parse
from portal.survey.schedule import Schedule
from tests.factories import ADA, NOW, SMALL, House

DAY = timedelta(days=1)
DAYS = Schedule(NOW, NOW + 7 * DAY)


def said() -> list[str]:
    return [row.did for row in Audit.select().order_by(Audit.id)]


def test_a_new_round_is_scheduled_and_asks_for_nothing(house: House) -> None:
    found = house.round()
    assert (found.code, found.state, found.request, found.problem) == (
        "spring",
        "scheduled",
        "",
        "",
    )


def test_a_round_keeps_the_text_of_its_questionnaire(house: House) -> None:
    found = house.round()
    assert Frozen.get_by_id(found.questionnaire).text == SMALL


def test_two_rounds_share_one_frozen_questionnaire(house: House) -> None:
    assert house.round("spring").questionnaire == house.round("summer").questionnaire
    assert Frozen.select().count() == 1


def test_a_round_takes_all_organisations_unless_some_are_named(house: House) -> None:
    house.round("all")
    some = house.round("some", organisations=["southborough"])
    assert Participation.select().count() == 3
    taking_part = Participation.select().where(Participation.round == some.id)
    assert [row.organisation_id for row in taking_part] == ["southborough"]


def test_an_organisation_named_twice_takes_part_once(house: House) -> None:
    house.round(organisations=["southborough", "southborough"])
    assert Participation.select().count() == 1


def test_making_a_round_is_in_the_audit(house: House) -> None:
    house.round()
    row = Audit.select().order_by(Audit.id.desc()).get()
    assert (row.who, row.did, row.at) == (ADA, "made round spring", NOW)


@pytest.mark.parametrize(
    ("changes", "advice"),
    [
        ({"code": "Spring 26"}, "a-z, 0-9 and -"),
        ({"code": ""}, "a-z, 0-9 and -"),
        ({"code": "a" * 41}, "a-z, 0-9 and -"),
        ({"title": ""}, "1 to 200 characters"),
        ({"title": "x" * 201}, "1 to 200 characters"),
        ({"threshold": 9}, "never lowered"),
        ({"threshold": -1}, "never lowered"),
        ({"schedule": Schedule(NOW, NOW)}, "close after it opens"),
        ({"schedule": Schedule(NOW, NOW + DAY, (NOW,))}, "between opening and closing"),
        ({"schedule": Schedule(NOW, NOW + DAY, (NOW + DAY,))}, "between opening and closing"),
        ({"retain_until": (NOW + 7 * DAY).date()}, "a day after the closing"),
    ],
)
def test_a_plan_that_will_not_do_is_refused_with_advice(
    house: House, changes: dict[str, Any], advice: str
) -> None:
    with pytest.raises(Refused, match=advice):
        house.round(**{"code": "spring"} | changes)
    assert not Round.select().exists()
    assert not Frozen.select().exists()


def test_a_threshold_above_ten_is_kept(house: House) -> None:
    house.round(threshold=25)
    assert Round.get().threshold == 25


def test_a_code_serves_one_round(house: House) -> None:
    house.round()
    with pytest.raises(Conflict, match="choose another code"):
        house.round()


def test_an_unknown_organisation_is_named(house: House) -> None:
    with pytest.raises(NotFound, match="westshire"):
        house.round(organisations=["northshire", "westshire"])
    assert not Round.select().exists()


def test_a_round_without_any_organisation_is_refused(house: House) -> None:
    plan = rounds.Plan("empty", "Empty", parse(SMALL), DAYS, date(2029, 3, 1))
    with pytest.raises(Refused, match="organisation import"):
        rounds.create(plan, ADA, NOW)


def test_a_round_that_is_not_there_is_not_found(house: House) -> None:
    with pytest.raises(NotFound, match="no round autumn"):
        rounds.by_code("autumn")


def test_a_round_is_due_to_open_at_its_time_and_not_a_second_before(house: House) -> None:
    house.round()
    assert not rounds.to_open(NOW - timedelta(seconds=1))
    assert [found.code for found in rounds.to_open(NOW)] == ["spring"]


def test_a_round_opens_early_for_whoever_asks(house: House) -> None:
    house.round(schedule=Schedule(NOW + DAY, NOW + 7 * DAY))
    rounds.request("spring", "open", ADA, NOW)
    assert [found.code for found in rounds.to_open(NOW)] == ["spring"]


def test_opening_twice_keeps_the_first_key_and_one_audit_row(house: House) -> None:
    found = house.round()
    rounds.opened(found.id, b"k" * 32, NOW)
    rounds.opened(found.id, b"l" * 32, NOW)
    assert Round.get().public_key == b"k" * 32
    assert said().count("opened round spring") == 1


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        ("scheduled", {"open"}),
        ("open", {"close"}),
        ("closing", set()),
        ("closed", {"count"}),
        ("releasing", {"count"}),
        ("counted", set()),
    ],
)
def test_only_the_next_step_may_be_asked_for(house: House, state: str, allowed: set[str]) -> None:
    house.round()
    Round.update(state=state).execute()
    for wanted in ("open", "close", "count"):
        if wanted in allowed:
            rounds.request("spring", wanted, ADA, NOW)  # type: ignore[arg-type]
            assert rounds.by_code("spring").request == wanted
        else:
            with pytest.raises(Conflict, match=f"is {state}"):
                rounds.request("spring", wanted, ADA, NOW)  # type: ignore[arg-type]


def test_a_round_can_be_extended_until_it_closes(house: House) -> None:
    found = house.open_round()
    rounds.extend("spring", found.closes + DAY, ADA, found.closes - timedelta(seconds=1))
    assert rounds.by_code("spring").closes == found.closes + DAY
    assert not rounds.to_close(found.closes)
    assert rounds.to_close(found.closes + DAY)


def test_a_round_past_its_closing_time_cannot_be_extended(house: House) -> None:
    found = house.open_round()
    with pytest.raises(Conflict, match="has closed"):
        rounds.extend("spring", found.closes + DAY, ADA, found.closes)


def test_a_round_that_someone_closed_cannot_be_extended(house: House) -> None:
    found = house.open_round()
    rounds.begin_closing(found.id, NOW)
    with pytest.raises(Conflict, match="has closed"):
        rounds.extend("spring", found.closes + DAY, ADA, NOW)


@pytest.mark.parametrize("later", [timedelta(0), -DAY])
def test_a_round_is_never_extended_backwards(house: House, later: timedelta) -> None:
    found = house.open_round()
    with pytest.raises(Refused, match="Choose a time after 9 March 2026 at 9:00am"):
        rounds.extend("spring", found.closes + later, ADA, NOW)


def test_a_round_is_not_extended_to_where_its_responses_would_be_deleted(house: House) -> None:
    found = house.open_round(retain_until=(NOW + 10 * DAY).date())
    with pytest.raises(Refused, match="Responses are deleted after 2026-03-12"):
        rounds.extend("spring", found.closes + 3 * DAY, ADA, NOW)
    rounds.extend("spring", found.closes + 2 * DAY, ADA, NOW)


def test_a_round_that_would_have_closed_already_is_refused(house: House) -> None:
    with pytest.raises(Refused, match="close in the future"):
        house.round(schedule=Schedule(NOW - 2 * DAY, NOW))
