"""Clicking again while the first click is still at work, reloading, and going back afterwards: done
once, and told so."""

from __future__ import annotations

import io
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from portal.services.people import sheets
from portal.store.answers import Ticket
from portal.store.organisations import Organisation
from portal.store.people import Invitation
from tests.factories import ADA, PAT, House, token_in

PEOPLE = "/staff/rounds/spring/northshire/people"
ORGANISATIONS = "/staff/organisations"
LIST = b"rosa@northshire.example.org\nzoe@northshire.example.org\n"
WEST = b"""code,name,type,region,domains
west,Westborough Council,unitary authority,South West,west.example.org
"""


def text(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.get_data(as_text=True), "html.parser").main.text.split())


def uploaded(client: FlaskClient, path: str, data: bytes) -> tuple[str, str]:
    """The address of its preview, and a token."""
    token = token_in(client.get(path).text)
    fields = {"csrf_token": token, "file": (io.BytesIO(data), "list.csv")}
    return client.post(path, data=fields).location, token


def press(client: FlaskClient, address: str, token: str) -> Any:
    return client.post(address, data={"csrf_token": token})


@pytest.mark.parametrize("again", ["confirm", "back", "drop"])
def test_whoever_confirms_a_list_twice_is_led_to_the_people(house: House, again: str) -> None:
    house.round()
    client = house.signed_in(PAT)
    check, token = uploaded(client, f"{PEOPLE}/upload", LIST)
    press(client, f"{check}/confirm", token)
    client.get(PEOPLE)  # what was said of the first click
    way = {"confirm": "/confirm", "drop": "/drop"}.get(again)
    answer = press(client, f"{check}{way}", token) if way else client.get(check)
    assert (answer.status_code, answer.location) == (303, PEOPLE)
    shown = text(client.get(PEOPLE))
    assert (
        "You have already confirmed this list. Nothing was done twice. 2 people are invited."
        in shown
    )
    assert Invitation.select().count() == 2


@pytest.mark.parametrize("again", ["confirm", "back", "drop"])
def test_whoever_confirms_organisations_twice_is_led_to_them(house: House, again: str) -> None:
    client = house.signed_in(ADA)
    before = Organisation.select().count()
    check, token = uploaded(client, f"{ORGANISATIONS}/import", WEST)
    press(client, f"{check}/confirm", token)
    client.get(ORGANISATIONS)
    way = {"confirm": "/confirm", "drop": "/drop"}.get(again)
    answer = client.get(check) if way is None else press(client, f"{check}{way}", token)
    assert (answer.status_code, answer.location) == (303, ORGANISATIONS)
    assert "Nothing was done twice. 1 organisation added." in text(client.get(ORGANISATIONS))
    assert Organisation.select().count() == before + 1


@pytest.mark.parametrize("kind", ["sheet", "csv"])
def test_slips_that_are_loaded_again_are_not_made_again(house: House, kind: str) -> None:
    house.open_round(northshire=0)
    client = house.signed_in(PAT)
    page = client.get(f"{PEOPLE}/slips").text
    made = BeautifulSoup(page, "html.parser").select_one("input[name=made]")["value"]
    fields = {"csrf_token": token_in(page), "made": made, "number": "3", "kind": kind}
    assert client.post(f"{PEOPLE}/slips", data=fields).status_code == 200
    answer = client.post(f"{PEOPLE}/slips", data=fields)
    assert answer.status_code == 409
    shown = text(answer)
    for words in ("These slips have been made", "3 slips have been made since", "print failed"):
        assert words in shown
    assert "/i/" not in answer.text
    assert Ticket.select().count() == 3
    again = text(client.get(f"{PEOPLE}/slips"))
    assert "make only as many as you will hand out. 3 slips count so far." in again


def test_another_organisations_slips_are_in_nobodys_way(house: House) -> None:
    house.open_round(northshire=0)
    sheets.make("spring", "southborough", 2, ADA, house.now)
    client = house.signed_in(PAT)
    page = client.get(f"{PEOPLE}/slips").text
    assert "so far" not in page
    fields = {"csrf_token": token_in(page), "made": "0", "number": "1", "kind": "csv"}
    assert client.post(f"{PEOPLE}/slips", data=fields).status_code == 200
