"""Somebody who follows every link of the staff site, in every state of a round, gets on: nothing
that is offered is missing or fails, and no page is the end of the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from portal.calendar.schedule import Schedule
from portal.calendar.state import State
from portal.services.rounds import planning
from portal.services.rounds.plans import Plan
from portal.store.db import db
from portal.store.rounds import Round
from portal.web.staff.menu import ADMINISTRATOR
from tests.factories import ADA, OLGA, PAT, SMALL, House
from tests.services.figures.test_returns_answered import RETURN

HOME = "/staff/"
SIGN_OUT = "form[action='/staff/account/sign-out'] button"
DAY = timedelta(days=1)
ALIKE = 2
"""Addresses of one view that differ only in the page of a questionnaire, or what is asked for."""
PARTS = {"round_code", "organisation", "person"}
"""What tells places apart, each of which is gone to."""


class Walk:
    """Somebody on the way. ``faults``: what went wrong where, and from where it was gone to."""

    def __init__(self, house: House, client: FlaskClient) -> None:
        self.client, self.adapter = client, house.app.url_map.bind("localhost")
        self.begun, self.alike = dict[str, str](), Counter[Any]()
        self.faults = list[str]()

    def go(self) -> list[str]:
        ahead = [(HOME, HOME)]
        while ahead:
            path, before = ahead.pop()
            if path not in self.begun and self._worth_it(path):
                self.begun[path] = before
                ahead += [(onwards, path) for onwards in self._look(path)]
        return self.faults

    def _worth_it(self, path: str) -> bool:
        try:
            endpoint, values = self.adapter.match(urlsplit(path).path, method="GET")
        except HTTPException:
            return True
        kind = (endpoint, *(values.get(name) for name in sorted(PARTS)))
        self.alike[kind] += 1
        return self.alike[kind] <= ALIKE

    def _look(self, path: str) -> set[str]:
        answer = self.client.get(path)
        said = f"{path} (from {self.begun[path]}): {answer.status_code}"
        if 300 < answer.status_code < 400:
            return {urljoin(path, answer.headers["Location"])}
        if answer.status_code != 200:
            self.faults.append(said)
            return set()
        if answer.mimetype != "text/html":
            return set()
        page = BeautifulSoup(answer.text, "lxml")
        onwards = _links(page, path)
        main = page.select_one(".staff") or page
        if page.select_one(".header") and not page.select_one(SIGN_OUT):
            self.faults.append(f"{said}, and nobody can sign out")
        ways = _links(main, path) | _back(page, path)
        if not (ways or main.select("form:not(.sign-out)") or _in_menu(path)):
            self.faults.append(f"{said}, a dead end")
        return onwards


def _links(of: Tag, path: str) -> set[str]:
    """Where the links and the forms that only look lead to, as they stand on a page."""
    found = {urljoin(path, str(link["href"])) for link in of.select("a[href]")}
    for form in of.select("form[method=get]"):
        named = {str(field["name"]): str(field.get("value", "")) for field in form.select("[name]")}
        found.add(f"{urljoin(path, str(form.get('action', path)))}?{urlencode(named)}")
    ours = {each.partition("#")[0] for each in found if each.startswith(HOME)}
    return ours - {path}


def _back(page: BeautifulSoup, path: str) -> set[str]:
    return {str(link["href"]) for link in page.select("a.govuk-back-link")} - {path}


def _in_menu(path: str) -> bool:
    """Pages that the top of every page leads to need no way back."""
    return path.strip("/").split("/")[-1].title() in {"Staff", *(name for name, _ in ADMINISTRATOR)}


def rounds_in_every_state(house: House) -> None:
    """Rounds of Northshire alone, with somebody on each list, in every state and of both kinds;
    one more is about to open, one is a draft of two organisations, two of little but a title."""
    for email in (ADA, PAT, OLGA):
        house.person(email)
    for kind, source in (("people", SMALL), ("return", RETURN)):
        for state in State:
            _round(house, state, f"{kind}-{state}", source, organisations=("northshire",))
    _round(house, State.SCHEDULED, "asked", request="open")
    _round(house, State.DRAFT, "both")
    for codes in ((), ("northshire",)):
        planning.draft(Plan(f"bare-{len(codes)}", "A title", organisations=codes), ADA, house.now)


def _round(
    house: House, state: State, code: str, source: str = SMALL, request: str = "", **changes: Any
) -> None:
    days = Schedule(house.now + DAY, house.now + 8 * DAY, (house.now + 4 * DAY,))
    made = house.round(code, source, schedule=days, **changes)
    house.invite(1, code=code)
    if not state.planned:
        house.work(days=1)
    if state.has_results:
        house.work(days=7)
    Round.update(state=state, request=request).where(Round.id == made.id).execute()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("house") / "instance")
    rounds_in_every_state(house)
    yield house
    db.close()


@pytest.mark.parametrize("email", [ADA, PAT, OLGA])
def test_every_way_leads_on(house: House, email: str) -> None:
    faults = Walk(house, house.signed_in(email)).go()
    assert not faults, "\n".join(faults)
