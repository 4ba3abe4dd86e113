"""Signing in, page by page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from portal.services.staff import signing_in
from portal.web import limits
from portal.web.staff.accounts.forms import ADDRESS
from tests.factories import ADA, OLGA, PAT, House, post, token_in
from tests.services import scenes
from tests.staff_at_work import asks, comes_in

ASK = "/staff/sign-in"


def test_a_psw_asks_opens_the_letter_presses_the_button_and_is_in(house: House) -> None:
    house.person(PAT)
    client = comes_in(house, PAT)
    assert f"Signed in as {PAT} for Northshire County Council" in client.get("/staff/").text
    assert f"Signed in as {PAT}" in client.get("/staff/account").text


def test_the_page_after_asking_is_the_same_whoever_asks(house: House) -> None:
    house.person(PAT)
    pages = []
    for email in (PAT, "nobody@example.org"):
        client = house.client()
        answer = post(client, ASK, {"email": email})
        page = client.get(answer.headers["Location"])
        names = [c.split("=")[0] for c in answer.headers.getlist("Set-Cookie")]
        pages.append((answer.status_code, names, page.text.replace(email, "…")))
    assert pages[0] == pages[1]


def test_a_letter_goes_to_an_account_and_to_nobody_else(house: House) -> None:
    house.person(PAT)
    for email in (PAT, "nobody@example.org"):
        post(house.client(), ASK, {"email": email})
    house.work()
    assert [letter.to for letter in house.letters] == [PAT]


@pytest.mark.parametrize("email", ["", "pat", "pat@", "a b@example.org", "x" * 300 + "@e.org"])
def test_what_is_no_address_is_said_to_be_none_and_kept_in_the_form(
    house: House, email: str
) -> None:
    answer = post(house.client(), ASK, {"email": email})
    assert answer.status_code == 422
    assert answer.text.count(ADDRESS) == 2
    assert f'value="{email}"' in answer.text


def test_an_address_that_is_long_and_none_holds_nobody_up(house: House) -> None:
    answer = post(house.client(), ASK, {"email": "a@" + "." * 200_000 + " x"})
    assert answer.status_code == 422
    longest = "a@" + "b." * 124 + "orgs"
    assert post(house.client(), ASK, {"email": longest}).status_code == 303
    assert post(house.client(), ASK, {"email": f"a{longest}"}).status_code == 422


def asks_in_vain(house: House, client: FlaskClient) -> bool:
    """Whether no letter comes when Pat's link is asked for."""
    before = len(house.letters)
    assert post(client, ASK, {"email": PAT}).status_code == 303
    house.work()
    return len(house.letters) == before


def test_a_browser_that_signed_in_before_gets_a_link_whatever_strangers_ask_for(
    house: House,
) -> None:
    house.person(PAT)
    pat, eve = comes_in(house, PAT), house.client()
    token = token_in(pat.get("/staff/account").text)
    pat.post("/staff/account/sign-out", data={"csrf_token": token})
    eve.set_cookie("staff-known", "A" * 720)
    for _ in range(4):
        for _ in range(3):
            assert not asks_in_vain(house, eve)
        house.now += timedelta(hours=1)
    assert asks_in_vain(house, eve)
    assert not asks_in_vain(house, pat)
    house.now += timedelta(days=181)
    for _ in range(3):
        asks_in_vain(house, eve)
    assert asks_in_vain(house, pat)


def test_a_network_asks_for_so_many_links_and_whoever_was_in_before_for_more(house: House) -> None:
    house.person(PAT)
    pat, eve = comes_in(house, PAT), house.client()
    token = token_in(eve.get(ASK).text)
    statuses = [
        eve.post(ASK, data={"csrf_token": token, "email": f"x{n}@example.org"}).status_code
        for n in range(limits.ASKS)
    ]
    assert statuses == [303] * (limits.ASKS - 1) + [429]
    answer = eve.post(ASK, data={"csrf_token": token, "email": PAT})
    assert (answer.status_code, "asked for from this network" in answer.text) == (429, True)
    token = token_in(pat.get("/staff/account").text)
    pat.post("/staff/account/sign-out", data={"csrf_token": token})
    assert not asks_in_vain(house, pat)
    house.now += limits.AN_HOUR
    assert not asks_in_vain(house, eve)


def test_a_browser_on_which_several_sign_in_knows_them_all(house: House) -> None:
    client = house.client()
    for email in (PAT, OLGA):
        house.person(email)
        post(client, asks(house, client, email))
        token = token_in(client.get("/staff/account").text)
        client.post("/staff/account/sign-out", data={"csrf_token": token})
    note = client.get_cookie("staff-known")
    assert note and note.http_only and note.max_age == 180 * 24 * 3600
    held = signing_in.devices_in(note.value, house.app.extensions["desk"].web_secret, house.now)
    assert held.keys() == {house.person(email).id for email in (PAT, OLGA)}


def test_an_address_that_is_none_leads_to_the_first_page(house: House) -> None:
    assert house.client().get(f"{ASK}?next=http://[").status_code == 200


def test_looking_at_a_link_signs_nobody_in_and_spends_nothing(house: House) -> None:
    house.person(PAT)
    client = house.client()
    link = asks(house, client, PAT)
    before = scenes.snapshot()
    for _ in range(2):
        assert client.get(link).status_code == 200
        assert client.head(link).status_code == 200
        assert house.client().get(link).status_code == 409
    assert scenes.snapshot() == before
    assert client.get("/staff/").status_code == 303
    assert post(client, link).status_code == 303


