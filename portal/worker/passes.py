"""What is due now: open, mint, remind, deliver, tally, close, count, purge.

One pass does all of it once; each step leaves the database in a state from which the next pass
goes on, so a pass can die anywhere and be started again. A round in trouble waits, with its
problem noted, and does not hold up the others.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from portal.calendar.state import State
from portal.errors import Conflict, CountRefused, PortalError
from portal.post import maildir
from portal.post.outcomes import Down
from portal.services import health, uploads
from portal.services.figures import returns, tallies
from portal.services.letters import bounces, notices, outbox, reminders
from portal.services.letters.bounces import LARGEST
from portal.services.lifecycle import closing, counting, setting_aside
from portal.services.lifecycle.counting import Aside
from portal.services.people import minting
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.services.staff import accounts, sessions, signing_in
from portal.store import db
from portal.vault import pairs
from portal.worker import delivering
from portal.worker.tools import Tools

log = logging.getLogger("portal.worker")
PAUSE = 2.0
"""Seconds between the passes of a worker that runs for ever."""


Step: TypeAlias = Callable[[Tools, datetime], list[str]]


def work(tools: Tools, stopping: Callable[[], bool] = lambda: False) -> None:
    """One pass after the other, until somebody asks it to stop."""
    while not stopping():
        try:
            for done in run(tools, datetime.now(UTC)):
                log.info(done)
        except Exception as error:  # loud, and on with the next pass: it repeats what was not done
            log.error("a pass failed: %s", _place(error))
        time.sleep(PAUSE if tools.postman.rest is None else tools.postman.rest)


def run_till_delivered(tools: Tools, now: datetime) -> Iterator[str]:
    """Passes until every letter that can go out now has gone: ``now`` is when the first begins."""
    began = time.monotonic()
    while True:
        yield from run(tools, now + timedelta(seconds=time.monotonic() - began))
        if tools.postman.rest is None:
            return
        time.sleep(tools.postman.rest)


def run(tools: Tools, now: datetime) -> list[str]:
    """One pass; returns a sentence for each thing done. The order lets a letter out and a round
    end in the pass in which they fall due."""
    steps = (
        beat, notify, hear, open_rounds, mint, remind, deliver, tally, close, count, release, purge,
    )  # fmt: skip
    return [done for step in steps for done in _guarded(step, tools, now)]


def _guarded(step: Step, tools: Tools, now: datetime) -> list[str]:
    """A step that fails is loud, and holds none of the others up."""
    try:
        return step(tools, now)
    except Exception as error:
        log.error(said := f"{step.__name__} failed: {_place(error)}")
        return [said]


def _place(error: Exception) -> str:
    """What and where, without its message, which may hold anything."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {place.name}:{place.lineno}"


def beat(tools: Tools, now: datetime) -> list[str]:
    health.beat(_keys_state(tools), now)
    return []


def _keys_state(tools: Tools) -> str:
    """“ok”, or what is wrong with the key folder, in words that anybody may read: no path."""
    try:
        keys = replace(tools.keys)  # which checks every file again
        for found in rounds.in_state(State.OPEN):
            if keys.link_key(found.id) is None or keys.draft_secret(found.id) is None:
                return f"round {found.code} is open and its keys are not in the folder"
    except PortalError:
        return "the key folder cannot be used; `flask job run` says why"
    return "ok"


def notify(tools: Tools, now: datetime) -> list[str]:
    """Letters to staff, first of all: somebody sits waiting for a link."""
    signing_in.tidy(now)
    sessions.tidy(now)
    notices.settle(now)
    return delivering.to_staff(tools, now)


def hear(tools: Tools, now: datetime) -> list[str]:
    """Of letters that did not arrive: those that came back, and those that are asked about."""
    return [*_came_back(tools, now), *_failed(tools, now)]


def _came_back(tools: Tools, now: datetime) -> list[str]:
    """Reports are removed once they are read, or cannot be."""
    found = 0
    for path, content in maildir.messages(tools.bounces, LARGEST) if tools.bounces else ():
        try:
            found += bounces.note(content, now)
        except db.Unavailable:  # that passes: the next pass reads it
            raise
        except Exception as error:
            log.error("a letter that came back cannot be read: %s", _place(error))
        maildir.remove(path)
    return _heard(found)


def _failed(tools: Tools, now: datetime) -> list[str]:
    """What was learnt before there were no more answers counts; all is asked again later."""
    if tools.failures is None or not bounces.due(now):
        return []
    letters, trouble = list[bytes](), list[str]()
    try:
        for letter in tools.failures(bounces.asked(now)):
            letters.append(letter)
    except Down as error:
        trouble.append(f"letters that failed are asked for again later: {error}")
    found = bounces.note_failed(letters, now)
    if not trouble:
        bounces.heard(now)
    return [*_heard(found), *trouble]


def _heard(found: int) -> list[str]:
    return [f"heard that {found} addresses do not work"] if found else []


def open_rounds(tools: Tools, now: datetime) -> list[str]:
    def one(found: RoundInfo) -> str:
        public = tools.keys.create(found.id, pairs.new_round_key, pairs.public_of)
        closing.opened(found.id, public, now)
        return f"opened round {found.code}"

    return _each(closing.to_open(now), one)


