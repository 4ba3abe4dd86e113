"""How a round stands in one organisation; another organisation and another round make noise."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.calendar.london import london_day
from portal.calendar.schedule import Schedule
from portal.calendar.state import State
from portal.disclosure.answered import Numbers, Part
from portal.services.figures import progress
from portal.services.figures.progress import Progress
from portal.services.figures.reach import Reach
from portal.services.letters import reminders
from portal.services.people import links, sheets
from portal.services.rounds import register as rounds
from portal.services.staff import scope
from portal.store.people import Invitation
from tests.factories import ADA, NOW, PAT, House
from tests.services import scenes

DAY = timedelta(days=1)
DAYS = Schedule(NOW, NOW + 10 * DAY, (NOW + 3 * DAY, NOW + 6 * DAY))


@pytest.fixture(autouse=True)
def noise(house: House) -> None:
    house.open_round(northshire=7, code="noise")
    for link in house.links():
        scenes.respond(house, link, round_code="noise")
    house.letters.clear()


def of(house: House, organisation: str = "northshire", code: str = "spring") -> Progress:
    employer = scope.employer(organisation)
    assert employer
    return progress.in_organisation(rounds.by_code(code), employer, house.now)


def every(house: House) -> list[Progress]:
    """Northshire's rounds, the latest first."""
    employer = scope.employer("northshire")
    assert employer
    return progress.everywhere(employer, house.now)


def shown(house: House) -> tuple[Part, int | None, int | None]:
    """Of the last count."""
    numbers = of(house).numbers
    assert numbers
    return numbers.letters, numbers.submitted, numbers.rate


def opened(house: House, northshire: int = 20, southborough: int = 12) -> None:
    house.open_round(northshire, southborough, schedule=DAYS)
    for link in house.links("southborough")[:5]:
        scenes.respond(house, link)
    house.work(hours=1)


def answered(house: House, number: int) -> None:
    """The first so many of Northshire, and the midnight after."""
    for link in house.links("northshire")[:number]:
        scenes.respond(house, link)
    house.work(days=1)


def test_the_numbers_are_those_of_the_last_count(house: House) -> None:
    opened(house)
    for link in house.links("northshire")[:7]:
        scenes.respond(house, link)
    assert shown(house) == (Part(20, 0, beyond=4), 0, 0)
    house.work(hours=14)
    assert shown(house) == (Part(20, 5, beyond=4), 5, 25)
    assert of(house).as_at == house.now


def test_before_the_opening_there_is_the_list_only(house: House) -> None:
    days = Schedule(NOW + DAY, NOW + 9 * DAY, (NOW + 5 * DAY,))
    house.round(schedule=days)
    house.invite(12)
    found = of(house)
    assert (found.numbers, found.as_at, found.invited) == (None, None, 12)
    assert found.coming == days.reminders
    assert found.nudge_from is None


def test_reminders_are_the_rounds_and_ones_own(house: House) -> None:
    opened(house)
    house.work(days=2)
    reminders.nudge("spring", "northshire", PAT, house.now)
    own = house.now
    house.work(hours=12)
    assert of(house).reminders == (own, *DAYS.reminders)
    assert of(house).coming == DAYS.reminders
    assert of(house, "southborough").reminders == DAYS.reminders


def test_a_reminder_reaches_those_who_have_a_living_address_and_have_not_answered(
    house: House,
) -> None:
    opened(house)
    for link in house.links("northshire")[:6]:
        scenes.respond(house, link)
    sheets.make("spring", "northshire", 5, ADA, house.now)
    of_spring = Invitation.round == rounds.by_code("spring").id
    dead = Invitation.email == "remi20@northshire.example.org"
    Invitation.update(undeliverable="no such user").where(of_spring & dead).execute()
    house.work(days=1)
    found = of(house)
    assert found.reach == Reach(20, 5, 20, 1)
    assert found.numbers and found.numbers.answered == 5
    assert found.at_most == 15
    sheets.make("spring", "southborough", 1, ADA, house.now)
    house.work(days=1)
    assert of(house, "southborough").at_most == 7


def test_fewer_than_ten_are_too_few_to_be_reported(house: House) -> None:
    opened(house, northshire=9, southborough=10)
    assert of(house).small
    assert not of(house, "southborough").small


def test_how_many_an_open_link_reaches_is_not_known(house: House) -> None:
    opened(house, northshire=9)
    links.open_link("spring", "northshire", ADA, house.now)
    assert of(house).open_link
    assert not of(house, "southborough").open_link
    links.withdraw("spring", "northshire", ADA, house.now)
    assert of(house).open_link == "withdrawn"


def test_only_who_is_invited_by_name_makes_an_organisation_large_enough(house: House) -> None:
    """Answers by slip or by the link to forward make nobody ten."""
    opened(house, northshire=9)
    sheets.make("spring", "northshire", 40, ADA, house.now)
    links.open_link("spring", "northshire", ADA, house.now)
    assert of(house).small
    house.invite(10)
    assert not of(house).small


