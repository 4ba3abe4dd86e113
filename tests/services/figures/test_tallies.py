"""Counts by the day; in every test another organisation and another round make noise that must not
get in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from portal.calendar.schedule import Schedule
from portal.calendar.state import State
from portal.disclosure.answered import Numbers, Part
from portal.services.answering import arriving
from portal.services.figures import tallies
from portal.services.lifecycle import closing
from portal.services.people import links as forwarding
from portal.services.people import sheets
from portal.services.rounds import register as rounds
from portal.services.rounds import steps
from portal.store.figures import Tally
from portal.store.people import Invitation
from portal.store.rounds import Round
from portal.vault import tokens
from tests.factories import ADA, NOW, House
from tests.services import scenes
from tests.services.figures.test_returns_answered import RETURN

DAY = timedelta(days=1)
MARCH_2 = date(2026, 3, 2)


@pytest.fixture
def spring(house: House) -> bytes:
    """Twelve people of Northshire; and noise."""
    house.open_round(northshire=14, southborough=2, code="noise")
    for link in house.links():
        scenes.respond(house, link, round_code="noise")
    house.letters.clear()
    found = house.open_round(northshire=12, southborough=11)
    answer(house, 6, "southborough")
    return found.id


def answer(house: House, number: int, organisation: str = "northshire") -> None:
    """So many more by letter."""
    links = house.links(organisation)
    unused = [link for link in links if scenes.ticket_behind(link).state == "unused"]
    for link in unused[:number]:
        scenes.respond(house, link)


def northshire(round_id: bytes) -> Numbers:
    return latest(round_id)["northshire"]


def latest(round_id: bytes) -> dict[str, Numbers]:
    """As stored."""
    rows = Tally.select().where(Tally.round == round_id).order_by(Tally.day)
    return {row.organisation_id: counted(row) for row in rows}


def counted(row: Tally) -> Numbers:
    return Numbers(
        Part(row.invited, row.by_letter),
        Part(row.slips, row.by_slip),
        Part(row.open_link, row.by_open_link),
    )


def change(number: int, **values: object) -> None:
    """Of remi1, remi2, … of Northshire."""
    of = Invitation.email == f"remi{number}@northshire.example.org"
    round_id = rounds.by_code("spring").id
    Invitation.update(**values).where(of & (Invitation.round == round_id)).execute()


def as_at() -> datetime:
    return tallies.as_at(rounds.by_code("spring"), tallies.last_counted())


def days(round_id: bytes) -> list[date]:
    """The days of Northshire's counts."""
    counts = tallies.days([rounds.by_id(round_id)], "northshire")
    return [count.day for count in counts[round_id]]


@pytest.mark.parametrize("planned", [0, 90])
def test_a_round_is_counted_when_it_opens_and_from_the_next_midnight_on(
    house: House, planned: int
) -> None:
    house.open_round(code="noise")
    house.letters.clear()
    house.now += timedelta(minutes=50)
    opens = house.now + timedelta(minutes=planned)
    found = house.round(schedule=Schedule(opens, NOW + 5 * DAY))
    house.invite(13)
    if planned:
        steps.request("spring", "open", ADA, house.now)
    assert latest(found.id) == {}
    house.work()
    assert northshire(found.id) == Numbers(Part(13, 0))
    assert as_at() == house.now
    answer(house, 5)
    house.work(hours=14)
    assert northshire(found.id) == Numbers(Part(13, 0))
    assert as_at() == NOW + timedelta(minutes=50)
    house.work(minutes=10)
    assert northshire(found.id) == Numbers(Part(13, 5))
    assert as_at() == house.now == datetime(2026, 3, 3, tzinfo=UTC)


def test_a_round_that_opens_before_the_worker_ever_counted_is_of_its_opening(house: House) -> None:
    found = house.round()
    tallies.begin(found.id)
    assert northshire(found.id) == Numbers()
    assert tallies.as_at(replace(found, state=State.OPEN), tallies.last_counted()) == found.opens


