"""A clock that leaps does nothing for good: the worker waits, and says so."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

import pytest

from portal.services import health
from portal.services.figures import returns, tallies
from portal.services.letters import bounces
from portal.services.lifecycle import clock
from portal.services.rounds import register as rounds
from portal.services.staff import signing_in
from portal.store.answers import Ballot, Draft
from portal.store.records import Audit
from portal.store.results import Certificate
from portal.worker import passes
from tests.cli.test_mail import said
from tests.factories import ADA, PAT, House
from tests.services import scenes

AHEAD = timedelta(weeks=5)
HOUR = timedelta(hours=1)


@pytest.fixture
def answered(house: House) -> House:
    """Twelve have answered and a thirteenth has begun; the round closes in a week."""
    house.person(ADA)
    house.open_round(northshire=13)
    for link in house.links()[:12]:
        scenes.respond(house, link)
    scenes.begin(house, house.links()[12])
    house.letters.clear()
    return house


def one_pass(house: House, by: timedelta = timedelta(0)) -> list[str]:
    """A pass by a clock that is ``by`` so much wrong, and nobody to confirm it."""
    return passes.run(house.tools, house.now + by)


def kept() -> tuple[str, int, int, int]:
    """The round's state; drafts, ballots and certificates."""
    counts = (table.select().count() for table in (Draft, Ballot, Certificate))
    return (rounds.by_code("spring").state.value, *counts)  # type: ignore[return-value]


def test_a_clock_five_weeks_ahead_closes_counts_and_destroys_nothing(answered: House) -> None:
    before, id_ = kept(), rounds.by_code("spring").id
    for minutes in range(5):
        assert clock.WAITS in one_pass(answered, AHEAD + timedelta(minutes=minutes))[0]
    assert kept() == before == ("open", 1, 12, 0)
    assert answered.tools.keys.draft_secret(id_) and answered.tools.keys.round_key(id_)
    assert answered.tools.keys.tombstone(id_) is None
    assert one_pass(answered) == []
    assert kept() == before
    assert health.state(answered.now).well


def test_without_the_wait_the_same_pass_would_end_the_round(
    answered: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "doubt", lambda _: None)
    one_pass(answered, AHEAD)
    assert kept() == ("counted", 0, 0, 1)


def test_nothing_is_opened_reminded_or_purged_while_it_waits(answered: House) -> None:
    answered.round("summer")
    counted = scenes.snapshot()
    one_pass(answered, timedelta(days=3000))
    after = scenes.snapshot()
    assert {name for name in after if after[name] != counted[name]} == {"heartbeat", "notice"}


def test_administrators_are_told_once_and_can_sign_in(answered: House) -> None:
    answered.person(PAT)
    one_pass(answered, AHEAD)
    [letter] = answered.letters
    assert letter.to == ADA and "clock right?" in letter.subject
    assert "6 April 2026 at 10:00am" in letter.text and "2 March 2026 at 9:00am" in letter.text
    signing_in.ask(ADA, "", answered.now + AHEAD)
    one_pass(answered, AHEAD + timedelta(minutes=1))
    assert "sign-in link" in answered.letters[-1].subject and len(answered.letters) == 2


def test_it_goes_on_by_a_clock_that_an_administrator_confirms(answered: House) -> None:
    one_pass(answered, AHEAD)
    assert clock.confirm(ADA, answered.now + AHEAD)
    assert not clock.confirm(ADA, answered.now + AHEAD)
    deeds = [each.did for each in Audit.select() if each.who == ADA]
    assert deeds[-1] == "took the clock to be right: 6 April 2026 at 10:00am"
    assert "closed round spring" in one_pass(answered, AHEAD)


def test_half_a_day_of_waiting_is_enough_and_stands_in_the_audit(answered: House) -> None:
    for hours in range(12):
        assert clock.WAITS in one_pass(answered, AHEAD + hours * HOUR)[0]
    assert "closed round spring" in one_pass(answered, AHEAD + 12 * HOUR)
    assert "took the clock to be right, having waited" in str([a.did for a in Audit.select()])
    assert len(answered.letters) == 1


def test_a_second_leap_begins_the_wait_again(answered: House) -> None:
    one_pass(answered, AHEAD)
    assert clock.WAITS in one_pass(answered, 2 * AHEAD)[0]
    assert clock.WAITS in one_pass(answered, 2 * AHEAD + 11 * HOUR)[0]
    assert kept()[0] == "open"


def test_a_clock_that_was_behind_is_right_at_once_when_it_is_put_right(answered: House) -> None:
    long_ago = datetime(1970, 1, 1, tzinfo=answered.now.tzinfo) - answered.now
    assert clock.WAITS in one_pass(answered, long_ago)[0]
    assert one_pass(answered, timedelta(minutes=1)) == []
    assert health.wait() is None


def test_a_clock_that_is_put_back_holds_up_nothing_that_is_done_now_and_then(house: House) -> None:
    later = house.now + AHEAD
    tallies.noted(later)
    returns.noted(later)
    bounces.asked(later)
    assert tallies.due(house.now) and returns.due(house.now) and bounces.due(house.now)


def test_a_new_installation_does_not_wait(house: House) -> None:
    house.round()
    assert "opened round spring" in one_pass(house)


def test_a_moment_that_was_given_is_gone_by_and_forgotten(answered: House) -> None:
    done = passes.run(answered.tools, answered.now + AHEAD, given=True)
    assert "closed round spring" in done
    assert one_pass(answered) == []
    assert health.wait() is None


def test_a_command_gives_no_certificate_by_a_clock_in_doubt(
    answered: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passes, "release", lambda *_: ["destroyed"])
    tools, at = answered.tools, answered.now + AHEAD
    [waits] = passes.run_apart(tools, lambda: passes.run(tools, at)[:1], at)
    assert waits.startswith(clock.WAITS)
    assert list(passes.run_apart(tools, list, at, given=True)) == ["destroyed"]


def test_the_command_line_confirms_too(answered: House) -> None:
    health.believe(answered.now - timedelta(days=1000))
    assert "the worker continues" in said(answered, "job", "clock-is-right")
    assert "does not doubt it" in said(answered, "job", "clock-is-right")


def test_health_says_what_the_worker_waits_for(answered: House) -> None:
    one_pass(answered, AHEAD)
    found = health.state(answered.now + AHEAD + timedelta(minutes=1))
    assert "confirms or corrects the clock" in found.worker and not found.well
    assert "silent" in health.state(answered.now + AHEAD + HOUR).worker


def test_the_log_says_it_once_an_hour(
    answered: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    times = iter(AHEAD + timedelta(minutes=20 * i) for i in range(7))
    monkeypatch.setattr(passes.time, "sleep", lambda _: None)
    run = passes.run
    monkeypatch.setattr(passes, "run", lambda tools, _: run(tools, answered.now + next(times)))
    stops = iter([False] * 7 + [True])
    with caplog.at_level(logging.INFO, "portal.worker"):
        passes.work(answered.tools, lambda: next(stops))
    assert [line for line in caplog.messages if clock.WAITS in line] == [
        clock.sentence(health.wait(), answered.now + AHEAD + hours * HOUR)  # type: ignore[arg-type]
        for hours in range(3)
    ]
