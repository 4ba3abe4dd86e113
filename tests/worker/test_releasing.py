"""A certificate waits for every process that may have something of its round in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from portal.services import health
from portal.services.rounds import register as rounds
from portal.store.results import Certificate
from portal.vault.holding import Holds
from portal.worker import passes
from tests.beside import another_process, end
from tests.factories import ADA, House
from tests.services import scenes


@pytest.fixture
def answered(house: House) -> House:
    """Twelve have answered, and it is time to close."""
    house.person(ADA)
    house.open_round(northshire=12)
    scenes.everybody_responds(house)
    return house


def serving(house: House) -> None:
    """Another process reads the draft secret, as one that serves people."""
    keys = replace(house.tools.keys, holds=Holds())
    assert keys.draft_secret(rounds.by_code("spring").id)


def state() -> tuple[str, bool]:
    """The round's, and whether its certificate is complete."""
    return rounds.by_code("spring").state, Certificate.get().keys_destroyed is not None


def test_the_certificate_waits_until_the_process_has_ended(answered: House) -> None:
    with another_process(lambda: serving(answered)) as child:
        answered.work(days=7)
        assert state() == ("releasing", False)
        assert answered.work(minutes=9) == []
        end(child)
        assert answered.work() == ["destroyed the keys of round spring"]
    assert state() == ("counted", True)


def test_keys_and_traces_do_not_wait(answered: House) -> None:
    found = rounds.by_code("spring")
    with another_process(lambda: serving(answered)):
        answered.work(days=7)
        assert answered.tools.keys.round_key(found.id) is None
        assert answered.tools.keys.tombstone(found.id)
        assert b"@northshire" not in answered.database.read_bytes()


def test_traces_are_cleared_once_however_long_it_waits(
    answered: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with another_process(lambda: serving(answered)):
        answered.work(days=7)
        monkeypatch.setattr(passes.db, "erase_traces", lambda *_: 1 / 0)
        assert answered.work(minutes=1) == []


def test_after_ten_minutes_staff_are_told_which_process_holds_on(answered: House) -> None:
    with another_process(lambda: serving(answered)) as child:
        answered.work(days=7)
        (said,) = answered.work(minutes=10)
        assert f"waits until process {child} ends" in said
        assert f"process {child} " in rounds.by_code("spring").problem
        for _ in range(3):
            answered.work(minutes=10)
        subjects = [letter.subject for letter in answered.letters if letter.to == ADA]
        assert subjects == ["Social Work Health Check: Spring check waits for a process"]
        end(child)
        answered.work()
    assert state() == ("counted", True)
    assert rounds.by_code("spring").problem == ""


def test_a_worker_that_had_something_of_the_round_leaves_it_to_a_fresh_one(
    answered: House,
) -> None:
    held = replace(answered.tools, keys=replace(answered.tools.keys, holds=Holds()))
    assert not passes.has_held(held)
    assert passes.run(held, answered.now) == []
    answered.work(days=0)
    later = rounds.by_code("spring").closes
    health.believe(later)
    assert passes.run(held, later) == ["closed round spring", "counted round spring"]
    assert passes.has_held(held)
    assert passes.run(held, later) == []
    assert state() == ("releasing", False)
    assert held.keys.holds
    held.keys.holds.let_go()
    assert not passes.has_held(held)
    assert passes.run(held, later) == ["destroyed the keys of round spring"]
    assert state() == ("counted", True)


def test_a_worker_begins_anew_after_a_count_unless_it_is_to_stop(
    answered: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = list[str]()
    keys = replace(answered.tools.keys, holds=Holds())
    held = replace(answered.tools, keys=keys, renew=lambda: begun.append("again"))
    monkeypatch.setattr(passes.time, "sleep", lambda _: None)
    health.believe(datetime.now(UTC))
    stops = iter([False, True, True])
    passes.work(held, lambda: next(stops))  # it counts, and is told to stop
    assert (state(), begun) == (("releasing", False), [])
    stops = iter([False, False, True])
    passes.work(held, lambda: next(stops))
    assert (state(), begun) == (("releasing", False), ["again"])
