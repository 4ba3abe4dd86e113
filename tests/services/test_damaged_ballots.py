"""A ballot that opens and holds nothing of ours: as one that does not open."""

from __future__ import annotations

import pytest
from peewee import OperationalError

from portal.errors import CountRefused
from portal.services import counting, rounds
from portal.services.counting import Aside
from portal.store.replies import Ballot
from portal.store.results import Certificate, Response
from portal.store.rounds import Round
from portal.vault import sealing
from tests.factories import House
from tests.services import ballots


@pytest.mark.parametrize("inside", [b"", b"no JSON", b"[]", b'{"answers": 3}', b"\xff\xfe"])
def test_it_stops_the_count_and_can_be_set_aside(house: House, inside: bytes) -> None:
    found = ballots.closed_round(house, northshire=12)
    row = Round.get_by_id(found.id)
    sealed = sealing.seal_ballot(row.public_key, row.id, inside, row.size)
    Ballot.update(sealed=sealed).where(Ballot.key == Ballot.get().key).execute()
    key = ballots.key_of(house)

    with pytest.raises(CountRefused, match="1 of 12 ballots"):
        counting.count(found.id, key, house.now)
    counting.count(found.id, key, house.now, Aside(1, "a fault, agreed by two"))
    assert Response.select().count() == 11
    assert Certificate.get().set_aside == 1


def test_a_round_that_fails_unexpectedly_waits_and_holds_up_nobody(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ballots.closed_round(house, northshire=12)
    house.round(code="autumn", title="Autumn check")
    real = counting.count

    def broken(round_id: bytes, *rest: object) -> None:
        if round_id == first.id:
            raise ZeroDivisionError
        real(round_id, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(counting, "count", broken)
    said = house.work()

    assert "opened round autumn" in said
    assert "ZeroDivisionError" in rounds.by_code("spring").problem


def test_a_database_that_was_busy_for_a_moment_holds_up_no_count(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ballots.closed_round(house, northshire=12)
    with monkeypatch.context() as moment:
        moment.setattr(counting, "count", busy)
        assert "round spring is tried again: OperationalError" in house.work()

    assert rounds.by_code("spring").problem == ""
    assert "counted round spring" in house.work()


def busy(*_: object) -> None:
    raise OperationalError("database is locked")
