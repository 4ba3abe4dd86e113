"""Who may see what of the staff site, for every address that it has, those to come included.

The addresses are taken from the application itself: a new one is looked at here without being
named. What stands in the place of a variable is in ``SAMPLES``, by the variable's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from portal.services.organisations import register as organisations
from portal.services.staff import accounts
from portal.services.staff.accounts import Person
from portal.store.db import db
from portal.web import access
from tests.factories import OLGA, PAT, House, token_in
from tests.services import scenes

OPEN = {
    "/staff/enter/<token>",
    "/staff/privacy",
    "/staff/session",
    "/staff/sign-in",
    "/staff/sign-in/sent",
}
"""What somebody may see who is not signed in."""
HALF_WAY = {
    "/staff/account/sign-out",
    "/staff/account/sign-out-everywhere",
    "/staff/authenticator",
    "/staff/authenticator/set-up",
}
"""And somebody who came in by a link and has not proved the rest."""
UPLOADS = {
    "/staff/organisations/import",
    "/staff/questionnaires/new",
    "/staff/rounds/<round_code>/<organisation>/people/add",
    "/staff/rounds/<round_code>/<organisation>/people/upload",
    "/staff/rounds/<round_code>/lists",
}
"""Where more may be sent than a form has."""
OWN, OTHERS = "southborough", "northshire"
SAMPLES = {
    "action": "00" * 16,
    "comment": "00" * 16,
    "form": "docx",
    "guide": "psw",
    "key": "why",
    "kind": "invitation",
    "number": "1",
    "organisation": OWN,
    "page": "about",
    "person": "00" * 16,
    "questionnaire": "practitioner",
    "round_code": "spring",
    "sheet": "1",
    "split": "service",
    "theme": "00" * 16,
    "stage": "read",
    "token": "A" * 22,
    "upload": "00" * 16,
    "version": "2026.1",
}
"""A value for each variable of an address: of Olga's own organisation where it tells one."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Two open rounds: in the second, Southborough does not take part."""
    house = House(tmp_path_factory.mktemp("house") / "instance")
    for email in (PAT, OLGA):
        house.person(email)
    house.person()
    house.round()
    house.round("theirs", organisations=(OTHERS,))
    house.work()
    yield house
    db.close()


def rules(house: House) -> list[Rule]:
    return [r for r in house.app.url_map.iter_rules() if r.rule.startswith("/staff")]


def methods(rule: Rule) -> set[str]:
    return (rule.methods or set()) - {"HEAD", "OPTIONS"}


def roles(house: House, rule: Rule) -> frozenset[str] | None:
    """The roles that a view is for; none if for anybody."""
    marked: frozenset[str] | None = getattr(house.app.view_functions[rule.endpoint], access._ROLES)
    return marked


def address(house: House, rule: Rule, **other: str) -> str:
    if unknown := rule.arguments - SAMPLES.keys():
        pytest.fail(f"{rule.rule}: say in SAMPLES what may stand for {', '.join(unknown)}")
    values = {name: {**SAMPLES, **other}[name] for name in rule.arguments}
    built = house.app.url_map.bind("localhost").build(rule.endpoint, values)
    return str(built)


def ask(client: FlaskClient, method: str, path: str, token: str = "") -> Any:
    if method == "GET":
        return client.get(path)
    return client.open(path, method=method, data={"csrf_token": token, "go": "next"})


def signed_in(house: House, email: str) -> tuple[FlaskClient, str]:
    """The browser, and a CSRF token that is good in it."""
    client = house.signed_in(email)
    return client, token_in(client.get("/staff/account").text)


def allowed_to(house: House, person: Person) -> list[Rule]:
    return [r for r in rules(house) if person.role in (roles(house, r) or ())]


def test_every_address_says_whom_it_is_for(house: House) -> None:
    silent = {
        rule.rule
        for rule in rules(house)
        if not hasattr(house.app.view_functions[rule.endpoint], access._ROLES)
    }
    assert silent == set()


def test_only_signing_in_is_for_everybody(house: House) -> None:
    assert {rule.rule for rule in rules(house) if roles(house, rule) is None} == OPEN


def test_only_the_second_proof_and_signing_out_are_for_somebody_half_way_in(house: House) -> None:
    assert {rule.rule for rule in rules(house) if roles(house, rule) == frozenset()} == HALF_WAY


def test_every_role_that_an_address_names_is_one(house: House) -> None:
    named = {role for rule in rules(house) for role in roles(house, rule) or ()}
    assert named == set(accounts.ROLES)


def test_nothing_of_the_staff_site_lies_outside_its_folder(house: House) -> None:
    outside = {r.rule for r in house.app.url_map.iter_rules() if r.endpoint.startswith("staff")}
    assert outside == {rule.rule for rule in rules(house)}


def test_no_organisation_can_have_the_name_of_a_page_as_its_code(house: House) -> None:
    """What stands in an address where another has the code of an organisation."""
    every = [rule.rule for rule in rules(house)]
    before = {path.partition("<organisation>")[0] for path in every if "<organisation>" in path}
    words = {
        path.removeprefix(start).partition("/")[0]
        for path in every
        for start in before
        if path.startswith(start)
    }
    assert {word for word in words if re.fullmatch(r"[\w-]+", word)} == organisations.TAKEN


