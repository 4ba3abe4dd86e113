"""Errors as pages."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from portal.errors import (
    AlreadySubmitted,
    ChangedElsewhere,
    Conflict,
    CountRefused,
    DraftGone,
    EditedMeanwhile,
    LinkRevoked,
    LinkUnknown,
    LinkWithdrawn,
    NoAnswersHere,
    NotFound,
    PortalError,
    Refused,
    ReportWaits,
    RoundClosed,
    RoundNotOpen,
    RoundPaused,
    SettingsError,
    StartedTooOften,
    TooManyByOpenLink,
    TooManyInProgress,
)
from portal.services.people import links
from portal.store.answers import Draft
from portal.vault.tokens import link_text
from tests.factories import ADA, House, post, token_in

KINDS = [
    (RoundPaused, 503),
    (AlreadySubmitted, 409),
    (DraftGone, 409),
    (RoundClosed, 409),
    (RoundNotOpen, 409),
    (LinkRevoked, 410),
    (LinkWithdrawn, 410),
    (ChangedElsewhere, 409),
    (StartedTooOften, 409),
    (TooManyInProgress, 409),
    (TooManyByOpenLink, 409),
    (LinkUnknown, 404),
    (NoAnswersHere, 404),
    (NotFound, 404),
    (Refused, 400),
    (ReportWaits, 409),
    (Conflict, 409),
    (CountRefused, 409),
    (EditedMeanwhile, 409),
    (SettingsError, 500),
    (PortalError, 500),
]
SECRET = "Remi said that the manager shouts"


def failing(house: House, error: Exception) -> tuple[int, BeautifulSoup]:
    """A page whose view raises; the status and the page that is shown instead."""

    def fail() -> str:
        raise error

    house.app.add_url_rule("/fail", "fail", fail)
    answer = house.client().get("/fail")
    return answer.status_code, BeautifulSoup(answer.get_data(as_text=True), "html.parser")


def main_of(page: BeautifulSoup) -> str:
    assert page.main
    return page.main.get_text(" ", strip=True)


@pytest.mark.parametrize(
    ("kind", "status"), KINDS, ids=lambda value: getattr(value, "__name__", "")
)
def test_each_kind_of_error_has_its_status_and_says_its_sentence(
    house: House, kind: type[PortalError], status: int
) -> None:
    found, page = failing(house, kind("The tea is <cold>."))
    assert found == status
    assert "The tea is <cold>." in main_of(page)
    assert len(page.select("h1")) == 1


def test_every_kind_of_error_that_there_is_has_been_thought_of() -> None:
    def below(kind: type[PortalError]) -> set[type[PortalError]]:
        return {kind}.union(*(below(sub) for sub in kind.__subclasses__()))

    ours = {kind for kind in below(PortalError) if kind.__module__ == "portal.errors"}
    assert ours == {kind for kind, _ in KINDS}


def test_an_error_that_nobody_expected_tells_nothing_of_itself(house: House) -> None:
    status, page = failing(house, RuntimeError(SECRET))
    assert status == 500
    assert SECRET not in str(page)
    assert "This is our fault, not yours" in main_of(page)


@pytest.mark.parametrize("error", [NotFound("Gone."), RuntimeError()], ids=["ours", "any"])
def test_an_error_page_says_whom_to_ask(house: House, error: Exception) -> None:
    _, page = failing(house, error)
    assert "health-check@example.org" in main_of(page)


@pytest.mark.parametrize("path", ["/nothing", "/survey", "/static/nothing.css", "/i", "/staffroom"])
def test_an_address_that_is_not_there_is_a_page_too(house: House, path: str) -> None:
    answer = house.client().get(path)
    assert answer.status_code == 404
    assert "<h1" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/privacy"), ("PUT", "/resume"), ("DELETE", "/"), ("PATCH", "/i/x")],
)
def test_a_method_that_an_address_does_not_know_is_refused(
    house: House, method: str, path: str
) -> None:
    answer = house.client().open(path, method=method)
    assert answer.status_code in (400, 405)
    assert "<h1" in answer.get_data(as_text=True)


def test_whoever_lost_a_place_by_an_open_link_is_told_how_to_begin_again(house: House) -> None:
    house.open_round(northshire=0)
    remi = house.client()
    post(remi, f"/o/{link_text(links.open_link('spring', 'northshire', ADA, house.now))}")
    about = remi.get("/survey/spring/about").text
    Draft.delete().execute()  # as somebody does who gets the place
    fields = {"csrf_token": token_in(about), "q_service": "adults", "go": "next"}
    answer = remi.post("/survey/spring/about", data=fields)
    assert answer.status_code == 409
    assert "These answers are not here any more" in answer.text
    assert "open the link again and start" in answer.text and "/resume" in answer.text
