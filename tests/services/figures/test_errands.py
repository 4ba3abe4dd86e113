"""What waits for somebody stands on the first page, and comes in one letter a day at most."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from portal.post.letters import Letter
from portal.services.figures import errands
from portal.services.people import changes, listing, waiting
from portal.services.people.listing import Place
from portal.services.rounds import register as rounds
from portal.services.staff import accounts
from portal.store.letters import Notice, Outgoing
from portal.store.people import Invitation
from portal.store.rounds import Round
from tests.factories import ADA, OLGA, PAT, House, type_in

AGENCY = "one@agency.example.com\ntwo@agency.example.com"
LOOK = "2 addresses wait to be let in or turned away at Northshire County Council, in Spring check."


@pytest.fixture
def where(house: House) -> Place:
    """Northshire's list in an open round, of which the letters are out; Southborough has nothing to
    do with it."""
    for email in (ADA, PAT, OLGA):
        house.person(email)
    house.open_round(northshire=12, southborough=12)
    house.letters.clear()
    return listing.place("spring", "northshire")


def put_forward(house: House, where: Place) -> list[str]:
    type_in(where, AGENCY, house.person(PAT), house.now)
    return [each.id for each in listing.waiting_here(where, None)]


def letters_of_the_day(house: House) -> list[Letter]:
    """What came since this was asked last, to staff about what waits."""
    came = [each for each in house.letters if "what wa" in each.subject]
    house.letters.clear()
    return came


def first_page(house: House, who: str) -> BeautifulSoup:
    return BeautifulSoup(house.signed_in(who).get("/staff/").text, "html.parser")


def test_nobody_is_written_to_of_nothing(house: House, where: Place) -> None:
    house.work(days=1)
    house.work(days=1)
    assert letters_of_the_day(house) == []
    assert "What waits for you" not in first_page(house, ADA).text


def test_addresses_that_wait_stand_on_the_first_page_of_administrators(
    house: House, where: Place
) -> None:
    put_forward(house, where)
    page = first_page(house, ADA)
    (item,) = page.select(".todo__item")
    assert item.text.startswith(LOOK)
    assert item.a and item.a["href"] == "/staff/rounds/spring/northshire/people?show=waiting"
    assert LOOK not in first_page(house, PAT).text


def test_they_come_by_one_letter_each_morning_until_somebody_has_decided(
    house: House, where: Place
) -> None:
    chosen = put_forward(house, where)
    house.work(hours=5)
    assert letters_of_the_day(house) == []
    for _ in range(2):
        house.work(days=1)
        house.work(hours=1)
        (letter,) = letters_of_the_day(house)
        assert letter.to == ADA
        assert LOOK in letter.text
        assert not re.search(r"[\w.]+@agency", letter.text + letter.html)
    waiting.let_in(where, chosen, house.person(ADA), house.now)
    house.work(days=1)
    assert [letter.to for letter in letters_of_the_day(house)] == [PAT]


def test_no_letter_goes_at_night(house: House, where: Place) -> None:
    put_forward(house, where)
    house.work(hours=20)
    assert letters_of_the_day(house) == []
    house.work(hours=3)
    assert len(letters_of_the_day(house)) == 1


def test_a_psw_is_told_once_what_became_of_them(house: House, where: Place) -> None:
    one, two = put_forward(house, where)
    waiting.let_in(where, [one], house.person(ADA), house.now)
    waiting.turn_away(where, [two], "Not employed here", house.person(ADA), house.now)
    page = first_page(house, PAT)
    assert "1 address was let in on 2 March." in page.text
    assert "1 address was turned away on 2 March: Not employed here." in page.text
    assert [a["href"] for a in page.select("main a") if "See whom" in a.text] == [
        "/staff/rounds/spring/northshire/people?show=refused"
    ]
    listed = house.signed_in(PAT).get("/staff/rounds/spring/northshire/people?show=refused").text
    assert "two@agency.example.com" in listed and "Not employed here" in listed
    assert "turned away" not in first_page(house, OLGA).text
    house.work(days=1)
    (letter,) = letters_of_the_day(house)
    assert letter.to == PAT
    assert "Spring check: 1 address was let in on 2 March." in letter.text
    assert "1 address was turned away on 2 March: Not employed here." in letter.text
    assert "agency" not in letter.text
    house.work(days=1)
    assert letters_of_the_day(house) == []


def test_a_psw_is_told_of_addresses_that_do_not_work_once_until_it_changes(
    house: House, where: Place
) -> None:
    def broken(*numbers: int) -> None:
        gone = Invitation.email.in_([f"remi{n}@northshire.example.org" for n in numbers])
        Invitation.update(undeliverable="no such mailbox").where(gone).execute()

    broken(1)
    for wanted in ([PAT], []):
        house.work(days=1)
        assert [letter.to for letter in letters_of_the_day(house)] == wanted
    broken(2)
    house.work(days=1)
    (letter,) = letters_of_the_day(house)
    assert "Letters do not reach 2 people of Spring check." in letter.text
    Invitation.update(undeliverable="").execute()
    house.work(days=1)
    broken(1, 2)
    house.work(days=1)
    assert len(letters_of_the_day(house)) == 1
    assert Notice.select().where(Notice.kind == errands.NOTICE).count() == 1


def test_who_is_suspended_is_not_written_to(house: House, where: Place) -> None:
    put_forward(house, where)
    ada = house.person(ADA)
    accounts.Staff.update(suspended=1).where(accounts.Staff.id == ada.id).execute()
    house.work(days=1)
    assert letters_of_the_day(house) == []


def test_letters_of_which_nobody_knows_wait_too(house: House, where: Place) -> None:
    some = Outgoing.select(Outgoing.id).limit(2)
    Outgoing.update(state="sending", claimed=house.now - timedelta(hours=1)).where(
        Outgoing.id.in_(some)
    ).execute()
    (errand,) = errands.of_administrator(ADA, rounds.every(), house.now)
    assert (errand.place, errand.round_code) == ("letters", "spring")
    assert errand.text.startswith("2 letters of Spring check may or may not have gone out")


def test_a_proposal_waits_for_whoever_did_not_make_it(house: House, where: Place) -> None:
    stopped = {"state": "closed", "problem": "2 ballots do not open.", "aside": 2}
    Round.update(**stopped, aside_by="bea@example.org").execute()
    (for_ada,) = errands.of_administrator(ADA, rounds.every(), house.now)
    (for_bea,) = errands.of_administrator("bea@example.org", rounds.every(), house.now)
    assert (for_ada.place, for_bea.place) == ("setting aside", "round")
    assert "Read the proposal" in first_page(house, ADA).text


def test_an_entry_that_was_taken_off_waits_for_nobody(house: House, where: Place) -> None:
    for person in put_forward(house, where):
        changes.withdraw(where, person, house.person(PAT), house.now)
    assert errands.of_administrator(ADA, rounds.every(), house.now) == []
