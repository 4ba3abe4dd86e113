"""The page of a counted round leads administrators on, in the order of their work."""

from __future__ import annotations

from bs4 import BeautifulSoup

from tests.factories import House
from tests.web.staff.reports.test_statements import counted
from tests.web.staff.rounds import test_downloads

PAGE = "/staff/rounds/spring"


def links(house: House, under: str) -> list[str]:
    page = BeautifulSoup(house.signed_in().get(PAGE).text, "html.parser")
    return [str(link["href"]).removeprefix(PAGE) for link in page.select(f"{under} a")]


def test_reports_comments_and_england_follow_one_another(house: House) -> None:
    test_downloads.counted(house)
    assert links(house, "main ol.govuk-list") == ["/reports", "/comments", "/england"]


def test_texts_come_before_tables_of_returns_each_of_which_can_be_read(house: House) -> None:
    counted(house)
    assert links(house, "main ol.govuk-list") == ["/themes", "/england"]
    assert sorted(links(house, "main th")) == ["/northshire/return", "/southborough/return"]
