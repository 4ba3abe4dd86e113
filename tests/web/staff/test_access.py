"""Deny by default: who may see which page of the staff site."""

from __future__ import annotations

import pytest

from portal.web.access import next_page
from tests.factories import OLGA, PAT, House


def test_everybody_has_a_first_page(house: House) -> None:
    for email in (None, PAT, OLGA):
        client = house.signed_in(email) if email else house.signed_in()
        assert "<h1" in client.get("/staff/").text


def test_a_suspended_person_is_out_at_once(house: House) -> None:
    from portal.store.staff import Staff

    client = house.signed_in(PAT)
    Staff.update(suspended=1).execute()
    assert client.get("/staff/").status_code == 303


def test_after_half_an_hour_without_a_click_one_is_out(house: House) -> None:
    from datetime import timedelta

    client = house.signed_in(PAT)
    house.now += timedelta(minutes=29)
    assert client.get("/staff/").status_code == 200
    house.now += timedelta(minutes=29)
    assert client.get("/staff/").status_code == 200
    house.now += timedelta(minutes=31)
    assert client.get("/staff/").status_code == 303


@pytest.mark.parametrize(
    "wanted",
    ["https://elsewhere.example.org/staff/", "//elsewhere.example.org/staff/", "/survey/x/", "x"],
)
def test_signing_in_leads_to_no_page_but_ours(house: House, wanted: str) -> None:
    with house.app.test_request_context():
        assert next_page(wanted) == "/staff/"
