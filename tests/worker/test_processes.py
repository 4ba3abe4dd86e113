"""What is done apart is done by a process that has ended."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator
from dataclasses import replace

import pytest

from portal.services.rounds import register as rounds
from portal.services.rounds import steps
from portal.store.answers import Ballot
from portal.store.records import Audit
from portal.store.results import Response
from portal.worker import passes, processes
from portal.worker.processes import CutOff, apart
from tests.factories import ADA, House
from tests.services import ballots


@pytest.fixture(autouse=True)
def database(house: House) -> None:
    """Whoever does something apart has one."""


def test_a_task_is_done_by_another_process_which_has_ended() -> None:
    number, *said = apart(lambda: [str(os.getpid()), "“done”\n", ""])
    assert said == ["“done”\n", ""]
    assert int(number) != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(int(number), 0)


def test_what_is_said_comes_as_it_is_said() -> None:
    reading, writing = os.pipe()

    def wait_for_an_answer() -> Iterator[str]:
        yield "first"
        yield os.read(reading, 1).decode()

    said = apart(wait_for_an_answer)
    assert next(said) == "first"
    os.write(writing, b"x")
    assert list(said) == ["x"]


@pytest.mark.parametrize("ends", [signal.SIGKILL, signal.SIGTERM])
def test_a_process_that_is_killed_is_told(ends: signal.Signals) -> None:
    with pytest.raises(CutOff, match=f"ended with -{ends}"):
        list(apart(lambda: [str(os.kill(os.getpid(), ends))]))


def test_a_fault_is_logged_by_its_place_and_not_by_its_words(
    capfd: pytest.CaptureFixture[str],
) -> None:
    logging.getLogger("portal.worker").addHandler(logging.StreamHandler())

    def fail() -> list[str]:
        raise RuntimeError("remi@example.org")

    with pytest.raises(CutOff, match="ended with 1"):
        list(apart(fail))
    logging.getLogger("portal.worker").handlers.clear()
    assert "RuntimeError in fail" in (said := capfd.readouterr().err)
    assert "remi@" not in said


def test_a_round_is_counted_apart(house: House) -> None:
    ballots.closed_round(house)
    house.tools = replace(house.tools, apart=processes.apart)
    assert house.work() == ["counted round spring", "destroyed the keys of round spring"]
    assert (rounds.by_code("spring").state, Response.select().count()) == ("counted", 12)


def test_a_count_that_is_refused_apart_says_why(house: House) -> None:
    ballots.closed_round(house)
    ballots.tamper()
    house.tools = replace(house.tools, apart=processes.apart)
    house.work()
    assert "1 ballot of round spring" in rounds.by_code("spring").problem


def test_a_count_that_is_cut_off_waits_until_it_is_asked_for(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ballots.closed_round(house)
    house.tools = replace(house.tools, apart=processes.apart)
    with monkeypatch.context() as patch:
        patch.setattr(passes, "count_one", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        assert house.work() == [
            "It was cut off: its process ended with -9.",
            f"round spring waits: {rounds.by_code('spring').problem}",
        ]
    assert "ask for it again" in rounds.by_code("spring").problem
    assert house.work() == []
    assert Ballot.select().count() == 12
    steps.request("spring", "count", ADA, house.now)
    house.work()
    assert (rounds.by_code("spring").state, rounds.by_code("spring").problem) == ("counted", "")
    assert [row.did for row in Audit.select()].count("counted round spring") == 1
