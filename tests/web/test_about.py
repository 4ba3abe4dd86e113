"""The pages that only inform."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from portal.store.db import db
from tests.factories import House

PAGES = ["/", "/resume", "/privacy", "/accessibility", "/help"]


def soup(house: House, path: str) -> BeautifulSoup:
    answer = house.client().get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_one_heading_which_is_in_its_title(house: House, path: str) -> None:
    page = soup(house, path)
    assert page.h1 and page.title
    assert len(page.select("h1")) == 1
    assert page.h1.text in page.title.text


@pytest.mark.parametrize("path", PAGES)
def test_every_link_on_a_page_leads_somewhere(house: House, path: str) -> None:
    client = house.client()
    targets = {str(link["href"]) for link in soup(house, path).select("a[href]")}
    for target in targets - {"#main"}:
        assert client.get(target).status_code == 200, target


def test_privacy_lists_every_table_of_the_database_that_can_concern_a_person(
    house: House,
) -> None:
    listed = {str(found["id"]) for found in soup(house, "/privacy").select("[id^=table-]")}
    own = {"ticket", "draft", "ballot", "invitation", "outgoing", "response", "comment"}
    assert {f"table-{name}" for name in own} <= listed
    assert {name.removeprefix("table-") for name in listed} <= set(db.get_tables())


def test_privacy_lists_each_column_of_such_a_table(house: House) -> None:
    heading = soup(house, "/privacy").find(id="table-invitation")
    assert heading and heading.parent
    listed = {found.text for found in heading.parent.select("code")}
    assert listed == {column.name for column in db.get_columns("invitation")}


@pytest.mark.parametrize("path", ["/privacy", "/accessibility", "/help"])
def test_a_page_says_whom_to_write_to(house: House, path: str) -> None:
    assert "health-check@example.org" in soup(house, path).text


def test_the_promise_and_what_it_cannot_promise_stand_together(house: House) -> None:
    text = soup(house, "/privacy").text
    assert "No score or percentage is ever shown for fewer than ten people" in text
    assert "What we cannot promise" in text
