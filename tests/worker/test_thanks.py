"""What PSWs are told when a round has closed."""

from __future__ import annotations

import pytest

from portal.post.letters import Letter
from portal.store.people import Invitation
from tests.factories import OLGA, PAT, House
from tests.services import scenes
from tests.services.figures.test_returns_answered import RETURN


def told(house: House, who: str) -> Letter:
    house.work(days=8)
    house.work()
    [thanks] = [each for each in house.letters if each.to == who and "closed" in each.subject]
    return thanks


def test_a_psw_is_told_how_many_of_those_invited_have_answered(house: House) -> None:
    house.person(PAT)
    house.open_round(northshire=10)
    scenes.everybody_responds(house)
    assert "10 of 10 invited by name have answered" in told(house, PAT).text


@pytest.mark.parametrize("answers", [0, 9])
def test_of_fewer_than_ten_she_is_told_no_number(house: House, answers: int) -> None:
    house.person(PAT)
    house.person(OLGA)
    house.open_round(northshire=10, southborough=9)
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
    house.open_round(northshire=12)
    scenes.everybody_responds(house)
    two = [each.id for each in Invitation.select().limit(2)]
    Invitation.update(withdrawn=1).where(Invitation.id.in_(two)).execute()
    assert "In all, 12 have answered" in told(house, PAT).text