def test_no_page_of_a_report_is_there_before_it_is_published(house: House) -> None:
    """Each is marked with ``access.report``, and so is whatever is added below its address."""
    place = re.compile(r"/staff/rounds/<round_code>/<organisation>/report(/|$)")
    pages = {rule.rule: rule.endpoint for rule in rules(house) if place.match(rule.rule)}
    views = house.app.view_functions
    marked = {rule for rule, endpoint in pages.items() if hasattr(views[endpoint], access._REPORT)}
    assert pages and marked == pages.keys()


def test_no_page_of_a_plan_is_there_before_the_report_is_published(house: House) -> None:
    """Each is marked with ``access.plan``, and so is whatever is added below its address."""
    place = re.compile(r"/staff/rounds/<round_code>/<organisation>/plan(/|$)")
    pages = {rule.rule: rule.endpoint for rule in rules(house) if place.match(rule.rule)}
    views = house.app.view_functions
    marked = {rule for rule, endpoint in pages.items() if hasattr(views[endpoint], access._PLAN)}
    assert pages and marked == pages.keys()


def test_large_files_are_taken_where_lists_and_questionnaires_are(house: House) -> None:
    views = house.app.view_functions
    assert {r.rule for r in rules(house) if hasattr(views[r.endpoint], access._UPLOADS)} == UPLOADS


def assert_comes_back(answer: Any, rule: Rule) -> None:
    """Whatever form it is, what was sent is in the page that answers, and nowhere else."""
    assert answer.status_code == 403, rule.rule
    assert 'name="go" value="next"' in answer.text, rule.rule
    assert answer.headers["Cache-Control"] == "no-store", rule.rule


def test_whoever_is_not_signed_in_is_led_to_signing_in(house: House) -> None:
    client = house.client()
    token = token_in(client.get("/staff/sign-in").text)
    before = scenes.snapshot()
    for rule in rules(house):
        for method in methods(rule) if roles(house, rule) is not None else ():
            answer = ask(client, method, address(house, rule), token)
            if method == "POST" and roles(house, rule):
                assert_comes_back(answer, rule)
            else:
                assert answer.status_code == 303, (method, rule.rule)
                assert answer.headers["Location"].startswith("/staff/sign-in?next="), rule.rule
    assert scenes.snapshot() == before


def test_an_administrator_half_way_in_is_led_to_the_second_proof(house: House) -> None:
    from portal.services.staff import sessions

    client = house.client()
    client.set_cookie("staff", sessions.begin(house.person(), house.now, proven=False))
    token = token_in(client.get("/staff/authenticator/set-up").text)
    before = scenes.snapshot()
    for rule in rules(house):
        for method in methods(rule) if roles(house, rule) else ():
            answer = ask(client, method, address(house, rule), token)
            if method == "POST":
                assert_comes_back(answer, rule)
            else:
                assert answer.status_code == 303, (method, rule.rule)
                assert answer.headers["Location"].startswith("/staff/authenticator?next="), rule
    assert scenes.snapshot() == before


def test_what_is_for_administrators_does_not_exist_for_a_psw(house: House) -> None:
    client, token = signed_in(house, OLGA)
    before = scenes.snapshot()
    for rule in rules(house):
        if roles(house, rule) == {"administrator"}:
            for method in methods(rule):
                answer = ask(client, method, address(house, rule), token)
                assert answer.status_code == 404, (method, rule.rule)
    assert scenes.snapshot() == before


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"organisation": OTHERS},
        {"organisation": "nowhere"},
        {"round_code": "theirs"},
        {"round_code": "nothing"},
        {"round_code": "theirs", "organisation": OTHERS},
    ],
    ids=str,
)
def test_what_belongs_to_others_does_not_exist_for_a_psw(
    house: House, elsewhere: dict[str, str]
) -> None:
    client, token = signed_in(house, OLGA)
    hers = allowed_to(house, house.person(OLGA))
    before = scenes.snapshot()
    for rule in hers:
        if rule.arguments & elsewhere.keys():
            for method in methods(rule):
                answer = ask(client, method, address(house, rule, **elsewhere), token)
                assert answer.status_code == 404, (method, rule.rule)
                assert "Northshire" not in answer.text, (method, rule.rule)
    assert scenes.snapshot() == before


def test_a_round_that_is_being_drafted_does_not_exist_for_a_psw(house: House) -> None:
    from portal.store.rounds import Round

    client, token = signed_in(house, OLGA)
    Round.update(state="draft").where(Round.code == "spring").execute()
    try:
        for rule in allowed_to(house, house.person(OLGA)):
            if "round_code" in rule.arguments:
                for method in methods(rule):
                    answer = ask(client, method, address(house, rule), token)
                    assert answer.status_code == 404, (method, rule.rule)
    finally:
        Round.update(state="open").where(Round.code == "spring").execute()


def test_no_form_is_taken_without_a_token_of_ours(house: House) -> None:
    for email in (PAT, "ada@example.org"):
        client, _ = signed_in(house, email)
        for rule in rules(house):
            for method in methods(rule) - {"GET"}:
                answer = ask(client, method, address(house, rule))
                assert answer.status_code == 400, (method, rule.rule)


def test_looking_changes_no_row_of_the_database(house: House) -> None:
    for email in ("ada@example.org", OLGA):
        client, _ = signed_in(house, email)
        before = scenes.snapshot()
        for rule in rules(house):
            if "GET" in methods(rule):
                assert client.get(address(house, rule)).status_code < 500, rule.rule
                assert scenes.snapshot() == before, rule.rule
