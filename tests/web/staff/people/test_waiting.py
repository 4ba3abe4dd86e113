"""Addresses that wait for an administrator: let in or turned away."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup

from portal.services.people import listing
from tests.factories import ADA, PAT, House, token_in, type_in

HERE = "/staff/rounds/spring/northshire/people"


def text(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.text, "html.parser").get_text(" ").split())


def test_only_administrators_let_people_in(house: House) -> None:
    house.open_round(northshire=1)
    where = listing.place("spring", "northshire")
    type_in(where, "a@example.com\nb@example.com", house.person(PAT), house.now)
    pat, ada = house.signed_in(PAT), house.signed_in(ADA)
    assert "2 at Northshire County Council" in text(ada.get("/staff/rounds/spring"))
    assert "Let the chosen in" not in text(pat.get(f"{HERE}?show=waiting"))
    token = token_in(pat.get(HERE).text)
    refused = pat.post(f"{HERE}/waiting", data={"csrf_token": token, "go": "in all"})
    assert refused.status_code == 404
    page = ada.get(f"{HERE}?show=waiting").text
    first = BeautifulSoup(page, "html.parser").select_one("input[name=person]")["value"]
    for fields, left in (({"go": "in", "person": first}, 1), ({"go": "away"}, 1)):
        ada.post(f"{HERE}/waiting", data={"csrf_token": token_in(page), **fields})
        assert listing.counts(where).waiting == left
    for number, left in (("", 1), ("2", 1), ("1", 0)):
        fields = {"csrf_token": token_in(page), "go": "in all", "sure": number}
        answer = ada.post(f"{HERE}/waiting", data=fields)
        assert ("Let 1 address in" in answer.text) == bool(left)
        assert listing.counts(where).waiting == left


def test_nobody_is_turned_away_before_the_addresses_were_read_once_more(house: House) -> None:
    house.open_round(northshire=1)
    where = listing.place("spring", "northshire")
    type_in(where, "a@example.com\nb@example.com\nc@example.com", house.person(PAT), house.now)
    ada = house.signed_in(ADA)
    page = BeautifulSoup(ada.get(f"{HERE}?show=waiting").text, "html.parser")
    chosen = [box["value"] for box in page.select("input[name=person]")][:2]
    fields = {"csrf_token": token_in(str(page)), "go": "away", "person": chosen}
    asked = ada.post(f"{HERE}/waiting", data=fields)
    assert asked.status_code == 200 and listing.counts(where).waiting == 3
    assert "a@example.com" in asked.text and "c@example.com" not in asked.text
    sure = BeautifulSoup(asked.text, "html.parser")
    hidden = [field["value"] for field in sure.select("input[name=person]")]
    answer = ada.post(f"{HERE}/waiting", data=fields | {"person": hidden, "sure": "2"})
    assert answer.headers["Location"] == f"{HERE}?show=waiting"
    assert [each.email for each in listing.waiting_here(where, None)] == ["c@example.com"]
    assert ada.get(f"{HERE}/waiting").headers["Location"] == f"{HERE}?show=waiting"


@pytest.mark.parametrize("what", ["in", "away"])
def test_nothing_chosen_is_an_error_that_says_what_would_be_right(house: House, what: str) -> None:
    house.open_round(northshire=1)
    where = listing.place("spring", "northshire")
    type_in(where, "a@example.com\nb@example.com", house.person(PAT), house.now)
    ada = house.signed_in(ADA)
    token = token_in(ada.get(f"{HERE}?show=waiting").text)
    answer = ada.post(f"{HERE}/waiting", data={"csrf_token": token, "go": what})
    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 422 and listing.counts(where).waiting == 2
    link = page.select_one(".govuk-error-summary a")
    assert link and link.get_text() == "Choose at least one address, then say what to do."
    assert page.select_one(link["href"])["name"] == "person"
    assert "a@example.com" in answer.text and "Done" not in text(ada.get(HERE))


def test_what_was_chosen_stays_chosen_where_a_button_is_missing(house: House) -> None:
    house.open_round(northshire=1)
    where = listing.place("spring", "northshire")
    type_in(where, "a@example.com\nb@example.com", house.person(PAT), house.now)
    ada = house.signed_in(ADA)
    page = BeautifulSoup(ada.get(f"{HERE}?show=waiting").text, "html.parser")
    second = page.select("input[name=person]")[1]["value"]
    fields = {"csrf_token": token_in(str(page)), "go": "", "person": second}
    answer = BeautifulSoup(ada.post(f"{HERE}/waiting", data=fields).text, "html.parser")
    assert [box["value"] for box in answer.select("input[name=person][checked]")] == [second]


def test_addresses_that_wait_no_longer_are_not_called_done(house: House) -> None:
    house.open_round(northshire=1)
    where = listing.place("spring", "northshire")
    type_in(where, "a@example.com", house.person(PAT), house.now)
    ada = house.signed_in(ADA)
    page = BeautifulSoup(ada.get(f"{HERE}?show=waiting").text, "html.parser")
    fields = {
        "csrf_token": token_in(str(page)),
        "go": "in",
        "person": page.select_one("input[name=person]")["value"],
    }
    for said in (
        "Done 1 address let in.",
        "Please note Nothing was changed. None of these addresses is waiting now.",
    ):
        assert ada.post(f"{HERE}/waiting", data=fields).status_code == 303
        assert said in text(ada.get(f"{HERE}?show=waiting"))