def test_a_link_that_does_not_work_says_why_and_offers_another(house: House) -> None:
    house.person(PAT)
    client = house.client()
    link = asks(house, client, PAT)
    elsewhere = house.client().get(link)
    assert (elsewhere.status_code, "another browser" in elsewhere.text) == (409, True)
    house.now += timedelta(minutes=16)
    late = client.get(link)
    assert (late.status_code, "expired" in late.text) == (410, True)
    fresh = asks(house, client, PAT)
    assert post(client, fresh).status_code == 303
    client.delete_cookie("staff")
    used = client.get(fresh)
    assert (used.status_code, "used already" in used.text) == (410, True)
    unknown = client.get("/staff/enter/" + "A" * 22)
    assert (unknown.status_code, "not one of ours" in unknown.text) == (404, True)
    for answer in (elsewhere, late, used, unknown):
        assert 'action="/staff/sign-in"' in answer.text
        assert PAT not in answer.text.replace("Signed in as", "").split("<footer")[0]


def test_a_used_link_leads_somebody_who_is_signed_in_onwards(house: House) -> None:
    for email in (PAT, ADA):
        house.person(email)
        client = house.client()
        link = asks(house, client, email)
        token = token_in(client.get(link).text)
        assert client.post(link, data={"csrf_token": token}).status_code == 303
        again = client.get(link)
        assert (again.status_code, again.headers["Location"]) == (302, "/staff/")
        house.now += timedelta(minutes=16)
        assert client.get(link).headers["Location"] == "/staff/"


def test_pressing_the_button_twice_leads_to_where_once_does(house: House) -> None:
    house.person(PAT)
    client, slow = house.client(), house.client()
    link = asks(house, client, PAT)
    token = token_in(client.get(link).text)
    assert client.post(link, data={"csrf_token": token}).headers["Location"] == "/staff/"
    second = client.post(link, data={"csrf_token": token_in(client.get("/staff/account").text)})
    assert (second.status_code, second.headers["Location"]) == (303, link)
    assert client.get(link).headers["Location"] == "/staff/"
    assert slow.get(link).status_code == 410


def test_the_form_on_a_page_about_a_bad_link_sends_another(house: House) -> None:
    house.person(PAT)
    client = house.client()
    token = token_in(client.get("/staff/enter/" + "A" * 22).text)
    answer = client.post(ASK, data={"csrf_token": token, "email": PAT})
    assert answer.headers["Location"] == "/staff/sign-in/sent"
    house.work()
    assert len(house.letters) == 1


def test_pressing_the_button_for_a_link_of_another_browser_signs_nobody_in(house: House) -> None:
    house.person(PAT)
    link = asks(house, house.client(), PAT)
    eve = house.client()
    token = token_in(eve.get(ASK).text)
    answer = eve.post(link, data={"csrf_token": token})
    assert answer.status_code == 409
    assert "staff=" not in str(answer.headers)


def test_signing_in_gives_the_browser_new_cookies_and_leads_to_where_it_wanted(
    house: House,
) -> None:
    house.person(PAT)
    client = house.client()
    client.get(client.get("/staff/account").headers["Location"])
    before = client.get_cookie("session")
    link = asks(house, client, PAT)
    answer = post(client, link)
    assert answer.headers["Location"] == "/staff/account"
    assert client.get_cookie("staff-asked") is None
    assert before != client.get_cookie("session")
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("staff="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie


def test_a_form_from_before_signing_in_is_not_taken_after_it(house: House) -> None:
    house.person(PAT)
    client = house.client()
    link = asks(house, client, PAT)
    old = token_in(client.get(link).text)
    assert client.post(link, data={"csrf_token": old}).status_code == 303
    assert client.post("/staff/account/sign-out", data={"csrf_token": old}).status_code == 400


def test_whoever_is_in_needs_not_sign_in(house: House) -> None:
    assert house.signed_in(PAT).get(ASK).headers["Location"] == "/staff/"


def test_pages_that_hold_a_token_are_not_kept(house: House) -> None:
    house.person(PAT)
    client = house.client()
    link = asks(house, client, PAT)
    assert client.get(link).headers["Cache-Control"] == "no-store"


def test_under_https_every_cookie_is_bound_to_the_host(house: House) -> None:
    from dataclasses import replace

    desk = house.app.extensions["desk"]
    house.app.extensions["desk"] = replace(desk, https=True)
    house.person(PAT)
    answer = post(house.client(), ASK, {"email": PAT})
    [cookie] = [c for c in answer.headers.getlist("Set-Cookie") if "asked=" in c]
    assert cookie.startswith("__Host-staff-asked=")
    assert "Secure" in cookie
    assert "Path=/" in cookie


def test_signing_out_ends_the_session_and_not_only_the_cookie(house: House) -> None:
    client = house.signed_in(PAT)
    cookie = client.get_cookie("staff")
    assert cookie
    token = token_in(client.get("/staff/account").text)
    answer = client.post("/staff/account/sign-out", data={"csrf_token": token})
    assert answer.headers["Location"] == "/staff/sign-in"
    client.set_cookie("staff", cookie.value)
    assert client.get("/staff/").status_code == 303


def test_signing_out_everywhere_ends_every_session_of_ones_own_only(house: House) -> None:
    here, there, ada = house.signed_in(PAT), house.signed_in(PAT), house.signed_in(ADA)
    token = token_in(here.get("/staff/account").text)
    here.post("/staff/account/sign-out-everywhere", data={"csrf_token": token})
    statuses = [client.get("/staff/").status_code for client in (here, there, ada)]
    assert statuses == [303, 303, 200]
