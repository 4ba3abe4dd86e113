"""One round, in which everything happens that moves a number, says the same on every page."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, Tag

from portal.services.figures.standing import TERMS
from portal.services.people import changes, listing
from portal.services.people.listing import Invited
from portal.store.letters import Outgoing
from portal.store.people import Invitation
from tests.cli.test_mail import said
from tests.factories import ADA, OLGA, PAT, House, type_in
from tests.services import scenes
from tests.web.staff.figures.test_left_out import by_open_link, by_slip

ROUND = "/staff/rounds/spring"
NORTHSHIRE = {
    "invited by name": "33",
    "slips made": "12",
    "letters sent": "33",
    "not reached by letters": "1",
    "submitted": "40 or more",
    "response rate": "91% or more",
    "by the link to forward": "10 or more",
}
"""36 at first, of whom three were taken off; one was corrected, two wait."""
RATE = "30 or more of 33 invited by name"
SOUTHBOROUGH = {
    "invited by name": "2,000",
    "letters sent": "172",
    "not reached by letters": "0",
}
"""They were added late, and their letters are on the way."""


@pytest.fixture
def spring(house: House) -> House:
    """Northshire with people by name, by slips of which too few have come back, and by the link to
    forward; Southborough as its list came today."""
    house.person(PAT)
    house.person(OLGA)
    house.open_round(36)
    for link in house.links("northshire")[:31]:
        scenes.respond(house, link)
    by_slip(house, 12, 9)
    by_open_link(house, 11)
    pat = house.person(PAT)
    where = listing.place("spring", "northshire")
    for number in (34, 35, 36):
        changes.withdraw(where, entry(number).id, pat, house.now)
    changes.correct(where, entry(33).id, "right@northshire.example.org", pat, house.now)
    type_in(where, "one@agency.example.org\ntwo@agency.example.org", pat, house.now)
    gone = Invitation.email == "remi32@northshire.example.org"
    Invitation.update(undeliverable="there is no such address").where(gone).execute()
    house.work(days=1)
    house.invite(2_000, "southborough")
    house.hold_letters()
    house.work(minutes=5)
    send(house, 172)
    return house


def entry(number: int) -> Invited:
    people = listing.page(listing.place("spring", "northshire")).people
    return next(one for one in people if one.email == f"remi{number}@northshire.example.org")


def send(house: House, number: int) -> None:
    """Let so many letters go."""
    due = [row.id for row in Outgoing.select().where(Outgoing.state == "due").limit(number)]
    Outgoing.update(state="done").where(Outgoing.id.in_(due)).execute()


def page(house: House, who: str, path: str) -> Tag:
    return BeautifulSoup(house.signed_in(who).get(path).text, "html.parser")


def boxes(found: Tag) -> dict[str, str]:
    """Each number in large print by its term; the rate with what it is of."""
    told = dict[str, str]()
    for box in found.select(".figures__item"):
        term, number, of = box.dt, box.dd, box.select_one(".figures__of")
        assert term and number
        share = of.extract().text if of else ""
        told[term.text.strip()] = f"{number.text} ({share})" if share else number.text
    return told


def cells(found: Tag, name: str) -> dict[str, str]:
    """The same of a table's row, by what a narrow screen puts before each cell."""
    row = next(tr for tr in found.select("tbody tr") if tr.th and name in tr.th.text)
    told = dict[str, str]()
    for cell in row.select("td[data-label]"):
        of = cell.select_one(".figures__of")
        share = of.extract().text if of else ""
        number = cell.text.strip().removesuffix("*")
        told[str(cell["data-label"]).lower()] = f"{number} ({share})" if share else number
    return told


def with_rate(told: dict[str, str]) -> dict[str, str]:
    rate = told["response rate"]
    return {**told, "response rate": f"{rate} ({RATE})"}


def without(told: dict[str, str], *names: str) -> dict[str, str]:
    return {term: number for term, number in told.items() if term not in names}


def of_northshire(house: House) -> Iterator[tuple[str, dict[str, str]]]:
    """Where its numbers stand."""
    own = f"{ROUND}/northshire"
    yield "home", boxes(page(house, PAT, "/staff/"))
    yield "her page", boxes(page(house, PAT, own))
    yield "an administrator's", boxes(page(house, ADA, own))
    yield "people", boxes(page(house, PAT, f"{own}/people"))
    yield "overview", cells(page(house, ADA, f"{ROUND}/overview"), "Northshire")
    (line,) = (
        each
        for each in said(house, "round", "status", "spring").splitlines()
        if "Northshire" in each
    )
    rate = re.search(r"response rate (.+? \(.+?\))", line)
    assert rate
    found = re.findall(r"([\d,]+(?: or more)?) (invited by name|[a-z ]+?)(?:;|$)", line)
    yield "command", {**{term: number for number, term in found}, "response rate": rate[1]}


