"""A PSW's first page."""

from __future__ import annotations

from datetime import timedelta

from bs4 import BeautifulSoup

from portal.calendar.schedule import Schedule
from tests.factories import NOW, OLGA, PAT, House
from tests.services import scenes

DAY = timedelta(days=1)


def see(house: House, who: str = PAT) -> str:
    page = BeautifulSoup(house.signed_in(who).get("/staff/").text, "html.parser")
    return " ".join(page.select_one("main").text.split())  # type: ignore[union-attr]


def test_a_new_psw_is_told_what_will_happen_and_what_to_have_ready(house: House) -> None:
    found = see(house)
    assert "No round is planned for you yet" in found
    for words in ("How it goes, if this is your first", "What to have ready", "work addresses"):
        assert words in found


def test_a_scheduled_round_says_what_to_do_and_leads_to_the_questions(house: House) -> None:
    house.round(schedule=Schedule(NOW + DAY, NOW + 8 * DAY))
    client = house.signed_in(PAT)
    page = BeautifulSoup(client.get("/staff/").text, "html.parser")
    links = {a.text.strip(): str(a["href"]) for a in page.select("main a")}
    assert "Nobody is on your list yet." in page.text
    for text in ("Spring check", "Upload your staff list", "Spring check, to print or in Word"):
        assert client.get(links[text]).status_code == 200


def test_an_open_round_shows_its_figures_of_ones_own_organisation(house: House) -> None:
    house.person(OLGA)
    house.open_round(northshire=12, southborough=15)
    for link in house.links("northshire")[:8]:
        scenes.respond(house, link)
    house.work(days=1)
    assert "12 " in (found := see(house))
    assert "5 or more" in found
    assert "42% or more" in found
    assert "below 34%" in see(house, OLGA)
    assert "42%" not in see(house, OLGA)


def test_earlier_rounds_are_listed_with_their_end(house: House) -> None:
    house.open_round(northshire=12)
    scenes.everybody_responds(house)
    house.work(days=8)
    found = see(house)
    assert "No round is going on" in found
    assert (
        "Closed on 9 March 2026 at 9:00am. 12 invited by name; 12 submitted; response rate 100%,"
        " 12 of 12 invited by name." in found
    )
    assert "How it goes" not in found


def test_rounds_of_others_are_not_there(house: House) -> None:
    house.round("theirs", title="Theirs", organisations=("southborough",))
    assert "Theirs" not in see(house)
    assert "Theirs" in see(house, OLGA)
