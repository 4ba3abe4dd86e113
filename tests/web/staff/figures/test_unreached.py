"""Why letters do not arrive, and another try, for administrators."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from portal.services.letters import bounces
from portal.store.people import Invitation
from tests.factories import PAT, House, token_in

HERE = "/staff/rounds/spring/unreached"


@pytest.fixture
def failed(house: House) -> House:
    """Two letters of Northshire's came back, one of them a day and an hour ago; and noise."""
    house.open_round(northshire=2, code="noise")
    numbers = [bytes.fromhex(letter.reference) for letter in house.letters]
    bounces.note_failed(numbers, house.now)
    house.letters.clear()
    house.open_round(northshire=3)
    numbers = [bytes.fromhex(letter.reference) for letter in house.letters]
    bounces.note_failed(numbers[:1], house.now)
    house.now += timedelta(hours=25)
    bounces.note_failed(numbers[1:2], house.now)
    house.letters.clear()
    return house


def test_reasons_are_listed_with_their_numbers(failed: House) -> None:
    page = BeautifulSoup(failed.signed_in().get(HERE).text, "html.parser")
    [row] = page.select("tbody tr")
    assert row.get_text(" ", strip=True) == "There is no such address 2 3 March 2026 at 10:00am"
    overview = failed.signed_in().get("/staff/rounds/spring/overview").text
    assert f'href="{HERE}"' in overview


def test_addresses_are_tried_again_since_a_moment(failed: House) -> None:
    ada = failed.signed_in()
    token = token_in(ada.get(HERE).text)
    for since, left in (("1", 1), ("24", 1), ("168", 0)):
        fields = {"csrf_token": token, "since": since}
        assert ada.post(HERE, data=fields).status_code == 303
        assert Invitation.select().where(Invitation.undeliverable != "").count() == left + 2
    failed.work()
    assert len(failed.letters) == 2
    assert "Letters reach every address" in ada.get(HERE).text


def test_a_moment_that_is_not_offered_changes_nothing(failed: House) -> None:
    ada = failed.signed_in()
    fields = {"csrf_token": token_in(ada.get(HERE).text), "since": "1; DROP"}
    answer = ada.post(HERE, data=fields)
    assert answer.status_code == 422
    assert "Choose one of these." in answer.text
    assert Invitation.select().where(Invitation.undeliverable != "").count() == 4


def test_only_administrators_see_it(failed: House) -> None:
    assert failed.signed_in(PAT).get(HERE).status_code in (403, 404)
