"""The privacy notice of people who have an account."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.factories import ADA, House
from tests.web import reading
from tests.web.test_reading import OF_THE_LAW

PAGE = "/staff/privacy"


def test_it_stands_in_the_footer_of_every_page_and_before_signing_in(house: House) -> None:
    for client, path in (
        (house.client(), "/staff/sign-in"),
        (house.client(), "/staff/sign-in/sent"),
        (house.signed_in(ADA), "/staff/"),
    ):
        page = BeautifulSoup(client.get(path).text, "html.parser")
        assert page.select(f"footer a[href='{PAGE}']")
    assert BeautifulSoup(house.client().get("/staff/sign-in").text, "html.parser").select(
        f"main a[href='{PAGE}']"
    )


@pytest.mark.parametrize(
    "words",
    [
        "Northshire County Council, 1 Example Street",
        "Article 6(1)(e) of the UK GDPR",
        "data-protection@example.org",
        "Information Commissioner",
        "The audit is kept permanently",
        "if answers to your organisation’s letters go to it",
        "if you have published its reports or proposed to set ballots aside",
        "Both go when you close the browser",
        "Your search goes when you sign out",
        "after 30 minutes without a click, and after 12 hours",
    ],
)
def test_it_names_what_the_law_asks_for(house: House, words: str) -> None:
    assert words in " ".join(
        BeautifulSoup(house.client().get(PAGE).text, "html.parser").text.split()
    )


def test_it_lists_what_the_database_holds_of_them(house: House) -> None:
    page = BeautifulSoup(house.client().get(PAGE).text, "html.parser")
    listed = {str(heading["id"]) for heading in page.select("[id^=table-]")}
    assert {"table-staff", "table-audit", "table-sign_in", "table-staff_session"} <= listed
    assert "not described" not in page.text


def test_it_can_be_read_at_fourteen(house: House) -> None:
    html = house.client().get(PAGE).text
    assert reading.age(html) <= OF_THE_LAW
    assert reading.long_sentences(html) == []
