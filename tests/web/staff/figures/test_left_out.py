"""What the pages of a round in one organisation leave out, so that nobody can tell who took
part."""

from __future__ import annotations

import pytest

from portal.services.answering import arriving
from portal.services.people import links, sheets
from portal.vault import tokens
from tests.factories import ADA, PAT, House
from tests.services import scenes
from tests.web.staff.figures.reading import figures, rate, text
from tests.web.staff.figures.test_progress import DAYS, HERE, answered, see

LEFT_OUT = "Left out, so that nobody can tell who took part: "
BY_LETTER = "the answers to letters, with fewer than ten people reached by name at the last count"
BY_LINK = "the answers through the link to forward, of which there are fewer than ten"
BY_SLIP = "the answers by slip, of which there are fewer than ten"


def by_open_link(house: House, number: int) -> None:
    token = links.open_link("spring", "northshire", ADA, house.now)
    for _ in range(number):
        welcome = arriving.by_open_link(tokens.link_text(token), house.now, house.tools.keys)
        code = arriving.begin(welcome, [], house.now, house.tools.keys)
        scenes.fill(house, code)
        scenes.submit(house, code)


def by_slip(house: House, made: int, number: int) -> None:
    for token in sheets.make("spring", "northshire", made, ADA, house.now)[:number]:
        scenes.respond(house, f"/i/{tokens.link_text(token)}")


@pytest.fixture(autouse=True)
def noise(house: House) -> None:
    """A round in which everybody has answered, by a letter or by a slip."""
    house.person(PAT)
    house.open_round(northshire=12, code="noise")
    for link in house.links():
        scenes.respond(house, link, round_code="noise")
    for token in sheets.make("noise", "northshire", 12, ADA, house.now):
        scenes.respond(house, f"/i/{tokens.link_text(token)}", round_code="noise")
    house.letters.clear()


def opened(house: House, northshire: int = 20) -> None:
    house.open_round(northshire, 13, schedule=DAYS)
    house.work(hours=1)


def test_an_open_link_gives_no_rate_that_would_be_false(house: House) -> None:
    opened(house)
    by_open_link(house, 11)
    answered(house, 13)
    found = see(house)
    assert figures(found)["submitted"] == "20 or more"
    assert figures(found)["response rate"] == "50% or more"
    links.withdraw("spring", "northshire", ADA, house.now)
    for shown in (found, see(house)):
        assert "Of those submitted 10 or more came through the link to forward." in text(shown)
        assert "Nobody knows how many people that link has reached" in text(shown)
        assert "from the day on which there are ten of them" in text(shown)
    house.work(days=12)
    assert figures(see(house))["submitted"] == "24"
    assert "Of those submitted 11 came through the link to forward." in text(see(house))


@pytest.mark.parametrize("number", [0, 2, 9])
def test_whoever_forwards_the_link_to_two_cannot_tell_that_both_have_answered(
    house: House, number: int
) -> None:
    opened(house, northshire=32)
    by_open_link(house, number)
    answered(house, 12)
    assert figures(see(house))["submitted"] == "10 or more"
    assert f"{LEFT_OUT}{BY_LINK}." in text(see(house))
    house.work(days=12)
    assert figures(see(house))["submitted"] == "10 or more"
    assert f"{LEFT_OUT}{BY_LINK}." in text(see(house))
    assert "stays in fives" in text(see(house))


def test_slips_that_nobody_is_handed_do_not_make_three_people_ten(house: House) -> None:
    opened(house, northshire=3)
    by_slip(house, 7, 0)
    answered(house, 3)
    found = see(house)
    assert figures(found) == {
        "invited by name": "3",
        "slips made": "7",
        "letters sent": "3",
        "not reached by letters": "0",
    }
    few = f"{BY_LETTER} or, in the end, fewer than ten answers"
    assert f"{LEFT_OUT}{few}; {BY_SLIP}." in text(found)
    assert "curve" not in found.text
    assert f"{LEFT_OUT}{few}; {BY_SLIP}." in text(see(house, path="/staff/"))
    house.work(days=12)
    assert f"3 invited by name, 7 slips made. {LEFT_OUT}{few}; {BY_SLIP}." in text(
        see(house, path="/staff/")
    )


def test_slips_are_in_the_rate_once_ten_have_come_back(house: House) -> None:
    opened(house)
    by_slip(house, 30, 9)
    answered(house, 5)
    found = see(house)
    assert (figures(found)["slips made"], figures(found)["submitted"]) == ("30", "5 or more")
    assert rate(found) == "5 or more of 20 invited by name"
    assert f"{LEFT_OUT}{BY_SLIP}." in text(found)
    by_slip(house, 30, 1)
    house.work(days=1)
    found = see(house)
    assert figures(found)["submitted"] == "15 or more"
    assert rate(found) == "15 or more of 20 invited by name and 60 slips"
    assert LEFT_OUT not in text(found)


def test_slips_alone_have_a_rate_of_the_slips(house: House) -> None:
    opened(house, northshire=3)
    by_slip(house, 20, 13)
    house.work(days=1)
    assert rate(see(house)) == "10 or more of 20 slips"
    assert "with fewer than ten people reached by name" in text(see(house))


def test_of_fewer_than_ten_nobody_can_tell_who_took_part(house: House) -> None:
    opened(house, northshire=9)
    before = {path: text(see(house, PAT, path)) for path in (HERE, f"{HERE}/remind")}
    answered(house, 9)
    house.work(days=2)
    found = see(house)
    assert figures(found) == {
        "invited by name": "9",
        "letters sent": "9",
        "not reached by letters": "0",
    }
    assert LEFT_OUT in text(found)
    assert "a reminder, to people who have not answered" in text(found)
    assert "curve" not in found.text
    assert "a reminder, to people who have not answered" in before[HERE]
    assert "at most" not in text(see(house, PAT, f"{HERE}/remind")) + before[f"{HERE}/remind"]
