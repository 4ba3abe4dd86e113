"""The public results of a round: anybody reads them, and nothing of single organisations."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from portal.web import limits
from tests.factories import ADA, House, post
from tests.services.nation import nations

HERE = "/results/spring"


@pytest.fixture
def anybody(house: House) -> FlaskClient:
    nations.counted(house)
    post(house.signed_in(ADA), "/staff/rounds/spring/england/publish")
    return house.client()


def test_anybody_reads_them_without_an_account_and_search_engines_do_not(
    anybody: FlaskClient,
) -> None:
    answer = anybody.get(HERE)
    page = BeautifulSoup(answer.text, "html.parser")
    assert page.h1 and page.h1.text == "Spring check: results"
    assert page.select_one("meta[name=robots]")["content"] == "noindex"  # type: ignore[index]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert page.select("[style], style, script:not([src])") == []


def test_nothing_is_of_one_organisation(anybody: FlaskClient) -> None:
    page = BeautifulSoup(anybody.get(HERE).text, "html.parser")
    assert not page.select(".dots, .dots__dot")
    assert "Organisations beside one another" not in page.text
    for name in ("Northshire", "Southborough", "County 1", "East Midlands: "):
        assert name not in page.text
    assert not page.select('main a[href*="/staff"]')


def test_who_asks_very_often_is_put_off(
    house: House, anybody: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(house.app.extensions, "reading", limits.Gate(2))
    assert [anybody.get(HERE).status_code for _ in range(3)] == [200, 200, 429]
