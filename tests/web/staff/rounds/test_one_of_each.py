"""Where there is one of a thing, the pages say so in the singular."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup

from portal.services.people import listing
from portal.services.rounds import steps
from tests.factories import ADA, PAT, SMALL, House, link_in, post, type_in

THINGS = "minute|organisation|slip|letter|question|page|round|row"
SEVERAL = re.compile(rf"(?<![\d,.])1 (people|addresses|({THINGS})s)\b")
HERE = "/staff/rounds/spring"


def several(html: str) -> list[str]:
    """Where it does not, with the words around; a number has its noun in the same element."""
    shown = " ".join(BeautifulSoup(html, "html.parser").get_text("|").split())
    return [shown[max(0, m.start() - 40) : m.end() + 20] for m in SEVERAL.finditer(shown)]


def test_one_minute_one_person_and_one_organisation_are_one(house: House) -> None:
    house.open_round(source=SMALL.replace("minutes: 3", "minutes: 1"), organisations=["northshire"])
    where, pat = listing.place("spring", "northshire"), house.person(PAT)
    type_in(where, "out@example.com", pat, house.now)
    ada = house.signed_in()
    pages = {
        path: ada.get(path).text
        for path in (
            *("/staff/", HERE, f"{HERE}/overview", f"{HERE}/questions", "/staff/organisations"),
            *(f"{HERE}/northshire", f"{HERE}/northshire/people", "/staff/questionnaires"),
        )
    }
    [letter] = house.letters
    pages |= {"letter": letter.text, "welcome": house.client().get(link_in(letter)).text}
    fields = {"number": "1", "kind": "sheet", "made": "0"}
    slips = f"{HERE}/northshire/people/slips"
    pages["sheet"] = post(ada, slips, fields).text
    pages["again"] = post(ada, slips, fields).text
    pages["more"] = ada.get(slips).text
    pages["text"] = ada.get(f"{HERE}/northshire/texts/announcement").text
    assert {name: found for name, html in pages.items() if (found := several(html))} == {}
    for name in ("letter", "welcome", "sheet", "text", f"{HERE}/questions"):
        assert "bout 1 minute" in BeautifulSoup(pages[name], "html.parser").text, name
    assert "1 slip has been made" in pages["again"]


def test_a_draft_with_one_person_is_deleted_with_that_one(house: House) -> None:
    house.round(organisations=["northshire"])
    house.invite(1)
    steps.unschedule("spring", ADA, house.now)
    assert "the one person who was put on its list" in house.signed_in().get(f"{HERE}/delete").text