def test_every_page_says_the_same_of_an_organisation(spring: House) -> None:
    wanted = with_rate(NORTHSHIRE)
    for where, told in of_northshire(spring):
        of_round = {term: number for term, number in told.items() if term in TERMS.values()}
        assert of_round == {term: wanted[term] for term in of_round}, where
        assert len(of_round) >= {"people": 2}.get(where, 6), where


def test_the_list_counts_a_person_once(spring: House) -> None:
    assert boxes(page(spring, PAT, f"{ROUND}/northshire/people")) == {
        "invited by name": "33",
        "waiting for an administrator": "2",
        "not reached by letters": "1",
        "taken off": "3",
    }


def test_who_was_added_late_is_invited_and_not_said_to_be_few(spring: House) -> None:
    own = page(spring, OLGA, f"{ROUND}/southborough")
    told = boxes(own)
    assert told == {**SOUTHBOROUGH, "letters sent": "172 (of 2,000 invited by name)"}
    assert boxes(page(spring, OLGA, "/staff/")) == told
    row = cells(page(spring, ADA, f"{ROUND}/overview"), "Southborough")
    assert without(row, "submitted", "response rate", "by the link to forward") == {
        **SOUTHBOROUGH,
        "slips made": "0",
    }
    assert "fewer than ten" not in own.text
    assert "Answers to letters are counted for the first time at midnight." in own.text
    everybody = page(spring, ADA, ROUND)
    assert "At 1 organisation some people were invited since the last count." in everybody.text


def test_totals_are_of_what_the_organisations_show(spring: House) -> None:
    wanted = {
        "organisations": "2",
        "invited by name": "2,033",
        "slips made": "12",
        "letters sent": "205 (of 2,033 invited by name)",
        "not reached by letters": "1",
        "submitted": "40 or more",
        "response rate": f"91% or more ({RATE})",
    }
    assert boxes(page(spring, ADA, ROUND)) == wanted
    assert boxes(page(spring, ADA, f"{ROUND}/overview")) == wanted
    found = json.loads(said(spring, "round", "status", "spring", "--json"))
    assert (found["invited_by_name"], found["slips_made"], found["letters_sent"]) == (2033, 12, 205)
    assert (found["submitted"], found["rate"], found["rate_of"]) == (40, 91, RATE)


def test_the_table_to_take_away_has_the_same_terms(spring: House) -> None:
    text = spring.signed_in().get(f"{ROUND}/overview.csv?words=northshire").get_data(as_text=True)
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    told = {term: row[term] for term in TERMS.values() if term in row}
    exact = {term: number.split(" ")[0] for term, number in NORTHSHIRE.items()}
    assert told == {term: exact[term] for term in told}
    assert (row["response rate, per cent"], row["response rate of"]) == ("91", RATE)


def test_every_percentage_on_every_page_has_its_fraction(spring: House) -> None:
    for who, path in (
        (PAT, "/staff/"),
        (PAT, f"{ROUND}/northshire"),
        (ADA, ROUND),
        (ADA, f"{ROUND}/overview"),
    ):
        found = page(spring, who, path).text
        assert len(re.findall(r"\d%", found)) == found.count(RATE), path


def test_while_letters_go_out_it_is_told_until_when(spring: House) -> None:
    spring.work(minutes=30)
    send(spring, 600)
    own = " ".join(page(spring, OLGA, f"{ROUND}/southborough").text.split())
    ends = "the last one of the round goes by 3 March 2026 at 10:22am."
    assert f"The others go out automatically; at the pace so far {ends}" in own
    everybody = " ".join(page(spring, ADA, ROUND).text.split())
    assert "1,228 letters of this round are still to go." in everybody
    assert "At the pace so far the last one goes by 3 March 2026" in everybody


def test_people_added_to_a_list_that_was_counted_come_into_the_rate_at_midnight(
    spring: House,
) -> None:
    said_so = "People invited since then are included in the response rate at midnight."
    assert said_so not in page(spring, PAT, f"{ROUND}/northshire").text
    type_in(
        listing.place("spring", "northshire"),
        "new@northshire.example.org",
        spring.person(PAT),
        spring.now,
    )
    assert said_so in page(spring, PAT, f"{ROUND}/northshire").text
