"""A ballot that opens and holds nothing of ours stops the count, in words of its own."""

from __future__ import annotations

import pytest
from peewee import OperationalError

from portal.errors import CountRefused
from portal.services.lifecycle import counting
from portal.services.lifecycle.counting import Aside
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.store.answers import Ballot
from portal.store.results import Certificate, Response
from portal.store.rounds import Round
from portal.survey import scoring
from portal.vault import sealing
from tests.factories import House
from tests.services import ballots, scenes

INSIDE = [
    b"",
    b"no JSON",
    b"[]",
    b"[" * 9000,
    b"\xff\xfe",
    b'{"answers": 3}',
    b'{"answers": {}, "scores": {}, "questionnaire": "", "organisation": 3, "origin": "slip"}',
    b'{"answers": {"why": "\\ud800"}, "scores": {}, "questionnaire": "", "organisation": "a",'
    b' "origin": "slip"}',
    b'{"answers": {"heard": "perhaps"}, "scores": {}, "questionnaire": "", "organisation": "a",'
    b' "origin": "slip"}',
    b'{"answers": {"at": "12:01"}, "scores": {}, "questionnaire": "", "organisation": "a",'
    b' "origin": "slip"}',
]
NOT_ALLOWED = "1 ballot opened to what the questionnaire does not allow"


def put_inside(inside: bytes) -> RoundInfo:
    """Seal these bytes in the place of one of the twelve ballots."""
    row = Round.get()
    sealed = sealing.seal_ballot(row.public_key, row.id, inside, max(row.size, len(inside) + 4))
    Ballot.update(sealed=sealed).where(Ballot.key == Ballot.get().key).execute()
    return rounds.by_code(row.code)


@pytest.mark.parametrize("inside", INSIDE)
def test_it_stops_the_count_and_can_be_set_aside(house: House, inside: bytes) -> None:
    ballots.closed_round(house, northshire=12)
    found = put_inside(inside)
    key = ballots.key_of(house)
    before = scenes.snapshot()
    with pytest.raises(CountRefused, match=NOT_ALLOWED) as refusal:
        counting.count(found.id, ballots.manifest_of(house), key, house.now)
    assert "cannot be opened" not in str(refusal.value)
    assert scenes.snapshot() == before
    counting.count(
        found.id, ballots.manifest_of(house), key, house.now, Aside(1, "a fault, agreed by two")
    )
    assert Response.select().count() == 11
    assert Certificate.get().set_aside == 1


def test_one_that_does_not_open_and_one_that_holds_nothing_of_ours_are_both_named(
    house: House,
) -> None:
    ballots.closed_round(house, northshire=12)
    found = put_inside(b"[]")
    whole = Ballot.select().order_by(Ballot.key.desc()).get()
    Ballot.update(sealed=bytes(99)).where(Ballot.key == whole.key).execute()
    with pytest.raises(CountRefused, match=NOT_ALLOWED) as refusal:
        counting.count(
            found.id, ballots.manifest_of(house), ballots.key_of(house), house.now, Aside(1)
        )
    assert "1 ballot of round spring cannot be opened;" in str(refusal.value)
    assert "1 were to be set aside" in str(refusal.value)


def test_a_fault_of_our_own_is_no_fault_of_a_ballot(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = ballots.closed_round(house, northshire=12)
    before = scenes.snapshot()
    missing: dict[str, str] = {}
    monkeypatch.setattr(scoring, "scores", lambda *_: missing["standard"])
    with pytest.raises(KeyError):
        counting.count(
            found.id, ballots.manifest_of(house), ballots.key_of(house), house.now, Aside(12, "all")
        )
    assert scenes.snapshot() == before
    house.work()
    assert rounds.by_code("spring").problem.startswith("KeyError in ")


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