def mint(tools: Tools, now: datetime) -> list[str]:
    def one(found: RoundInfo) -> str:
        made = minting.mint(found.id, _link_key(tools, found), tools.keys.draft_secret, now)
        if found.problem:
            closing.troubled(found.id, "")
        return f"made {made} links of round {found.code}" if made else ""

    return _each(_running(now), one)


def remind(_tools: Tools, now: datetime) -> list[str]:
    def one(found: RoundInfo) -> str:
        outbox.end_abandoned_reminders(found.id, now)
        reminded = reminders.remind(found.id, now)
        return f"put {reminded} reminders of round {found.code} in hand" if reminded else ""

    return _each(_running(now), one)


def deliver(tools: Tools, now: datetime) -> list[str]:
    """Letters of rounds, which take turns, for as long as a pass has for them."""
    tools.postman.begin()
    turns, dealt, said = deque(_running(now)), Counter[str](), list[str]()
    turns.rotate(-tools.postman.turns)

    def one(found: RoundInfo) -> str:
        batch = delivering.Batch(tools, found, _link_key(tools, found), now)
        batch.deliver()
        dealt[found.code] += batch.dealt
        if batch.more:
            turns.append(found)
        return tools.postman.news()

    while turns and tools.postman.may_go_on(now):
        said += _each([turns.popleft()], one)
    return [f"dealt with {n} letters of round {code}" for code, n in dealt.items() if n] + said


def tally(tools: Tools, now: datetime) -> list[str]:
    """Counts, every hour; how far returns are, more often."""
    running, secret, said = _running(now), tools.keys.draft_secret, list[str]()
    if tallies.due(now):
        said += _each(running, lambda of: tallies.refresh(of.id, now))
        tallies.noted(now)
    if returns.due(now):
        said += _each(running, lambda of: returns.refresh(of.id, _link_key(tools, of), secret, now))
        returns.noted(now)
    return said


def close(tools: Tools, now: datetime) -> list[str]:
    """Stop answers first, then destroy keys, then clear the file; each can be repeated."""

    def one(found: RoundInfo) -> str:
        closing.begin_closing(found.id, now)
        for reader in accounts.psws_taking_part(found.id):
            notices.put_in_hand(reader, "closed", found.id)
        tools.keys.destroy_closing(found.id)
        tools.clear(found.code)
        db.erase_traces(*closing.CLEARED)
        closing.finish_closing(found.id)
        return f"closed round {found.code}"

    return _each(closing.to_close(now), one)


def count(tools: Tools, now: datetime) -> list[str]:
    """A closed round is counted at once."""

    def one(found: RoundInfo) -> str:
        closing.heard(found.id)
        count_one(tools, found, now, Aside(*setting_aside.agreed(found.id)))
        return f"counted round {found.code}"

    return _each(closing.to_count(), one)


def count_one(tools: Tools, found: RoundInfo, now: datetime, aside: Aside) -> None:
    """Count one closed round. Raises ``CountRefused``, nothing changed."""
    if (grave := tools.keys.tombstone(found.id)) is not None:
        raise CountRefused(f"This database is an older copy: {grave}")
    private_key = tools.keys.round_key(found.id)
    if private_key is None:
        raise CountRefused(f"The round key of round {found.code} is not in the folder.")
    counting.count(found.id, private_key, now, aside)


def release(tools: Tools, now: datetime) -> list[str]:
    """After the count: the tombstone first, so that no copy is counted again, then the keys, then
    the traces in the file."""

    def one(found: RoundInfo) -> str:
        tools.keys.entomb(found.id, f"round {found.code} was counted on {now.date()}.")
        tools.keys.destroy_closing(found.id)
        tools.keys.destroy_round_key(found.id)
        tools.clear(found.code)
        db.erase_traces(*counting.PERSONAL)
        counting.finish(found.id, now)
        return f"destroyed the keys of round {found.code}"

    return _each(rounds.in_state(State.RELEASING), one)


def purge(_tools: Tools, now: datetime) -> list[str]:
    uploads.tidy(now)
    return [f"deleted the responses of round {code}" for code in closing.purge(now)]


def _each(found: Iterable[RoundInfo], one: Callable[[RoundInfo], str | None]) -> list[str]:
    """One step for every round; a round in trouble has its problem noted and waits."""
    done = []
    for each in found:
        try:
            done.append(one(each) or "")
        except PortalError as error:
            done.append(_waits(each, str(error)))
        except db.Unavailable as error:  # that passes: the next pass tries again
            done.append(f"round {each.code} is tried again: {type(error).__name__}")
        except Exception as error:  # loud in the status, and no obstacle to other rounds
            done.append(_waits(each, _place(error)))
    return [sentence for sentence in done if sentence]


def _waits(found: RoundInfo, problem: str) -> str:
    closing.troubled(found.id, problem)
    return f"round {found.code} waits: {problem}"


def _running(now: datetime) -> list[RoundInfo]:
    """Without those that are to close in this very pass: nothing that fails before may hold it."""
    open_now = rounds.in_state(State.OPEN)
    return [found for found in open_now if found.closes > now and found.request != "close"]


def _link_key(tools: Tools, found: RoundInfo) -> bytes:
    key = tools.keys.link_key(found.id)
    if key is None:
        raise Conflict(f"The link key of round {found.code} is not in the folder.")
    return key