def test_counts_stand_still_until_midnight_and_then_go_up_in_fives(
    house: House, spring: bytes
) -> None:
    answer(house, 5)
    house.work(hours=14, minutes=59)
    assert northshire(spring).letters.answers == 0
    house.work(minutes=1)
    assert northshire(spring).letters.answers == 5
    answer(house, 4)
    house.work(days=1)
    assert northshire(spring).letters.answers == 5
    answer(house, 1)
    house.work(days=1)
    assert northshire(spring).letters.answers == 10


def test_a_count_that_was_missed_is_made_up_for_at_once(house: House, spring: bytes) -> None:
    answer(house, 5)
    house.work(hours=18, minutes=20)
    assert northshire(spring).letters.answers == 5
    assert as_at() == NOW + timedelta(hours=18, minutes=20)


def test_every_number_is_of_its_own_organisation_and_round(house: House, spring: bytes) -> None:
    answer(house, 7)
    for slip in sheets.make("spring", "northshire", 15, ADA, house.now)[:11]:
        scenes.respond(house, f"/i/{tokens.link_text(slip)}")
    change(12, undeliverable="no such user")
    house.work(days=1)
    assert latest(spring) == {
        "northshire": Numbers(Part(12, 5), Part(15, 10)),
        "southborough": Numbers(Part(11, 5)),
    }
    row = Tally.get(round=spring, organisation="northshire")
    assert (row.sent, row.undeliverable) == (12, 1)


def test_an_open_link_invites_nobody_and_is_told_apart(house: House, spring: bytes) -> None:
    link = tokens.link_text(forwarding.open_link("spring", "northshire", ADA, house.now))
    for _ in range(11):
        welcome = arriving.by_open_link(link, house.now, house.tools.keys)
        code = arriving.begin(welcome, [], house.now, house.tools.keys)
        scenes.fill(house, code)
        scenes.submit(house, code)
    house.work(days=1)
    assert northshire(spring) == Numbers(Part(12, 0), Part(), Part(1, 10))


def test_each_day_keeps_how_it_ended(house: House, spring: bytes) -> None:
    answer(house, 5)
    house.work(hours=15)  # midnight: what is found now is how the day ended
    answer(house, 5)
    house.work(hours=1)
    house.work(days=1)
    own = (Tally.round == spring) & (Tally.organisation == "northshire")
    ends = [(row.day, row.by_letter) for row in Tally.select().where(own).order_by(Tally.day)]
    assert ends == [(MARCH_2, 5), (MARCH_2 + DAY, 10)]


def test_no_row_holds_more_than_staff_may_see(house: House, spring: bytes) -> None:
    house.open_round(northshire=9, code="few")
    answer(house, 8)
    for slip in sheets.make("spring", "northshire", 15, ADA, house.now)[:9]:
        scenes.respond(house, f"/i/{tokens.link_text(slip)}")
    for link in house.links("northshire")[-9:]:
        scenes.respond(house, link, round_code="few")
    house.work(days=1)
    rows = Tally.select().where(Tally.organisation == "northshire")
    assert {(row.round_id == spring, row.by_letter, row.by_slip) for row in rows} >= {
        (True, 5, 0),
        (False, 0, 0),
    }


def test_a_round_that_opens_at_midnight_has_no_day_before(house: House) -> None:
    house.now = datetime(2026, 3, 3, tzinfo=UTC)
    found = house.open_round(northshire=2)
    assert days(found.id) == [date(2026, 3, 3)]


def test_days_are_londons(house: House) -> None:
    house.now = datetime(2026, 6, 1, 9, tzinfo=UTC)
    found = house.open_round(northshire=2)
    house.work(hours=14)  # 23:00 UTC is midnight in London
    assert as_at() == house.now
    house.work(hours=1)
    house.work(hours=23)
    assert days(found.id) == [date(2026, 6, 1), date(2026, 6, 2)]


