"""A page warns before the session ends, and asking about it does not prolong it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from portal.services.staff import sessions
from tests.factories import PAT, House

LOOK = "/staff/session"
ASKING = {"HX-Request": "true", "X-Follows": "session"}
PRESSING = {"HX-Request": "true"}


def part(page: Any) -> Tag:
    found = BeautifulSoup(page.text, "html.parser").select_one("#session")
    assert found is not None
    return found


def asked(client: FlaskClient, told: str = "") -> Any:
    return client.get(LOOK, query_string={"told": told}, headers=ASKING)


def test_each_page_says_when_to_ask_and_nothing_else(house: House) -> None:
    pat = house.signed_in(PAT)
    for path in ("/staff/", "/staff/account"):
        shown = part(pat.get(path))
        assert (shown["data-ask"], shown.text.strip()) == (str(25 * 60), "")


def test_it_warns_five_minutes_before_and_a_press_keeps_somebody_in(house: House) -> None:
    pat = house.signed_in(PAT)
    pat.get("/staff/")
    house.now += timedelta(minutes=25)
    warned = part(asked(pat))
    assert "You will be signed out within five minutes." in warned.text
    button = warned.select_one("button")
    assert button is not None and button.text == "Stay signed in"
    assert str(button["hx-get"]) == LOOK
    house.now += timedelta(minutes=4)
    assert "You are still signed in." in part(pat.get(LOOK, headers=PRESSING)).text
    house.now += timedelta(minutes=29)
    assert pat.get("/staff/").status_code == 200


def test_asking_keeps_nobody_in(house: House) -> None:
    pat = house.signed_in(PAT)
    for _ in range(4):
        house.now += timedelta(minutes=9)
        answer = asked(pat)
    assert "You are signed out." in part(answer).text
    assert pat.get("/staff/").status_code == 303


def test_what_was_said_is_not_said_again_while_it_holds(house: House) -> None:
    pat = house.signed_in(PAT)
    house.now += timedelta(minutes=26)
    assert asked(pat, "soon").status_code == 204
    house.now += timedelta(minutes=5)
    assert "You are signed out." in part(asked(pat, "soon")).text
    assert asked(pat, "over").status_code == 204


def test_a_warning_goes_when_another_tab_has_kept_somebody_in(house: House) -> None:
    pat = house.signed_in(PAT)
    house.now += timedelta(minutes=26)
    pat.get("/staff/")
    shown = part(asked(pat, "soon"))
    assert (shown["data-ask"], shown.text.strip()) == (str(25 * 60), "")


def test_before_twelve_hours_are_over_no_button_promises_more(house: House) -> None:
    pat = house.signed_in(PAT)
    for _ in range(28):
        house.now += timedelta(minutes=25)
        pat.get("/staff/")
    house.now += timedelta(minutes=16)
    shown = part(asked(pat))
    assert "more than 12 hours" in shown.text
    assert shown.select_one("button") is None


def test_signing_in_elsewhere_leads_through_the_steps_and_back_to_the_tab(house: House) -> None:
    client = house.client()
    assert client.get(LOOK).headers["Location"] == f"/staff/sign-in?next={LOOK}"
    client.set_cookie("staff", sessions.begin(house.person(), house.now, proven=False))
    assert client.get(LOOK).headers["Location"] == f"/staff/authenticator?next={LOOK}"
    assert "Go back to the tab you came from" in house.signed_in().get(LOOK).text
