"""The addresses of the site: none vanishes, or appears, unnoticed; and looking changes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from portal.services.answering import arriving
from portal.services.people import links
from portal.vault import tokens
from tests.factories import ADA, House, post
from tests.services import scenes

ROUTES = {
    "GET /",
    "GET /accessibility",
    "GET /healthz",
    "GET /help",
    "GET /i/<token>",
    "GET /o/<token>",
    "GET /privacy",
    "GET /r/<code>",
    "GET /resume",
    "GET /staff/",
    "GET /staff/account",
    "GET /staff/audit",
    "GET /staff/audit.csv",
    "GET /staff/authenticator",
    "GET /staff/authenticator/recovery-codes",
    "GET /staff/authenticator/recovery-codes.txt",
    "GET /staff/authenticator/recovery-codes/new",
    "GET /staff/authenticator/replace",
    "GET /staff/authenticator/set-up",
    "GET /staff/demonstration/remove",
    "GET /staff/enter/<token>",
    "GET /staff/organisations",
    "GET /staff/organisations/<organisation>/edit",
    "GET /staff/organisations/<organisation>/remove",
    "GET /staff/organisations/import",
    "GET /staff/organisations/import/<upload>",
    "GET /staff/organisations/import/example.csv",
    "GET /staff/organisations/new",
    "GET /staff/questionnaires",
    "GET /staff/questionnaires/<questionnaire>/<version>",
    "GET /staff/questionnaires/<questionnaire>/<version>/compare",
    "GET /staff/questionnaires/<questionnaire>/<version>/delete",
    "GET /staff/questionnaires/<questionnaire>/<version>/pages/<page>",
    "GET /staff/questionnaires/<questionnaire>/<version>/print",
    "GET /staff/questionnaires/<questionnaire>/<version>/source",
    "GET /staff/questionnaires/<questionnaire>/<version>/word",
    "GET /staff/questionnaires/new",
    "GET /staff/rounds/<round_code>",
    "GET /staff/rounds/<round_code>/<organisation>",
    "GET /staff/rounds/<round_code>/<organisation>/letters",
    "GET /staff/rounds/<round_code>/<organisation>/people",
    "GET /staff/rounds/<round_code>/<organisation>/people/<person>",
    "GET /staff/rounds/<round_code>/<organisation>/people/add",
    "GET /staff/rounds/<round_code>/<organisation>/people/open-link",
    "GET /staff/rounds/<round_code>/<organisation>/people/open-link/renew",
    "GET /staff/rounds/<round_code>/<organisation>/people/open-link/withdraw",
    "GET /staff/rounds/<round_code>/<organisation>/people/slips",
    "GET /staff/rounds/<round_code>/<organisation>/people/slips/<sheet>/void",
    "GET /staff/rounds/<round_code>/<organisation>/people/upload",
    "GET /staff/rounds/<round_code>/<organisation>/people/upload/<upload>",
    "GET /staff/rounds/<round_code>/<organisation>/people/waiting",
    "GET /staff/rounds/<round_code>/<organisation>/remind",
    "GET /staff/rounds/<round_code>/<organisation>/report/download/<form>",
    "GET /staff/rounds/<round_code>/<organisation>/report",
    "GET /staff/rounds/<round_code>/<organisation>/report/detail",
    "GET /staff/rounds/<round_code>/<organisation>/report/group/<split>/<int:number>",
    "GET /staff/rounds/<round_code>/<organisation>/return",
    "GET /staff/rounds/<round_code>/<organisation>/return/word",
    "GET /staff/rounds/<round_code>/change",
    "GET /staff/rounds/<round_code>/clone",
    "GET /staff/rounds/<round_code>/close",
    "GET /staff/rounds/<round_code>/comments",
    "GET /staff/rounds/<round_code>/comments/<comment>",
    "GET /staff/rounds/<round_code>/comments/list/<stage>",
    "GET /staff/rounds/<round_code>/comments/publish",
    "GET /staff/rounds/<round_code>/delete",
    "GET /staff/rounds/<round_code>/download/<form>",
    "GET /staff/rounds/<round_code>/extend",
    "GET /staff/rounds/<round_code>/letters",
    "GET /staff/rounds/<round_code>/letters/<kind>",
    "GET /staff/rounds/<round_code>/letters/<kind>/restore",
    "GET /staff/rounds/<round_code>/open",
    "GET /staff/rounds/<round_code>/overview",
    "GET /staff/rounds/<round_code>/overview.csv",
    "GET /staff/rounds/<round_code>/questions",
    "GET /staff/rounds/<round_code>/questions/pages/<page>",
    "GET /staff/rounds/<round_code>/unreached",
    "GET /staff/rounds/<round_code>/questions/print",
    "GET /staff/rounds/<round_code>/questions/word",
    "GET /staff/rounds/<round_code>/reports/download/<form>",
    "GET /staff/rounds/<round_code>/reports",
    "GET /staff/rounds/<round_code>/reports/publish",
    "GET /staff/rounds/<round_code>/schedule",
    "GET /staff/rounds/<round_code>/set-aside",
    "GET /staff/rounds/new",
    "GET /staff/session",
    "GET /staff/sign-in",
    "GET /staff/sign-in/sent",
    "GET /staff/team",
    "GET /staff/team/<person>",
    "GET /staff/team/<person>/hand-over",
    "GET /staff/team/<person>/reset-authenticator",
    "GET /staff/team/invite",
    "GET /static/<path:name>",
    "GET /stop/<token>",
    "GET /survey/<round_code>/",
    "GET /survey/<round_code>/<page>",
    "GET /survey/<round_code>/check",
    "GET /survey/<round_code>/check/submitted",
    "GET /survey/<round_code>/done",
    "GET /survey/<round_code>/later",
    "GET /test-letter",
    "POST /i/<token>",
    "POST /o/<token>",
    "POST /r/<code>",
    "POST /resume",
    "POST /staff/account/sign-out",
    "POST /staff/account/sign-out-everywhere",
    "POST /staff/authenticator",
    "POST /staff/authenticator/recovery-codes/new",
    "POST /staff/authenticator/replace",
    "POST /staff/authenticator/set-up",
    "POST /staff/clock-is-right",
    "POST /staff/demonstration/remove",
    "POST /staff/enter/<token>",
    "POST /staff/organisations/<organisation>/edit",
    "POST /staff/organisations/<organisation>/remove",
    "POST /staff/organisations/import",
    "POST /staff/organisations/import/<upload>",
    "POST /staff/organisations/import/<upload>/drop",
    "POST /staff/organisations/new",
    "POST /staff/questionnaires/<questionnaire>/<version>/delete",
    "POST /staff/questionnaires/<questionnaire>/<version>/pages/<page>",
    "POST /staff/questionnaires/new",
    "POST /staff/rounds/<round_code>/<organisation>/people/<person>/correct",
    "POST /staff/rounds/<round_code>/<organisation>/people/<person>/reissue",
    "POST /staff/rounds/<round_code>/<organisation>/people/<person>/resend",
    "POST /staff/rounds/<round_code>/<organisation>/people/<person>/restore",
    "POST /staff/rounds/<round_code>/<organisation>/people/<person>/withdraw",
    "POST /staff/rounds/<round_code>/<organisation>/people/add",
    "POST /staff/rounds/<round_code>/<organisation>/people/link",
    "POST /staff/rounds/<round_code>/<organisation>/people/open-link",
    "POST /staff/rounds/<round_code>/<organisation>/people/open-link/renew",
    "POST /staff/rounds/<round_code>/<organisation>/people/open-link/withdraw",
    "POST /staff/rounds/<round_code>/<organisation>/people/search",
    "POST /staff/rounds/<round_code>/<organisation>/people/slips",
    "POST /staff/rounds/<round_code>/<organisation>/people/slips/<sheet>/void",
    "POST /staff/rounds/<round_code>/<organisation>/people/upload",
    "POST /staff/rounds/<round_code>/<organisation>/people/upload/<upload>/confirm",
    "POST /staff/rounds/<round_code>/<organisation>/people/upload/<upload>/drop",
    "POST /staff/rounds/<round_code>/<organisation>/people/waiting",
    "POST /staff/rounds/<round_code>/<organisation>/remind",
    "POST /staff/rounds/<round_code>/archive",
    "POST /staff/rounds/<round_code>/change",
    "POST /staff/rounds/<round_code>/clone",
    "POST /staff/rounds/<round_code>/close",
    "POST /staff/rounds/<round_code>/comments/<comment>",
    "POST /staff/rounds/<round_code>/comments/publish",
    "POST /staff/rounds/<round_code>/comments/start",
    "POST /staff/rounds/<round_code>/count",
    "POST /staff/rounds/<round_code>/delete",
    "POST /staff/rounds/<round_code>/download/<form>",
    "POST /staff/rounds/<round_code>/extend",
    "POST /staff/rounds/<round_code>/letters/<kind>",
    "POST /staff/rounds/<round_code>/letters/<kind>/restore",
    "POST /staff/rounds/<round_code>/letters/<kind>/test",
    "POST /staff/rounds/<round_code>/open",
    "POST /staff/rounds/<round_code>/overview/letters",
    "POST /staff/rounds/<round_code>/questions/pages/<page>",
    "POST /staff/rounds/<round_code>/reports/publish",
    "POST /staff/rounds/<round_code>/reports/wait",
    "POST /staff/rounds/<round_code>/schedule",
    "POST /staff/rounds/<round_code>/set-aside",
    "POST /staff/rounds/<round_code>/set-aside/agree",
    "POST /staff/rounds/<round_code>/set-aside/withdraw",
    "POST /staff/rounds/<round_code>/unreached",
    "POST /staff/rounds/<round_code>/unarchive",
    "POST /staff/rounds/<round_code>/unschedule",
    "POST /staff/rounds/new",
    "POST /staff/sign-in",
    "POST /staff/team/<person>/hand-over",
    "POST /staff/team/<person>/reinstate",
    "POST /staff/team/<person>/reset-authenticator",
    "POST /staff/team/<person>/suspend",
    "POST /staff/team/invite",
    "POST /stop/<token>",
    "POST /survey/<round_code>/",
    "POST /survey/<round_code>/<page>",
    "POST /survey/<round_code>/check",
    "POST /survey/<round_code>/done",
    "POST /survey/<round_code>/later",
    "POST /survey/<round_code>/submit",
}
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
        "/",
        "/accessibility",
        "/healthz",
        "/help",
        "/privacy",
        "/test-letter",
        "/resume",
        "/static/app.css",
        "/nothing",
        *(f"/survey/{r}/{p}" for r in ("spring", "autumn") for p in PAGES),
        *house.links(),
        f"/i/{unknown}",
        f"/o/{tokens.link_text(open_token)}",
        f"/o/{unknown}",
        f"/r/{arriving.code_text(code)}",
        f"/r/{unknown}",
        house.letters[0].stop.removeprefix("http://127.0.0.1:8000"),
        f"/stop/{unknown}",
    ]


PAGES = ("", "about", "support", "nothing", "later", "check", "check/submitted", "done", "submit")


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