def test_few_answers_are_few_only_when_half_of_the_time_is_over(house: House) -> None:
    opened(house, northshire=10)
    house.work(days=4)
    assert not of(house).low
    house.work(days=1)
    assert of(house).low
    answered(house, 5)
    assert not of(house).low


def test_the_day_of_a_reminder_of_ones_own_is_two_days_after_the_last_letter(house: House) -> None:
    opened(house)
    assert of(house).nudge_from == london_day(NOW + 2 * DAY)
    house.work(days=11)
    assert of(house).nudge_from is None


def test_all_rounds_of_an_organisation_are_read_as_each_is_by_itself(house: House) -> None:
    opened(house)
    sheets.make("spring", "northshire", 5, ADA, house.now)
    links.open_link("noise", "northshire", ADA, house.now)
    house.round("later", schedule=Schedule(house.now + DAY, NOW + 30 * DAY, (NOW + 9 * DAY,)))
    house.round("theirs", organisations=("southborough",))
    house.work(hours=1)
    assert [found.round.code for found in every(house)] == ["later", "noise", "spring"]
    for found in every(house):
        assert found == of(house, code=found.round.code)


def test_ended_rounds_keep_their_last_numbers(house: House) -> None:
    opened(house)
    answered(house, 11)
    house.work(days=11)
    assert {each.round.state for each in every(house)} == {State.COUNTED}
    ended = {each.round.code: each.numbers for each in every(house)}
    assert ended["spring"] and ended["noise"]
    assert (ended["spring"].submitted, ended["noise"].submitted) == (11, None)
    reached = {each.round.code: each.reach for each in every(house)}
    assert reached == {"spring": Reach(20, 0, 20), "noise": Reach(7, 0, 7)}


@pytest.mark.parametrize("answers", [0, 4, 9])
def test_nothing_about_fewer_than_ten_depends_on_how_many_have_answered(
    house: House, answers: int
) -> None:
    opened(house, northshire=9)
    for link in house.links("northshire")[:answers]:
        scenes.respond(house, link)
    house.work(days=5)
    found = of(house)
    assert found.reach == Reach(9, 0, 9)
    assert found.numbers == Numbers(Part(9, 0), Part(), Part()).veiled()
    assert (found.at_most, found.low, found.shown_days) == (None, False, ())
    assert found.stands.left_out == ("letters",)


def test_the_curve_begins_on_the_day_on_which_there_are_ten(house: House) -> None:
    opened(house, northshire=9)
    answered(house, 6)
    house.invite(12)
    house.work(days=1)
    assert [day for day, _ in of(house).days] == [london_day(NOW + n * DAY) for n in range(2)]
    assert of(house).shown_days == ((london_day(NOW + DAY), Part(12, 5, beyond=4)),)


def test_whom_it_invites_is_of_this_moment_and_how_many_answered_of_the_last_midnight(
    house: House,
) -> None:
    opened(house)
    for link in house.links("northshire")[:5]:
        scenes.respond(house, link)
    house.invite(25)
    house.work(minutes=5)
    assert of(house).reach == Reach(25, 0, 25)
    assert shown(house) == (Part(20, 0, beyond=4), 0, 0)
    assert of(house).at_most == 25


def test_slips_that_were_made_do_not_make_three_people_ten(house: House) -> None:
    opened(house, northshire=3)
    sheets.make("spring", "northshire", 7, ADA, house.now)
    scenes.everybody_responds(house, "northshire")
    house.work(days=1)
    found = of(house)
    assert found.invited == 10
    assert found.numbers and (found.numbers.submitted, found.numbers.rate) == (None, None)
    assert (found.at_most, found.shown_days) == (None, ())
    assert found.stands.left_out == ("letters", "slips")


def test_a_slip_or_a_link_of_today_is_counted_at_midnight(house: House) -> None:
    opened(house)
    sheets.make("spring", "northshire", 7, ADA, house.now)
    links.open_link("spring", "northshire", ADA, house.now)
    assert of(house).stands.uncounted == ("slips", "forwarded")
    assert of(house).stands.left_out == ()
    assert of(house).shown_days
    answered(house, 11)
    assert of(house).stands.uncounted == ()
    assert of(house).stands.left_out == ("slips", "forwarded")
    house.work(days=11)
    assert of(house).stands.left_out == ("slips", "forwarded")


def test_who_has_just_come_onto_a_list_is_not_said_to_be_too_few(house: House) -> None:
    opened(house, northshire=0)
    house.work(days=1)
    house.invite(200)
    house.hold_letters()
    house.work(minutes=5)
    found = of(house)
    assert (found.reach.named, found.reach.sent) == (200, 0)
    assert (found.stands.left_out, found.stands.uncounted) == ((), ("letters",))


def test_what_may_not_be_shown_now_is_not_shown_of_an_earlier_day(house: House) -> None:
    opened(house, northshire=12)
    scenes.everybody_responds(house, "northshire")
    house.work(days=1)
    assert [part.said for _, part in of(house).shown_days] == ["10 or more"]
    theirs = Invitation.email.in_([f"remi{i}@northshire.example.org" for i in (1, 2, 3)])
    Invitation.update(withdrawn=1).where(theirs).execute()
    house.work(days=1)
    assert of(house).shown_days == ()
