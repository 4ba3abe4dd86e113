from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from portal.calendar.schedule import Schedule
from portal.post.letters import Letter
from portal.services import health
from portal.services.figures import overview
from portal.services.lifecycle.counting import Aside
from portal.services.rounds import register as rounds
from portal.services.rounds import steps
from portal.store.answers import Ballot
from portal.store.results import Certificate, Response
from portal.worker import passes as jobs
from tests.factories import ADA, NOW, House
from tests.services import ballots, scenes

DAY = timedelta(days=1)


def problem(code: str = "spring") -> str:
    return rounds.by_code(code).problem


def secrets_of(house: House, round_id: bytes) -> tuple[bool, bool, bool]:
    """Whether link key, draft secret and round key are in the folder."""
    keys = house.tools.keys
    held = (keys.link_key(round_id), keys.draft_secret(round_id), keys.round_key(round_id))
    return tuple(key is not None for key in held)  # type: ignore[return-value]


def test_a_pass_says_what_it_did_and_a_second_has_nothing_to_do(house: House) -> None:
    house.round()
    house.invite(2)
    assert house.work() == [
        "opened round spring",
        "made 2 links of round spring",
        "dealt with 2 letters of round spring",
    ]
    assert house.work() == []


def test_a_round_is_closed_and_counted_and_its_keys_destroyed_in_one_pass(house: House) -> None:
    house.open_round(northshire=12)
    scenes.everybody_responds(house)
    assert house.work(days=7) == [
        "closed round spring",
        "counted round spring",
        "destroyed the keys of round spring",
    ]
    assert rounds.by_code("spring").state == "counted"
    assert house.work() == []


def test_each_secret_lives_as_long_as_it_is_needed(house: House) -> None:
    found = house.open_round(northshire=12)
    assert secrets_of(house, found.id) == (True, True, True)
    scenes.everybody_responds(house)
    house.now += 7 * DAY
    jobs.close(house.tools, house.now)
    assert secrets_of(house, found.id) == (False, False, True)
    jobs.count(house.tools, house.now)
    jobs.release(house.tools, house.now)
    assert secrets_of(house, found.id) == (False, False, False)
    assert "2026-03-09" in str(house.tools.keys.tombstone(found.id))


def test_a_round_closes_for_whoever_asks_before_its_time(house: House) -> None:
    house.open_round(northshire=12)
    steps.request("spring", "close", ADA, house.now)
    house.work()
    assert rounds.by_code("spring").state == "counted"


def test_a_round_without_its_link_key_can_still_be_closed_by_hand(house: House) -> None:
    found = house.open_round()
    house.tools.keys.destroy_closing(found.id)
    house.work()
    assert "link key" in problem()
    steps.request("spring", "close", ADA, house.now)
    house.work()
    assert rounds.by_code("spring").state == "counted"
    assert problem() == ""


def test_letters_that_cannot_go_out_do_not_hold_up_the_closing(house: House) -> None:
    def refuse(_: Letter) -> None:
        raise OSError

    house.round()
    house.round("summer", schedule=Schedule(NOW, NOW + DAY))
    house.invite(2)
    tools = replace(house.tools, deliver=refuse)
    jobs.run(tools, NOW)
    jobs.run(tools, NOW + DAY)
    assert "cannot be delivered" in health.state(NOW + DAY).post
    assert rounds.by_code("summer").state == "counted"


def test_a_round_in_trouble_does_not_hold_up_the_others(house: House) -> None:
    house.open_round(code="summer", northshire=0)
    ballots.closed_round(house)
    ballots.tamper()
    house.work(days=8)
    assert "1 ballot of round spring" in problem()
    assert rounds.by_code("spring").state == "closed"
    assert rounds.by_code("summer").state == "counted"


def test_a_refused_count_leaves_the_round_key_and_is_not_tried_again_unasked(
    house: House,
) -> None:
    found = ballots.closed_round(house)
    ballots.tamper()
    house.work()
    assert house.work() == []
    assert secrets_of(house, found.id)[2]
    assert Ballot.select().count() == 12


def test_a_count_that_is_asked_for_again_succeeds_once_the_cause_is_gone(house: House) -> None:
    ballots.closed_round(house)
    whole = Ballot.get()
    ballots.tamper()
    house.work()
    Ballot.update(sealed=whole.sealed).where(Ballot.key == whole.key).execute()
    steps.request("spring", "count", ADA, house.now)
    assert "counted round spring" in house.work()
    assert problem() == ""


def test_a_ballot_is_set_aside_by_hand_only(house: House) -> None:
    found = ballots.closed_round(house)
    ballots.tamper()
    house.work()
    jobs.count_one(house.tools, found, house.now, Aside(1, "A disk fault"))
    jobs.release(house.tools, house.now)
    ending = overview.status("spring").certificate
    assert ending
    assert (ending.kept, ending.set_aside) == (True, 1)


def test_a_round_whose_key_was_lost_is_not_counted_and_says_so(house: House) -> None:
    found = ballots.closed_round(house)
    house.tools.keys.destroy_round_key(found.id)
    house.work()
    assert "round key of round spring is not in the folder" in problem()
    assert Ballot.select().count() == 12


def test_two_workers_at_once_count_a_round_once(house: House) -> None:
    house.open_round(northshire=12)
    scenes.everybody_responds(house)
    house.now += 8 * DAY
    scenes.workers_at_once(house, 3)
    house.work()
    assert (rounds.by_code("spring").state, problem()) == ("counted", "")
    assert (Certificate.select().count(), Response.select().count()) == (1, 12)


def test_responses_are_deleted_in_the_pass_after_the_day_they_were_kept_until(
    house: House,
) -> None:
    house.open_round(northshire=12)
    scenes.everybody_responds(house)
    house.work(days=8)
    house.now = house.now.replace(year=2029)
    assert house.work() == ["deleted the responses of round spring"]


@pytest.mark.parametrize("step", ["beat", "notify", "hear", "remind", "deliver", "tally"])
def test_a_step_that_fails_is_loud_and_holds_up_neither_closing_nor_count(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, step: str
) -> None:
    def fail(*_: object) -> list[str]:
        raise RecursionError("remi@example.org")

    fail.__name__ = step
    house.open_round()
    monkeypatch.setattr(jobs, step, fail)
    said = house.work(days=8)
    assert said[0].startswith(f"{step} failed: RecursionError in fail:")
    assert said[0] in caplog.text
    assert "remi@" not in caplog.text
    assert rounds.by_code("spring").state == "counted"


def test_the_worker_goes_on_after_a_pass_that_failed(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    passes = iter([RuntimeError("remi@example.org"), None])

    def run(*_: object) -> list[str]:
        if error := next(passes):
            raise error
        return ["opened round spring"]

    def sleep(_: float, naps: list[int] = []) -> None:  # noqa: B006 - counts the naps
        naps.append(1)
        if len(naps) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(jobs, "run", run)
    monkeypatch.setattr(jobs.time, "sleep", sleep)
    with caplog.at_level(logging.INFO, "portal.worker"), pytest.raises(KeyboardInterrupt):
        jobs.work(house.tools)
    assert "a pass failed: RuntimeError" in caplog.text
    assert "opened round spring" in caplog.text
    assert "remi@" not in caplog.text
