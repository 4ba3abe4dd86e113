"""Counts by the hour and the day; in every test another organisation and another round make noise
that must not get in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.services import arriving, invitations, rounds, tallies
from portal.services.tallies import Numbers
from portal.store.invitations import Invitation, Outgoing
from portal.store.results import Tally, Turnout
from portal.store.rounds import Participation
from portal.survey.schedule import Schedule
from portal.vault import tokens
from tests.factories import ADA, NOW, House
from tests.services import scenes
from tests.services.test_returns import RETURN

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MARCH_2 = date(2026, 3, 2)
NAMES = ("invited", "by_slip", "sent", "undeliverable", "submitted", "by_open_link")


@pytest.fixture
def spring(house: House) -> bytes:
    """Four people of Northshire; and noise."""
    house.open_round(northshire=7, southborough=2, code="noise")
    for link in house.links():
        scenes.respond(house, link, round_code="noise")
    house.letters.clear()
    found = house.open_round(northshire=4, southborough=3)
    scenes.respond(house, house.links("southborough")[0])
    return found.id


def northshire(round_id: bytes) -> Numbers:
    return latest(round_id)["northshire"]


def latest(round_id: bytes) -> dict[str, Numbers]:
    """As counted, whoever may see it."""
    rows = Tally.select().where(Tally.round == round_id).order_by(Tally.day)
    return {row.organisation_id: counted(row) for row in rows}


def counted(row: Tally) -> Numbers:
    return Numbers(*(getattr(row, name) for name in NAMES))


def change(number: int, **values: object) -> None:
    """Of remi1, remi2, … of Northshire."""
    of = Invitation.email == f"remi{number}@northshire.example.org"
    round_id = rounds.by_code("spring").id
    Invitation.update(**values).where(of & (Invitation.round == round_id)).execute()


def test_a_new_round_is_counted_at_the_next_full_hour(house: House) -> None:
    house.work()
    found = house.round()
    house.invite(2)
    house.work(minutes=40)
    assert latest(found.id) == {}
    house.work(minutes=20)
    assert northshire(found.id) == Numbers(invited=2, sent=2)


def test_counts_stand_still_until_the_hour_has_struck(house: House, spring: bytes) -> None:
    house.work(hours=1)
    scenes.respond(house, house.links("northshire")[0])
    house.work(minutes=59)
    assert northshire(spring).submitted == 0
    house.work(minutes=1)
    assert northshire(spring).submitted == 1


def test_a_count_that_was_missed_is_made_up_for_at_once(house: House, spring: bytes) -> None:
    scenes.respond(house, house.links("northshire")[0])
    house.work(hours=3, minutes=20)
    assert northshire(spring).submitted == 1
    found = rounds.by_code("spring")
    assert tallies.as_at(found.state, found.closes) == NOW + timedelta(hours=3, minutes=20)


def test_every_number_is_of_its_own_organisation_and_round(house: House, spring: bytes) -> None:
    for link in house.links("northshire")[:2]:
        scenes.respond(house, link)
    invitations.slips("spring", "northshire", 5, ADA, house.now)
    change(4, undeliverable="no such user")
    house.work(hours=1)
    expected = Numbers(invited=9, by_slip=5, sent=4, undeliverable=1, submitted=2)
    assert latest(spring) == {
        "northshire": expected,
        "southborough": Numbers(invited=3, sent=3, submitted=1),
    }


def test_who_waits_or_was_taken_off_is_not_invited(house: House, spring: bytes) -> None:
    change(1, withdrawn=1, undeliverable="no such user")
    change(2, waiting=1, undeliverable="no such user")
    house.work(hours=1)
    assert northshire(spring) == Numbers(invited=2, sent=2)


def test_an_open_link_invites_nobody_and_is_told_apart(house: House, spring: bytes) -> None:
    link = tokens.link_text(invitations.open_link("spring", "northshire", ADA, house.now))
    welcome = arriving.by_open_link(link, house.now)
    code = arriving.begin(welcome, [], house.tools.keys.draft_secret)
    scenes.fill(house, code)
    scenes.submit(house, code)
    house.work(hours=1)
    assert northshire(spring) == Numbers(invited=4, sent=4, submitted=1, by_open_link=1)


def test_a_letter_that_has_not_gone_out_is_not_sent(house: House, spring: bytes) -> None:
    email = Invitation.email == "remi1@northshire.example.org"
    one = Invitation.get(email & (Invitation.round == spring)).id
    Outgoing.update(state="sending").where(Outgoing.invitation == one).execute()
    house.work(hours=1)
    assert northshire(spring).sent == 3
    assert latest(rounds.by_code("noise").id)["northshire"].sent == 7


def test_each_day_keeps_how_it_ended(house: House, spring: bytes) -> None:
    links = house.links("northshire")
    scenes.respond(house, links[0])
    house.work(hours=14)  # 23:00
    scenes.respond(house, links[1])
    house.work(hours=1)  # midnight: what is found now is how the day ended
    scenes.respond(house, links[2])
    house.work(hours=1)
    own = (Tally.round == spring) & (Tally.organisation == "northshire")
    days = [(row.day, row.submitted) for row in Tally.select().where(own).order_by(Tally.day)]
    assert days == [(MARCH_2, 2), (MARCH_2 + DAY, 3)]


def test_a_round_that_opens_at_midnight_has_no_day_before(house: House) -> None:
    house.now = datetime(2026, 3, 3, tzinfo=UTC)
    found = house.open_round(northshire=2)
    assert [day for day, _ in tallies.days(found.id, "northshire")] == [date(2026, 3, 3)]


def test_days_are_londons(house: House) -> None:
    house.now = datetime(2026, 6, 1, 9, tzinfo=UTC)
    found = house.open_round(northshire=2)
    house.work(hours=14)  # 23:00 UTC is midnight in London
    house.work(hours=1)
    days = [day for day, _ in tallies.days(found.id, "northshire")]
    assert days == [date(2026, 6, 1), date(2026, 6, 2)]


def test_the_last_count_is_made_at_the_closing(house: House, spring: bytes) -> None:
    for link in house.links("northshire")[:3]:
        scenes.respond(house, link)
    rounds.request("spring", "close", ADA, house.now)
    house.work(minutes=10)
    assert northshire(spring) == Numbers(invited=4, sent=4, submitted=3)
    kept = Turnout.select().where(
        (Turnout.round == spring) & (Turnout.organisation == "northshire")
    )
    assert sum(row.submitted for row in kept) == 3
    found = rounds.by_code("spring")
    assert tallies.as_at(found.state, found.closes) == NOW + timedelta(minutes=10)


def test_a_round_that_closes_at_midnight_ends_on_the_day_before(house: House) -> None:
    days = Schedule(house.now, datetime(2026, 3, 4, tzinfo=UTC))
    found = house.open_round(northshire=2, schedule=days)
    house.work(days=5)
    assert [day for day, _ in tallies.days(found.id, "northshire")][-1] == date(2026, 3, 3)


def test_a_refresh_that_comes_after_the_closing_changes_nothing(
    house: House, spring: bytes
) -> None:
    scenes.respond(house, house.links("northshire")[0])
    rounds.begin_closing(spring, house.now)
    before = northshire(spring)
    tallies.refresh(spring, house.now + HOUR)
    assert northshire(spring) == before


def test_an_organisation_without_people_has_nothing(house: House) -> None:
    found = house.open_round(northshire=2)
    assert latest(found.id)["southborough"] == Numbers()
    assert latest(found.id)["southborough"].rate is None


def test_an_organisation_that_joins_later_is_counted_from_then_on(house: House) -> None:
    found = house.open_round(northshire=2, organisations=("northshire",))
    Participation.create(round=found.id, organisation="southborough")
    house.work(hours=1)
    assert set(latest(found.id)) == {"northshire", "southborough"}


def test_two_workers_leave_one_row_a_day(house: House, spring: bytes) -> None:
    tallies.refresh(spring, house.now)
    tallies.refresh(spring, house.now)
    rows = Tally.select().where((Tally.round == spring) & (Tally.organisation == "northshire"))
    assert rows.count() == 1


@pytest.mark.parametrize(
    ("numbers", "rate"),
    [
        (Numbers(invited=80, submitted=10), 13),
        (Numbers(invited=200, submitted=1), 1),
        (Numbers(invited=10, submitted=10), 100),
        (Numbers(invited=9, submitted=5), None),
        (Numbers(invited=10, submitted=5, by_open_link=5), 0),
        (Numbers(invited=20, submitted=21), None),
        (Numbers(submitted=5, by_open_link=5), None),
    ],
    ids=str,
)
def test_the_rate_is_of_those_invited_and_there_is_none_that_would_be_false(
    numbers: Numbers, rate: int | None
) -> None:
    assert numbers.rate == rate


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        (Numbers(10, 0, 10, 0, 10, 0), Numbers(10, 0, 10, 0, 10, 0)),
        (Numbers(9, 2, 7, 1, 9, 0), Numbers(9, 2, 7, 1, 0, 0, withheld=True)),
        (Numbers(9, 0, 9, 0, 15, 9), Numbers(9, 0, 9, 0, 0, 0, withheld=True)),
        (Numbers(9, 0, 9, 0, 15, 10), Numbers(9, 0, 9, 0, 10, 10, withheld=True)),
    ],
)
def test_how_many_of_fewer_than_ten_have_answered_is_withheld(
    numbers: Numbers, shown: Numbers
) -> None:
    assert numbers.veiled() == shown


def test_staff_see_the_numbers_of_the_few_in_a_return_only(house: House, spring: bytes) -> None:
    returned = house.open_round(northshire=1, code="returns", source=RETURN)
    house.work(hours=1)
    for found, withheld in ((spring, True), (returned.id, False)):
        [(_, last)] = tallies.days(found, "northshire")
        assert last == tallies.latest(found)["northshire"]
        assert last.withheld is withheld


def test_after_the_closing_no_day_is_kept_on_which_fewer_than_ten_were_invited(
    house: House,
) -> None:
    found = house.open_round(northshire=9, southborough=12)
    people = Invitation.organisation == "southborough"
    house.work(days=1)
    house.invite(10)
    house.work(days=1)
    Invitation.update(withdrawn=1).where(people).execute()
    house.work(days=6)
    kept = {(row.organisation_id, row.day, row.invited) for row in Tally.select()}
    assert rounds.by_code("spring").state == "counted"
    assert kept == {
        ("northshire", MARCH_2 + 2 * DAY, 10),
        ("northshire", MARCH_2 + 7 * DAY, 10),
        ("southborough", MARCH_2 + 7 * DAY, 0),
    }
    assert found.id


NUMBERS = st.builds(Numbers, *[st.integers(0, 10**6)] * 6)


@given(NUMBERS, NUMBERS)
def test_numbers_add_up_one_by_one(one: Numbers, other: Numbers) -> None:
    total = one + other
    assert total.submitted == one.submitted + other.submitted
    assert total == other + one
    assert replace(total, invited=0).answered == one.answered + other.answered
