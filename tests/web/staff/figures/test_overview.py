"""All organisations of a round, for administrators."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any, cast

import pytest
from bs4 import BeautifulSoup, Tag

from portal.services.figures import tallies
from portal.services.people import links, sheets
from portal.services.rounds import register as rounds
from portal.store.db import db
from portal.store.letters import Outgoing
from portal.store.organisations import Organisation
from portal.store.people import Invitation
from portal.store.records import Audit
from portal.store.rounds import Participation, Round
from portal.vault import tokens
from tests.factories import ADA, House, token_in
from tests.services import scenes
from tests.services.figures.test_returns_answered import RETURN, finish, save, submit

HERE = "/staff/rounds/spring/overview"
FIVE = ("5 or more", "42% or more5 or more of 12 invited by name")
"""What was submitted, and the rate with what it is of."""
WESTMOOR = {
    "code": "westmoor",
    "name": "=HYPERLINK(Westmoor)",
    "type": "shire county",
    "region": "South West",
    "domains": "",
}


@pytest.fixture
def spring(house: House) -> House:
    """Northshire 6 of 12, Southborough 2 of 4, which are too few, Westmoor nobody; and noise."""
    house.open_round(northshire=7, code="noise")
    for link in house.links():
        scenes.respond(house, link, round_code="noise")
    house.letters.clear()
    Organisation.create(**WESTMOOR)  # from before names were looked at
    house.open_round(northshire=12, southborough=4)
    for organisation, number in (("northshire", 6), ("southborough", 2)):
        for link in house.links(organisation)[:number]:
            scenes.respond(house, link)
    house.work(hours=15)
    return house


def see(house: House, query: str = "") -> Tag:
    answer = house.signed_in().get(f"{HERE}{query}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def names(page: Tag) -> list[str]:
    rows = page.select("table:has(#rows) tbody tr, #rows ~ tbody tr")
    return [row.select_one("th a").text.strip()[:5] for row in rows]  # type: ignore[union-attr]


def cells(page: Tag, name: str) -> list[str]:
    row = next(row for row in page.select("tbody tr") if name in row.text)
    return [cell.text.strip() for cell in row.select("td")]


def test_who_lags_comes_first(spring: House) -> None:
    assert names(see(spring)) == ["=HYPE", "North", "Londo"]


def test_numbers_are_of_their_own_organisation_and_round(spring: House) -> None:
    page = see(spring)
    assert cells(page, "Northshire County") == ["12", "12", "0", *FIVE]
    assert cells(page, "Southborough") == ["4", "4", "0", "–", "–"]
    assert cells(page, "Westmoor") == ["0", "0", "0", "–", "–"]
    assert "–, and what a number with * is without: answers to letters where they" in page.text
    assert "shire county, East Midlands" in page.text
    assert "As at 3 March 2026 at 12:00am" in page.text


def test_each_column_sorts_by_a_link_which_says_so(spring: House) -> None:
    page = see(spring)
    assert [th.a.text for th in page.select("th[aria-sort]") if th.a] == ["Response rate"]
    for link in [str(a["href"]) for a in page.select("thead th a")]:
        assert len(names(see(spring, link.removeprefix(HERE)))) == 3
    sorted_ = see(spring, "?sort=submitted")
    assert [(th.a.text, th["aria-sort"]) for th in sorted_.select("th[aria-sort]") if th.a] == [
        ("Submitted", "descending")
    ]
    assert names(sorted_) == ["North", "=HYPE", "Londo"]


def test_a_filter_stays_when_the_order_changes(spring: House) -> None:
    page = see(spring, "?kind=shire+county")
    assert names(page) == ["=HYPE", "North"]
    assert "2 of 3 organisations" in page.text
    assert names(see(spring, "?words=COUNCIL+north")) == ["North"]
    assert all("kind=shire+county" in str(a["href"]) for a in page.select("thead th a"))
    assert cells(page, "All")[0] == "2"


def test_a_filter_that_nobody_fits_says_so(spring: House) -> None:
    page = see(spring, "?kind=shire+county&region=London&sort=%00nonsense")
    assert "No organisation fits" in page.text


def test_totals_are_by_type(spring: House) -> None:
    page = see(spring)
    tables = page.select("table")
    rows = {row.th.text: cells(row.parent, row.th.text) for row in tables[0].select("tbody tr")}  # type: ignore[union-attr,arg-type]
    assert rows["shire county"] == ["2", "12", "12", "0", *FIVE]
    assert rows["London borough"] == ["1", "4", "4", "0", *"––"]
    assert rows["All"] == ["3", "16", "16", "0", *FIVE]
    assert (
        "Left out of what was submitted and of the response rate, at 1 organisation: " in page.text
    )


def test_a_number_from_which_slips_or_a_link_are_left_out_is_marked(spring: House) -> None:
    slip = sheets.make("spring", "northshire", 40, ADA, spring.now)[0]
    scenes.respond(spring, f"/i/{tokens.link_text(slip)}")
    links.open_link("spring", "northshire", ADA, spring.now)
    spring.work(days=1)
    page = see(spring)
    assert cells(page, "Northshire County") == ["12", "40", "12", "0", "5 or more*", FIVE[1], "–"]
    assert cells(page, "All")[-3:] == [*FIVE, "–"]
    assert "at 2 organisations: " in page.text
    answer = spring.signed_in().get(f"{HERE}.csv?sort=name").get_data(as_text=True)
    row = list(csv.DictReader(io.StringIO(answer.removeprefix("\ufeff"))))[-1]
    assert (row["invited by name"], row["slips made"], row["submitted"]) == ("12", "40", "5")
    assert row["by the link to forward"] == ""
    assert row["left out"] == "by slip, by the link to forward"


def test_the_table_can_be_taken_away_and_no_cell_is_a_formula(spring: House) -> None:
    answer = spring.signed_in().get(f"{HERE}.csv?kind=shire+county")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert [row["name"] for row in rows] == ["'=HYPERLINK(Westmoor)", "Northshire County Council"]
    assert (rows[1]["submitted"], rows[1]["precision"]) == ("5", "at least")
    assert rows[1]["response rate, per cent"] == "42"
    hidden = [
        rows[0][name] for name in ("submitted", "by the link to forward", "response rate, per cent")
    ]
    assert hidden == [""] * 3
    assert rows[0]["precision"] == "not shown"
    assert rows[1]["as at"] == "3 March 2026 at 12:00am"


def test_who_waits_for_an_administrator_is_shown(spring: House) -> None:
    waits = Invitation.email == "remi12@northshire.example.org"
    Invitation.update(waiting=1).where(waits).execute()
    link = see(spring).select_one("a.waits")
    assert link is not None
    assert link["href"] == "/staff/rounds/spring/northshire/people?show=waiting"


def test_before_the_opening_it_says_how_people_are_invited_and_returns_given_out(
    house: House,
) -> None:
    house.round()
    page = see(house).text
    assert "To invite people, choose an organisation below." in page
    assert "once the round is scheduled" not in page
    Round.update(state="draft").execute()
    assert "can do it too, once the round is scheduled, with an account" in see(house).text
    house.round("returns", RETURN)
    page = house.signed_in().get("/staff/rounds/returns/overview")
    assert "To say who gets the link of the return, choose an organisation below." in page.text


def test_a_return_shows_how_far_it_is(house: House) -> None:
    house.open_round(northshire=1, southborough=1, source=RETURN)
    scenes.begin(house, house.links("northshire")[0])
    house.work(hours=1)
    page = see(house)
    assert cells(page, "Northshire County")[-1] == "0 of 2 pages"
    assert cells(page, "Southborough")[-1] == "Not begun"
    heads = [th.text for th in page.select("thead th")]
    assert "Return" in heads
    assert not {"Rate", "Open link"} & set(heads)
    assert "nobody knows how many people such a link reaches" not in page.text


def test_a_return_that_was_changed_since_it_was_submitted_says_so(house: House) -> None:
    house.open_round(northshire=1, southborough=1, source=RETURN)
    finish(house, scenes.begin(house, house.links("northshire")[0]))
    code = scenes.begin(house, house.links("southborough")[0])
    finish(house, code)
    save(house, code, "posts", {"q_posts": ["21"]})
    house.work(days=1)
    page = see(house)
    assert cells(page, "Northshire County")[-1] == "Submitted on 2 March"
    assert cells(page, "Southborough")[-1] == "Submitted on 2 March, changed since"
    assert "Otherwise what was submitted counts" in page.text
    submit(house, code)
    house.work(minutes=3)
    page = see(house)
    assert cells(page, "Southborough")[-1] == "Submitted on 3 March"
    assert "Otherwise what was submitted counts" not in page.text


def test_a_round_that_has_just_opened_has_the_numbers_of_its_opening(house: House) -> None:
    house.work()
    house.now += timedelta(minutes=50)
    house.round()
    house.invite(13)
    assert "To invite people, choose an organisation below." in see(house).text
    house.work()
    page = see(house)
    below = "below 39%fewer than 5 of 13 invited by name"
    assert cells(page, "Northshire County") == ["13", "13", "0", "fewer than 5", below]
    assert "As at 2 March 2026 at 9:50am" in page.text


def uncertain(house: House, number: int = 2) -> list[str]:
    """Letters of Northshire that were being handed over when the worker died."""
    theirs = Outgoing.select().join(Invitation).where(Invitation.organisation == "northshire")
    rows = list(theirs.where(Outgoing.round == rounds.by_code("spring").id).limit(number))
    for row in rows:
        long_ago = house.now - timedelta(hours=1)
        Outgoing.update(state="sending", claimed=long_ago).where(Outgoing.id == row.id).execute()
    return [row.id.hex() for row in rows]


@pytest.mark.parametrize(
    ("go", "state", "said"),
    [("again", "due", "in hand again"), ("leave", "done", "taken for sent")],
)
def test_uncertain_letters_are_sent_again_or_left(
    spring: House, go: str, state: str, said: str
) -> None:
    one, other = uncertain(spring)
    client = spring.signed_in()
    assert client.get(HERE).text.count("Invitation, Northshire County Council") == 2
    token = token_in(client.get(HERE).text)
    fields = {"csrf_token": token, "letter": [one, "zz", "00" * 16], "go": go}
    assert client.post(f"{HERE}/letters", data=fields).status_code == 303
    assert Outgoing.get_by_id(bytes.fromhex(one)).state == state
    assert Outgoing.get_by_id(bytes.fromhex(other)).state == "sending"
    assert f"1 letter is {said}." in client.get(HERE).text
    assert Audit.select().order_by(Audit.id.desc()).first().did.startswith("had 1 uncertain")


def test_no_choice_and_no_deed_are_messages_beside_the_list(spring: House) -> None:
    uncertain(spring)
    client = spring.signed_in()
    token = token_in(client.get(HERE).text)
    answer = client.post(f"{HERE}/letters", data={"csrf_token": token, "go": "again"})
    assert answer.status_code == 422
    assert "Choose at least one letter." in answer.text
    fields = {"csrf_token": token, "letter": "00" * 16, "go": "burn"}
    assert client.post(f"{HERE}/letters", data=fields).status_code == 422


def test_uncertain_reminders_are_not_shown(spring: House) -> None:
    Outgoing.update(kind="reminder 2026-03-02").where(
        Outgoing.id == bytes.fromhex(uncertain(spring, 1)[0])
    ).execute()
    assert "may or may not have gone out" not in see(spring).text


def test_with_160_organisations_the_page_is_built_with_as_many_queries(spring: House) -> None:
    client = spring.signed_in()

    def queries() -> int:
        seen: list[str] = []
        connection = cast(Any, db).connection()
        connection.set_trace_callback(seen.append)
        assert client.get(HERE).status_code == 200
        connection.set_trace_callback(None)
        return len(seen)

    before = queries()
    _join(spring, 160)
    assert queries() == before
    assert "163 organisations" in see(spring).text


def _join(house: House, number: int) -> None:
    round_id = rounds.by_code("spring").id
    for i in range(number):
        Organisation.create(code=f"o{i}", name=f"Council {i}", type="unitary", region="London")
        Participation.create(round=round_id, organisation=f"o{i}")
    tallies.refresh(round_id, house.now)


def test_who_cannot_be_reported_is_told_though_they_hand_out_slips(spring: House) -> None:
    sheets.make("spring", "southborough", 40, ADA, spring.now)
    links.open_link("spring", "westmoor", ADA, spring.now)
    told = (
        "2 organisations have fewer than 10 invited by name, and are never reported by themselves"
    )
    assert told in " ".join(see(spring).text.split())
    spring.invite(10, "southborough")
    assert "1 organisation has fewer than 10 invited by name" in see(spring).text