@pytest.mark.parametrize(("answers", "kept", "said"), [(11, 11, "11"), (9, 0, "")])
def test_the_last_count_is_made_at_the_closing_and_shown_whole_once_it_is_counted(
    house: House, answers: int, kept: int, said: str
) -> None:
    spring = house.open_round(northshire=12).id
    answer(house, answers)
    house.now += timedelta(minutes=10)
    closing.begin_closing(spring, house.now)
    assert northshire(spring) == Numbers(Part(12, kept))
    assert shown(spring) == ("10 or more" if kept else "")
    house.work()
    assert rounds.by_id(spring).state == "counted"
    assert shown(spring) == said
    assert as_at() == NOW + timedelta(minutes=10)


def shown(round_id: bytes) -> str:
    return tallies.latest(rounds.by_id(round_id))["northshire"].numbers.shown.said


def test_a_round_that_closes_at_midnight_ends_on_the_day_before(house: House) -> None:
    schedule = Schedule(house.now, datetime(2026, 3, 4, tzinfo=UTC))
    found = house.open_round(northshire=2, schedule=schedule)
    house.work(days=5)
    assert days(found.id)[-1] == date(2026, 3, 3)


def test_a_refresh_that_comes_after_the_closing_changes_nothing(
    house: House, spring: bytes
) -> None:
    answer(house, 11)
    closing.begin_closing(spring, house.now)
    before = northshire(spring)
    tallies.refresh(spring, house.now + DAY)
    assert northshire(spring) == before


def test_an_organisation_without_people_has_nothing(house: House) -> None:
    found = house.open_round(northshire=2)
    assert latest(found.id)["southborough"] == Numbers()


def test_an_organisation_that_joins_later_is_counted_from_then_on(house: House) -> None:
    found = house.open_round(northshire=2, organisations=("northshire",))
    Round.update(joining="southborough").where(Round.id == found.id).execute()
    house.work(days=1)
    assert set(latest(found.id)) == {"northshire", "southborough"}


def test_two_workers_leave_one_row_a_day(house: House, spring: bytes) -> None:
    tallies.refresh(spring, house.now)
    tallies.refresh(spring, house.now)
    rows = Tally.select().where((Tally.round == spring) & (Tally.organisation == "northshire"))
    assert rows.count() == 1


def test_staff_see_the_numbers_of_the_few_in_a_return_only(house: House) -> None:
    spring = house.open_round(northshire=4)
    returned = house.open_round(northshire=1, code="returns", source=RETURN)
    house.work(days=1)
    for round_, submitted in ((spring, None), (returned, 0)):
        [last] = tallies.days([round_], "northshire")[round_.id]
        assert last == tallies.latest(round_)["northshire"]
        assert last.numbers.submitted == submitted


def test_after_the_closing_nothing_is_kept_of_earlier_days_that_may_not_be_shown(
    house: House,
) -> None:
    house.open_round(northshire=12)
    answer(house, 6)
    slips = sheets.make("spring", "northshire", 30, ADA, house.now)
    for n, slip in enumerate(slips[:11]):
        scenes.respond(house, f"/i/{tokens.link_text(slip)}")
        house.work(days=1 if n in (8, 9) else 0)
    house.work(days=6)
    kept = [
        (row.by_letter, row.by_slip)
        for row in Tally.select().where(Tally.organisation == "northshire").order_by(Tally.day)
    ]
    assert kept == [(0, 10), (0, 10)]


def test_after_the_closing_no_day_is_kept_on_which_fewer_than_ten_were_invited(
    house: House,
) -> None:
    found = house.open_round(northshire=9, southborough=12)
    people = Invitation.organisation == "southborough"
    house.work(days=1)
    house.invite(10)
    house.work(days=1)
    answer(house, 10)
    Invitation.update(withdrawn=1).where(people).execute()
    house.work(days=6)
    kept = {(row.organisation_id, row.day, row.invited) for row in Tally.select()}
    assert rounds.by_code("spring").state == "counted"
    assert kept == {
        ("northshire", MARCH_2 + DAY, 10),
        ("northshire", MARCH_2 + 7 * DAY, 10),
        ("southborough", MARCH_2 + 7 * DAY, 0),
    }
    assert found.id
