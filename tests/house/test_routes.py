"""The addresses of the site: none vanishes, or appears, unnoticed; and looking changes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from portal.services.answering import arriving
from portal.services.people import links
from portal.vault import tokens
from tests.factories import ADA, House, post
from tests.house.routes import ROUTES
from tests.services import scenes

STAFF = {route for route in ROUTES if " /staff/" in route}
"""Those that ``test_staff_access`` looks at."""


def test_the_addresses_are_exactly_these(house: House) -> None:
    found = {
        f"{method} {rule.rule}"
        for rule in house.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert found == ROUTES


def test_every_form_but_one_click_unsubscribing_wants_a_token_of_ours(house: House) -> None:
    refused = {
        route
        for route in ROUTES
        if route.startswith("POST") and _post_without_token(house, route) == 400
    }
    assert {route for route in ROUTES if route.startswith("POST")} - refused == {
        "POST /stop/<token>"
    }


def _post_without_token(house: House, route: str) -> int:
    path = route.removeprefix("POST ").replace("<round_code>", "spring").replace("<page>", "about")
    path = path.replace("<token>", "A" * 22).replace("<code>", "K7QD2M9XT4HB8WZC5RNE")
    return house.client().post(path, data={"go": "next"}).status_code


def nobody(_: House) -> FlaskClient:
    return _.client()


def somebody_answering(house: House) -> FlaskClient:
    client = house.client()
    post(client, house.links()[0])
    return client


def somebody_done(house: House) -> FlaskClient:
    client = somebody_answering(house)
    post(client, "/survey/spring/about", {"q_service": "children", "go": "next"})
    post(client, "/survey/spring/support", {"q_heard": "agree", "q_safe": "agree", "go": "next"})
    return client


def addresses(house: House) -> list[str]:
    """Every address that can be looked at, those with secrets too: good, spent and unknown."""
    open_token = links.open_link("spring", "northshire", ADA, house.now)
    code = scenes.begin(house, house.links()[1])
    scenes.respond(house, house.links()[2])
    unknown = "A" * 22
    return [
        *("/", "/accessibility", "/healthz", "/help", "/test-letter", "/resume"),
        *("/privacy", "/privacy/returns", "/static/app.css", "/nothing", "/results/spring"),
        *(f"/survey/{r}/{p}" for r in ("spring", "autumn") for p in PAGES),
        *house.links(),
        f"/i/{unknown}",
        f"/o/{tokens.link_text(open_token)}",
        f"/o/{unknown}",
        f"/r/{arriving.code_text(code)}",
        f"/r/{unknown}",
        house.letters[0].stop.removeprefix("http://127.0.0.1:8000"),
        f"/stop/{unknown}",
        f"/you-said/{unknown}",
    ]


PAGES = (
    *("", "about", "support", "nothing", "later", "check", "check/submitted", "done"),
    *("done/picture", "submit"),
)


@pytest.mark.parametrize("method", ["get", "head", "options"])
@pytest.mark.parametrize("who", [nobody, somebody_answering, somebody_done])
def test_looking_changes_no_row_of_the_database(
    house: House, who: Callable[[House], FlaskClient], method: str
) -> None:
    house.open_round(northshire=3)
    client = who(house)
    paths = addresses(house)
    before = scenes.snapshot()
    for path in paths:
        for headers in ({}, {"HX-Request": "true"}):
            status = getattr(client, method)(path, headers=headers).status_code
            assert status < 500 or path == "/healthz", path
            assert scenes.snapshot() == before, path


def test_looking_sets_no_cookie_that_leads_to_answers(house: House) -> None:
    house.open_round(northshire=3)
    client = house.client()
    for path in addresses(house):
        set_here = client.get(path).headers.getlist("Set-Cookie")
        assert not [cookie for cookie in set_here if cookie.startswith("answers")], path


def test_every_address_that_can_be_looked_at_is_looked_at(house: House) -> None:
    house.open_round(northshire=3)
    adapter = house.app.url_map.bind("localhost")
    matched = {
        adapter.match(path, return_rule=True)[0].rule  # type: ignore[union-attr]
        for path in addresses(house)
        if path not in {"/nothing", "/survey/spring/submit", "/survey/autumn/submit"}
    }
    looked_at = {route for route in ROUTES if route.startswith("GET")} - STAFF
    assert {f"GET {rule}" for rule in matched} == looked_at


@pytest.mark.parametrize(
    "body", [b"q_service=%ff", b"go=next&go=next", b"", b"q_unknown=1"], ids=range(4)
)
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "application/json"])
def test_a_form_without_a_token_of_ours_is_refused_whatever_is_in_it(
    house: House, body: bytes, kind: str
) -> None:
    house.open_round()
    for client in (house.client(), somebody_answering(house)):
        answer = client.post("/survey/spring/about", data=body, content_type=kind)
        assert answer.status_code == 400
        assert "<h1" in answer.text
