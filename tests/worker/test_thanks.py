"""What PSWs are told when a round has closed."""

from __future__ import annotations

import pytest

from portal.post.letters import Letter
from portal.services.guiding import switching
from portal.services.reports import publishing
from portal.store.people import Invitation
from tests.factories import ADA, OLGA, PAT, House
from tests.services import scenes
from tests.services.figures.test_returns_answered import RETURN


def told(house: House, who: str) -> Letter:
    house.work(days=8)
    house.work()
    [thanks] = [each for each in house.letters if each.to == who and "closed" in each.subject]
    return thanks


def test_a_psw_is_told_how_many_of_those_invited_have_answered(house: House) -> None:
    house.person(PAT)
    house.open_round(northshire=10, reports_wait=True)
    scenes.everybody_responds(house)
    assert "10 of 10 invited by name have answered" in told(house, PAT).text


@pytest.mark.parametrize("answers", [0, 9])
def test_of_fewer_than_ten_she_is_told_no_number(house: House, answers: int) -> None:
    house.person(PAT)
    house.person(OLGA)
    house.open_round(northshire=10, southborough=9, reports_wait=True)
    for link in house.links("southborough")[:answers]:
        scenes.respond(house, link)
    letter = told(house, OLGA)
    assert "left out where they reached fewer than ten people" in letter.text
    told_her = letter.text.partition("Go to the staff site:")[0]
    assert not any(character.isdigit() for character in told_her)


def test_of_a_return_she_is_told(house: House) -> None:
    house.person(PAT)
    house.open_round(northshire=1, source=RETURN)
    assert "Its return was not submitted." in told(house, PAT).text


def test_no_more_have_answered_than_were_invited_where_some_were_taken_off(house: House) -> None:
    house.person(PAT)
    house.open_round(northshire=12, reports_wait=True)
    scenes.everybody_responds(house)
    two = [each.id for each in Invitation.select().limit(2)]
    Invitation.update(withdrawn=1).where(Invitation.id.in_(two)).execute()
    assert "In all, 12 have answered" in told(house, PAT).text


def test_thanks_and_the_report_are_one_letter_where_it_can_be_read_at_once(house: House) -> None:
    house.person(PAT)
    house.open_round(northshire=10)
    house.work(days=8)
    house.work()
    [letter] = [each for each in house.letters if each.to == PAT]
    assert letter.subject.endswith("the report of Northshire County Council can be read")
    assert "Thank you for running it at Northshire County Council." in letter.text
    assert "/staff/rounds/spring/northshire/report" in letter.text


def test_thanks_go_alone_while_reports_wait_and_the_report_follows(house: House) -> None:
    house.person(PAT)
    house.open_round(northshire=10, reports_wait=True)
    thanks = told(house, PAT)
    assert "The answers are counted; another letter tells you" in thanks.text
    publishing.publish("spring", ADA, house.now)
    house.work()
    assert house.letters[-1].subject.endswith("can be read")


@pytest.mark.parametrize(
    ("unsent", "letters"),
    [
        (["closed"], ["the report of Northshire County Council can be read"]),
        (["report"], ["Spring check has closed"]),
        (["closed", "report"], []),
    ],
)
def test_either_can_be_switched_off(house: House, unsent: list[str], letters: list[str]) -> None:
    house.person(PAT)
    house.open_round(northshire=10)
    switching.switch("spring", unsent, ADA, house.now)
    house.work(days=8)
    house.work()
    lately = [each.subject.partition(": ")[2] for each in house.letters if each.to == PAT]
    assert lately == letters
