"""The pages that only inform."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from portal.prose import contact
from portal.store.db import db
from tests.factories import House

PAGES = ["/", "/resume", "/privacy", "/privacy/returns", "/accessibility", "/help"]


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
    ours = {target for target in targets if target.startswith("/")}
    assert all(each.startswith(("#main", "https:", "mailto:", "tel:")) for each in targets - ours)
    for target in ours:
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


@pytest.mark.parametrize("path", ["/accessibility", "/help"])
def test_a_page_says_whom_to_write_to(house: House, path: str) -> None:
    assert "health-check@example.org" in soup(house, path).text


@pytest.mark.parametrize("path", ["/privacy", "/privacy/returns"])
def test_a_notice_names_what_the_law_asks_for(house: House, path: str) -> None:
    page = soup(house, path)
    for named in (
        "Northshire County Council, 1 Example Street",
        "Article 6(1)(e) of the UK GDPR",
        "asked and is responsible for it",
        "until",
        "object",
        "Information Commissioner",
    ):
        assert named in page.text
    assert page.select("a[href='mailto:data-protection@example.org']")


def test_the_accessibility_statement_has_its_statutory_parts(house: House) -> None:
    headings = [heading.text for heading in soup(house, "/accessibility").select("h2")]
    assert headings == [
        "How accessible this website is",
        "Feedback and contact information",
        "Enforcement procedure",
        "Technical information about this website’s accessibility",
        "Non-accessible content",
        "Preparation of this accessibility statement",
    ]


def test_the_list_of_tables_is_folded_below_five_plain_sentences(house: House) -> None:
    page = soup(house, "/privacy")
    assert page.select("details .stored")
    heading = page.find("h2", string="What we store about you")
    assert heading and heading.find_next("ul")
    assert len(heading.find_next("ul").select("li")) == 5  # type: ignore[union-attr]


def test_an_address_leads_to_the_mail_program_and_a_number_does_not() -> None:
    assert contact("0123 456 & 7") == "0123 456 &amp; 7"
    assert 'href="mailto:a.b@example.org"' in contact("Ask <a.b@example.org>")


def test_the_promise_and_what_it_cannot_promise_stand_together(house: House) -> None:
    text = soup(house, "/privacy").text
    assert "No score or percentage is ever shown for fewer than ten people" in text
    assert "Most surveys destroy them at once; some keep them without your name" in text
    assert "What we cannot promise" in text
