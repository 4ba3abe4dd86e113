"""The guides as pages: whole, with links that lead somewhere, and the right part for each page."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from portal.services.staff.accounts import ROLES, Role
from portal.web.staff.finding.guides import ABOUT, GUIDES, sections
from tests.factories import ADA, PAT, House

WHO: dict[Role, str] = {"administrator": ADA, "psw": PAT}
HERE = "/staff/help"


def page(house: House, guide: str) -> BeautifulSoup:
    return BeautifulSoup(house.signed_in().get(f"{HERE}/{guide}").text, "html.parser")


@pytest.mark.parametrize("guide", GUIDES["administrator"])
def test_every_link_of_a_guide_leads_to_a_part_that_is_there(house: House, guide: str) -> None:
    anchors = {name: {each.anchor for each in sections(name)} for name in GUIDES["administrator"]}
    for link in page(house, guide).select(".guide a"):
        address = urlsplit(str(link["href"]))
        if address.netloc:
            continue
        name = address.path.removeprefix(f"{HERE}/") or guide
        assert name in anchors, link
        assert not address.fragment or address.fragment in anchors[name], link


@pytest.mark.parametrize("guide", GUIDES["administrator"])
def test_nothing_is_left_of_markdown(house: House, guide: str) -> None:
    text = page(house, guide)
    for code in text.select("code, pre"):
        code.decompose()
    shown = text.select_one(".guide")
    assert shown
    assert "](" not in shown.text
    assert "```" not in shown.text
    assert "**" not in shown.text
    assert "guides.invalid" not in str(shown)


@pytest.mark.parametrize("role", ROLES)
def test_help_lists_the_guides_of_the_role(house: House, role: Role) -> None:
    shown = BeautifulSoup(house.signed_in(WHO[role]).get(HERE).text, "html.parser")
    heads = [head.text.strip() for head in shown.select("main h2")]
    assert heads == [sections(name)[0].title for name in GUIDES[role]]


def test_each_part_that_pages_lead_to_is_there() -> None:
    for parts in ABOUT.values():
        for role, part in parts.items():
            guide, _, anchor = part.partition("#")
            assert guide in GUIDES[role], part
            assert not anchor or anchor in {each.anchor for each in sections(guide)}, part


def test_each_kind_of_page_is_one_of_the_site(house: House) -> None:
    pages = {name.removeprefix("staff.") for name in house.app.blueprints if "." in name}
    no_part = {"sign_in", "session", "privacy", "questions", "search", "guides"}
    assert pages - no_part == ABOUT.keys()


@pytest.mark.parametrize(
    ("who", "path", "part"),
    [
        (ADA, "/staff/team", "administrator#the-team"),
        (PAT, "/staff/rounds/spring/northshire/people", "psw#the-list"),
        (PAT, "/staff/", "psw#what-to-do-now"),
    ],
)
def test_help_leads_to_the_part_about_the_page(
    house: House, who: str, path: str, part: str
) -> None:
    house.open_round(northshire=3)
    shown = BeautifulSoup(house.signed_in(who).get(path).text, "html.parser")
    [link] = [a for a in shown.select(".staff-nav a") if a.text == "Help"]
    assert link["href"] == f"{HERE}/{part}"


def test_a_guide_that_there_is_not_says_so(house: House) -> None:
    assert house.signed_in().get(f"{HERE}/operator").status_code == 404
