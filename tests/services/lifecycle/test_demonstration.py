"""The demonstration goes in one step, with its organisations, and nothing of anybody else's."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from portal.calendar.london import london_day
from portal.calendar.schedule import Schedule
from portal.errors import NotFound, Refused
from portal.services.letters import notices
from portal.services.lifecycle import demonstration
from portal.services.organisations import register as organisations
from portal.services.people import sheets
from portal.services.rounds import next_year, planning
from portal.services.rounds import register as rounds
from portal.services.rounds.plans import Plan
from portal.services.staff import accounts
from portal.store.letters import Notice
from portal.store.organisations import Organisation
from portal.store.rounds import Round
from portal.store.staff import StaffSession
from portal.store.tables import of_rounds
from portal.worker import passes
from tests.factories import ADA, NORTHSHIRE, NOW, OLGA, PAT, SMALL, House, parsed, post
from tests.services import scenes

EASTSHIRE = NORTHSHIRE | {"code": "eastshire", "name": "Eastshire", "domains": ""}
PAGE = "/staff/demonstration/remove"


def shown(house: House) -> None:
    """The demonstration of Northshire and Southborough, open and answered in; and Eastshire, which
    somebody has imported."""
    for email in (ADA, PAT, OLGA):
        house.person(email)
    house.open_round(3, 2, code="demo", organisations=("northshire", "southborough"))
    sheets.make("demo", "northshire", 2, ADA, house.now)
    scenes.respond(house, house.links()[0], round_code="demo")
    scenes.begin(house, house.links()[1])
    organisations.put([(2, EASTSHIRE)], ADA, house.now)


def rows_of_rounds() -> dict[str, int]:
    counts = {table.__name__: table.select().count() for table in of_rounds()}
    return {name: count for name, count in counts.items() if count}


def test_its_organisations_are_marked_and_never_meant_by_all_of_them(house: House) -> None:
    shown(house)
    assert list(rounds.organisation_names().values()) == [
        "Eastshire",
        "London Borough of Southborough (demonstration)",
        "Northshire County Council (demonstration)",
    ]
    assert planning.known(None) == ["eastshire"]
    assert {each.code for each in organisations.listing() if each.shown} == {
        "northshire",
        "southborough",
    }
    ada = house.signed_in()
    form = BeautifulSoup(ada.get("/staff/rounds/new").text, "html.parser")
    ticked = [box["value"] for box in form.select("input[checked]")]
    assert ticked == ["all"]
    assert "All that there are now, but the demonstration's" in form.get_text()
    listed = BeautifulSoup(ada.get("/staff/organisations").text, "html.parser")
    assert len(listed.select("th .govuk-tag")) == 2
    for page in ("/staff/team", "/staff/team/invite", "/staff/rounds/new"):
        assert ada.get(page).text.count("(demonstration)") == 2, page


def test_it_goes_with_its_organisations_accounts_keys_and_answers(house: House) -> None:
    shown(house)
    demo = rounds.by_code("demo").id
    house.signed_in(PAT)
    ada = house.signed_in()
    assert "Remove the demonstration" in ada.get("/staff/organisations").text
    page = ada.get(PAGE).text
    assert all(name in page for name in ("Northshire County Council", "London Borough", PAT, OLGA))
    assert post(ada, PAGE, {"word": "demo"}).status_code == 422
    assert post(ada, PAGE, {"word": "remove"}).headers["Location"] == "/staff/rounds/demo"
    assert "It is being removed." in ada.get("/staff/rounds/demo").text
    follows = {"HX-Request": "true", "X-Follows": "round"}
    assert "HX-Redirect" not in ada.get("/staff/rounds/demo", headers=follows).headers
    assert "removed the demonstration" in house.work()
    gone = ada.get("/staff/rounds/demo", headers=follows)
    assert (gone.status_code, gone.headers["HX-Redirect"]) == (200, "/staff/")
    assert "The demonstration is removed" in ada.get("/staff/").text
    assert ada.get("/staff/rounds/demo").status_code == 404
    assert rows_of_rounds() == {} and not Round.select().exists()
    assert [row.code for row in Organisation.select()] == ["eastshire"]
    assert [each.email for each in accounts.every()] == [ADA]
    assert StaffSession.select().count() == 1
    assert not list(Path(house.settings.keys).rglob(f"*{demo.hex()}*"))
    assert ada.get(PAGE).status_code == 404 and ada.get("/staff/").status_code == 200
    assert "demonstration" not in re.sub(r"<footer.*", "", ada.get("/staff/organisations").text)
    assert demonstration.removed() and house.work() == []


def test_an_organisation_that_takes_part_in_another_round_stays_with_its_account(
    house: House,
) -> None:
    shown(house)
    ours = house.round("ours", organisations=("northshire", "eastshire"))
    house.invite(4, code="ours")
    assert demonstration.leaving().staying == ("Northshire County Council",)
    before, pat = _rows_of(ours.id), accounts.by_email(PAT)
    for each in (rounds.by_code("demo"), ours):
        notices.put_in_hand(pat.id, "nudge", notices.about_day(each.id, london_day(house.now)))
    demonstration.ask_to_remove(ADA, house.now)
    passes.remove(house.tools, house.now)
    assert [each.code for each in rounds.every()] == ["ours"]
    assert _rows_of(ours.id) == before
    assert sorted(row.code for row in Organisation.select()) == ["eastshire", "northshire"]
    assert sorted(each.email for each in accounts.every()) == [ADA, PAT]
    assert {notices.round_of(row.about) for row in Notice.select()} == {ours.id}


def _rows_of(round_id: bytes) -> dict[str, int]:
    return {
        table.__name__: table.select().where(table.round == round_id).count()
        for table in of_rounds()
    }


@pytest.mark.parametrize("state", ["draft", "scheduled", "closed", "counted", "archived"])
def test_it_goes_in_whatever_state_it_is(house: House, state: str) -> None:
    shown(house)
    if state not in ("draft", "scheduled"):
        house.work(days=8)
    Round.update(state=state).execute()
    demonstration.ask_to_remove(ADA, house.now)
    house.work()
    assert rows_of_rounds() == {} and not Round.select().exists()


def test_nobody_can_give_its_code_to_a_round_of_their_own(house: House) -> None:
    house.person()
    days = Schedule(NOW, NOW.replace(month=4))
    ours = Plan("demo", "Demo", parsed(SMALL), days, NOW.replace(year=2029).date())
    with pytest.raises(Refused, match="a code of the demonstration"):
        planning.draft(ours, ADA, NOW)
    planning.draft(replace(ours, code="ours"), ADA, NOW)
    with pytest.raises(Refused, match="a code of the demonstration"):
        planning.change("ours", ours, ADA, NOW)
    assert next_year.code_for("Demo") == "demo-2"


def test_without_a_demonstration_there_is_none_to_remove(house: House) -> None:
    house.round()
    with pytest.raises(NotFound):
        demonstration.ask_to_remove(ADA, house.now)
    assert "Remove the demonstration" not in house.signed_in().get("/staff/organisations").text
