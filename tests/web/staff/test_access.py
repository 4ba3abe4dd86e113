"""Deny by default: who may see which page of the staff site."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.services.staff import sessions
from portal.store.staff import StaffSession
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
    client = house.signed_in(PAT)
    house.now += timedelta(minutes=29)
    assert client.get("/staff/").status_code == 200
    house.now += timedelta(minutes=29)
    assert client.get("/staff/").status_code == 200
    house.now += timedelta(minutes=31)
    assert client.get("/staff/").status_code == 303


def test_after_twelve_hours_one_is_out_whatever_one_does(house: House) -> None:
    client = house.signed_in(PAT)
    for _ in range(24):
        house.now += timedelta(minutes=29)
        assert client.get("/staff/").status_code == 200
    house.now += timedelta(minutes=24)
    assert client.get("/staff/").status_code == 200
    house.now += timedelta(seconds=1)
    assert client.get("/staff/").status_code == 303
    sessions.tidy(house.now)
    assert not StaffSession.select().exists()


LARGE = b"x" * 300_000
"""Bytes: more than a form may have, and less than a list."""


def test_only_whoever_is_signed_in_sends_a_large_file_and_only_where_one_is_taken(
    house: House,
) -> None:
    house.round()
    half_way = house.client()
    half_way.set_cookie("staff", sessions.begin(house.person(), house.now, proven=False))
    upload = "/staff/rounds/spring/northshire/people/upload"
    for client in (house.client(), half_way):
        for path in (upload, "/staff/sign-in", "/staff/organisations/import", "/staff/nothing"):
            assert client.post(path, data=LARGE).status_code == 413, path
    pat = house.signed_in(PAT)
    assert pat.post(upload, data=LARGE).status_code == 400  # has no token
    assert pat.post("/staff/account/sign-out", data=LARGE).status_code == 413


@pytest.mark.parametrize(
    "wanted",
    ["https://elsewhere.example.org/staff/", "//elsewhere.example.org/staff/", "/survey/x/", "x"],
)
def test_signing_in_leads_to_no_page_but_ours(house: House, wanted: str) -> None:
    with house.app.test_request_context():
        assert next_page(wanted) == "/staff/"
