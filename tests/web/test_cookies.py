"""The few cookies that there are, and whose answers they lead to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal import create_app
from portal.services.answering import arriving
from portal.settings import load
from portal.web.respond.cookies import MOST
from tests.factories import OURS, House, answer, post, token_in
from tests.services import scenes

ABOUT = "/survey/spring/about"
ANSWERS = "answers-spring"
SECURE = "https://check.example.org"


def chosen(client: FlaskClient) -> str:
    """The service that the first page shows as chosen."""
    text = client.get(ABOUT).get_data(as_text=True)
    options = ("children", "adults", "other")
    return next((option for option in options if f'value="{option}" checked' in text), "")


def choose(client: FlaskClient, link: str, service: str) -> None:
    post(client, link)
    assert post(client, ABOUT, {"q_service": service, "go": "next"}).status_code == 303


def set_by(*answers: TestResponse) -> list[str]:
    return [cookie for each in answers for cookie in each.headers.getlist("Set-Cookie")]


def test_a_cookie_is_out_of_reach_of_scripts_and_other_sites(house: House) -> None:
    house.open_round()
    client = house.client()
    shown = client.get(house.links()[0])
    begun = post(client, house.links()[0])
    sent = answer(client, house.links()[0], {"about": {}, "support": {}})
    assert len(set_by(shown, begun, sent)) >= 4
    for cookie in set_by(shown, begun, sent):
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
        assert "Domain" not in cookie


def test_over_https_a_cookie_is_bound_to_the_host(house: House) -> None:
    house.open_round()
    ours = {**OURS, "PORTAL_INSTANCE": str(house.folder), "PORTAL_BASE_URL": SECURE}
    app = create_app(load(ours))
    app.extensions["desk"] = replace(app.extensions["desk"], clock=lambda: house.now)
    client, link = app.test_client(), house.links()[0]
    shown = client.get(link, base_url=SECURE)
    form = {"csrf_token": token_in(shown.get_data(as_text=True))}
    headers = {"Referer": f"{SECURE}{link}"}
    begun = client.post(link, data=form, base_url=SECURE, headers=headers)
    assert begun.status_code == 303
    assert len(set_by(shown, begun)) == 2
    for cookie in set_by(shown, begun):
        assert cookie.startswith("__Host-") and "Secure" in cookie and "Path=/" in cookie


def test_a_page_that_only_informs_sets_no_cookie(house: House) -> None:
    for path in ("/privacy", "/accessibility", "/help", "/nothing", "/healthz", "/static/app.css"):
        assert set_by(house.client().get(path)) == []


def test_each_round_has_a_cookie_of_its_own(house: House) -> None:
    house.open_round()
    house.open_round(code="autumn")
    client = house.client()
    for link in house.links():
        post(client, link)
    assert client.get_cookie(ANSWERS) and client.get_cookie("answers-autumn")
    held = [client.get_cookie(name) for name in (ANSWERS, "answers-autumn")]
    assert len({cookie.value for cookie in held if cookie}) == 2


def test_a_link_leads_to_its_own_answers_among_several_in_one_browser(house: House) -> None:
    house.open_round(3)
    client = house.client()
    services = ["children", "adults", "other"]
    for link, service in zip(house.links(), services, strict=True):
        choose(client, link, service)
    for link, service in zip(house.links(), services, strict=True):
        post(client, link)
        assert chosen(client) == service


def test_another_persons_link_never_shows_the_answers_that_are_here(house: House) -> None:
    house.open_round(2)
    client = house.client()
    choose(client, house.links()[0], "adults")
    post(client, house.links()[1])
    assert chosen(client) == ""


def test_submitting_leaves_nothing_of_ones_own_and_all_of_the_others(house: House) -> None:
    house.open_round(2)
    client = house.client()
    choose(client, house.links()[0], "adults")
    answer(client, house.links()[1], {"about": {}, "support": {}})
    assert "Adults" not in client.get("/survey/spring/check", follow_redirects=True).text
    post(client, house.links()[0])
    assert chosen(client) == "adults"


def test_forgetting_leaves_the_others_too(house: House) -> None:
    house.open_round(2)
    client = house.client()
    choose(client, house.links()[0], "adults")
    choose(client, house.links()[1], "children")
    post(client, "/survey/spring/later")
    assert client.get(ABOUT).status_code == 404
    post(client, house.links()[1])
    assert chosen(client) == ""
    post(client, house.links()[0])
    assert chosen(client) == "adults"


def test_a_browser_holds_so_many_codes_and_no_more(house: House) -> None:
    house.open_round(MOST + 2)
    client = house.client()
    for link in house.links():
        post(client, link)
    held = client.get_cookie(ANSWERS)
    assert held and len(held.value.split(".")) == MOST


def test_a_cookie_holds_no_token_and_no_answer(house: House) -> None:
    house.open_round()
    client, link = house.client(), house.links()[0]
    choose(client, link, "adults")
    sent = answer(client, link, {"support": {"q_heard": "agree"}})
    kept = "".join(set_by(sent))
    for secret in (link.rsplit("/", 1)[1], "adults", "agree", "heard"):
        assert secret not in kept


@pytest.mark.parametrize("code", ["a%0d%0aX-Evil:1", "a%3b%20Domain%3dexample.org", "nosuch"])
def test_an_address_cannot_name_a_cookie(house: House, code: str) -> None:
    found = house.client().get(f"/survey/{code}/done")
    assert found.status_code == 200
    assert set_by(found) == []


def restarted(client: FlaskClient) -> None:
    """Close the browser: what was to last for a session is gone."""
    client.delete_cookie(ANSWERS)


def test_a_browser_that_is_closed_forgets_whoever_has_not_asked_it_to_remember(
    house: House,
) -> None:
    house.open_round()
    client, link = house.client(), house.links()[0]
    begun = post(client, link)
    assert not any("Expires" in cookie or "Max-Age" in cookie for cookie in set_by(begun))
    assert post(client, ABOUT, {"q_service": "adults", "go": "next"}).status_code == 303
    restarted(client)
    assert client.get(ABOUT).status_code == 404
    post(client, link)
    assert chosen(client) == ""


def test_whoever_asks_for_it_is_remembered_until_they_submit_or_forget(house: House) -> None:
    house.open_round(2)
    client, (mine, theirs) = house.client(), house.links()
    post(client, mine, {"remember": "y"})
    assert post(client, ABOUT, {"q_service": "adults", "go": "next"}).status_code == 303
    restarted(client)
    assert chosen(client) == "adults"
    choose(client, theirs, "children")
    restarted(client)
    assert chosen(client) == "adults"  # the other had not asked for it
    post(client, "/survey/spring/later")
    restarted(client)
    assert client.get(ABOUT).status_code == 404
    assert client.get_cookie("remembered-spring") is None


def test_the_code_and_the_personal_link_ask_too(house: House) -> None:
    house.open_round()
    code = scenes.begin(house, house.links()[0])
    text = arriving.code_text(code)
    for path, fields in ((f"/r/{text}", {}), ("/resume", {"code": text})):
        for remember in ({}, {"remember": "y"}):
            client = house.client()
            assert "Remember me on this device" in client.get(path).text
            assert post(client, path, {**fields, **remember}).status_code == 303
            assert bool(client.get_cookie("remembered-spring")) == bool(remember)
    wrong = post(house.client(), "/resume", {"code": "wrong", "remember": "y"})
    assert 'value="y" aria-describedby="remember-hint" checked' in wrong.text
