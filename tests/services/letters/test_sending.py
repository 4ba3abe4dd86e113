"""How far the sending of a round's letters is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.calendar.schedule import Schedule
from portal.services.letters import sending
from portal.services.letters.sending import Sending
from portal.services.rounds.register import RoundInfo
from portal.store.letters import Outgoing
from portal.store.records import Heartbeat
from tests.factories import NOW, House

DAY = timedelta(days=1)


@pytest.fixture
def spring(house: House) -> RoundInfo:
    """A hundred letters, of which none has gone; those of another round went long ago."""
    house.open_round(5, code="noise")
    house.hold_letters()
    return house.open_round(100, schedule=Schedule(NOW, NOW + 9 * DAY, (NOW + 4 * DAY,)))


def gone(number: int) -> None:
    due = [row.id for row in Outgoing.select().where(Outgoing.state == "due").limit(number)]
    Outgoing.update(state="done").where(Outgoing.id.in_(due)).execute()


def test_by_the_pace_so_far_it_is_told_when_the_last_one_goes(
    house: House, spring: RoundInfo
) -> None:
    assert sending.state(spring.id, house.now) == Sending(100, None)
    gone(25)
    house.work(minutes=10)
    assert sending.state(spring.id, house.now) == Sending(75, house.now + timedelta(minutes=30))


def test_once_all_have_gone_the_next_ones_have_a_pace_of_their_own(
    house: House, spring: RoundInfo
) -> None:
    gone(100)
    house.work(hours=1)
    assert sending.state(spring.id, house.now) == Sending(0, None)
    assert not Heartbeat.select().where(Heartbeat.name.startswith("sending")).exists()
    house.invite(110)
    house.work(hours=1)
    gone(5)
    house.work(minutes=2)
    assert sending.state(spring.id, house.now) == Sending(5, house.now + timedelta(minutes=2))


def test_reminders_say_nothing(house: House, spring: RoundInfo) -> None:
    gone(100)
    house.work(days=5)
    assert Outgoing.select().where(Outgoing.state == "due").exists()
    assert sending.state(spring.id, house.now) == Sending(0, None)
