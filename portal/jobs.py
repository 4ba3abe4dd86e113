"""What is due now: open, mint, remind, deliver, close, count, purge.

One pass does all of it once; each step leaves the database in a state from which the next pass
goes on, so a pass can die anywhere and be started again. A round in trouble waits, with its
problem noted, and does not hold up the others.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from portal.errors import Conflict, CountRefused, PortalError
from portal.post.letters import Letter
from portal.services import counting, custody, health, minting, outbox, rounds
from portal.services.counting import Aside
from portal.services.outbox import Sender
from portal.services.rounds import RoundInfo
from portal.store import db
from portal.vault.keys import KeyFolder

log = logging.getLogger("portal.worker")
PAUSE = 5.0
"""Seconds between the passes of a worker that runs for ever."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the worker works with. ``deliver`` returns once the letter is on its way."""

    keys: KeyFolder
    deliver: Callable[[Letter], None]
    sender: Sender


def work(tools: Tools) -> None:
    """One pass after the other, for ever."""
    while True:
        try:
            for done in run(tools, datetime.now(UTC)):
                log.info(done)
        except Exception as error:  # loud, and on with the next pass: it repeats what was not done
            place = traceback.extract_tb(error.__traceback__)[-1]
            log.error("a pass failed: %s at %s:%s", type(error).__name__, place.name, place.lineno)
        time.sleep(PAUSE)


def run(tools: Tools, now: datetime) -> list[str]:
    """One pass; returns a sentence for each thing done. The order lets a letter out and a round
    end in the pass in which they fall due."""
    health.beat(_keys_state(tools), now)
    steps = (open_rounds, mint, remind, deliver, close, count, release, purge)
    return [done for step in steps for done in step(tools, now)]


def _keys_state(tools: Tools) -> str:
    """“ok”, or what is wrong with the key folder, in words that anybody may read: no path."""
    try:
        keys = KeyFolder(tools.keys.path)
        for found in rounds.in_state("open"):
            if keys.link_key(found.id) is None or keys.draft_secret(found.id) is None:
                return f"round {found.code} is open and its keys are not in the folder"
    except PortalError:
        return "the key folder cannot be used; `flask job run` says why"
    return "ok"


def open_rounds(tools: Tools, now: datetime) -> list[str]:
    def one(found: RoundInfo) -> str:
        public = tools.keys.create(found.id, custody.new_round_key, custody.public_of)
        rounds.opened(found.id, public, now)
        return f"opened round {found.code}"

    return _each(rounds.to_open(now), one)


def mint(tools: Tools, now: datetime) -> list[str]:
    def one(found: RoundInfo) -> str:
        made = minting.mint(found.id, _link_key(tools, found), tools.keys.draft_secret)
        if found.problem:
            rounds.troubled(found.id, "")
        return f"made {made} links of round {found.code}" if made else ""

    return _each(_running(now), one)


def remind(_tools: Tools, now: datetime) -> list[str]:
    def one(found: RoundInfo) -> str:
        reminded = outbox.remind(found.id, now)
        return f"put {reminded} reminders of round {found.code} in hand" if reminded else ""

    return _each(_running(now), one)


def deliver(tools: Tools, now: datetime) -> list[str]:
    def one(found: RoundInfo) -> str:
        key = _link_key(tools, found)
        delivered = sum(_deliver(tools, letter, key) for letter in outbox.due(found.id))
        return f"delivered {delivered} letters of round {found.code}" if delivered else ""

    return _each(_running(now), one)


def close(tools: Tools, now: datetime) -> list[str]:
    """Stop answers first, then destroy keys, then clear the file; each can be repeated."""

    def one(found: RoundInfo) -> str:
        rounds.begin_closing(found.id, now)
        tools.keys.destroy_closing(found.id)
        db.erase_traces(*rounds.PERSONAL)
        rounds.finish_closing(found.id)
        return f"closed round {found.code}"

    return _each(rounds.to_close(now), one)


def count(tools: Tools, now: datetime) -> list[str]:
    """Under server custody a closed round is counted at once."""

    def one(found: RoundInfo) -> str:
        rounds.heard(found.id)
        count_one(tools, found, now, Aside())
        return f"counted round {found.code}"

    return _each(rounds.to_count(), one)


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
        db.erase_traces(*counting.PERSONAL)
        counting.finish(found.id, now)
        return f"destroyed the keys of round {found.code}"

    return _each(rounds.in_state("releasing"), one)


def purge(_tools: Tools, now: datetime) -> list[str]:
    return [f"deleted the responses of round {code}" for code in rounds.purge(now)]


def _each(found: Iterable[RoundInfo], one: Callable[[RoundInfo], str]) -> list[str]:
    """One step for every round; a round in trouble has its problem noted and waits."""
    done = []
    for each in found:
        try:
            done.append(one(each))
        except PortalError as error:
            done.append(_waits(each, str(error)))
        except db.Unavailable as error:  # that passes: the next pass tries again
            done.append(f"round {each.code} is tried again: {type(error).__name__}")
        except Exception as error:  # loud in the status, and no obstacle to other rounds
            place = traceback.extract_tb(error.__traceback__)[-1]
            done.append(_waits(each, f"{type(error).__name__} in {place.name}:{place.lineno}"))
    return [sentence for sentence in done if sentence]


def _waits(found: RoundInfo, problem: str) -> str:
    rounds.troubled(found.id, problem)
    return f"round {found.code} waits: {problem}"


def _running(now: datetime) -> list[RoundInfo]:
    """Without those that are to close in this very pass: nothing that fails before may hold it."""
    open_now = rounds.in_state("open")
    return [found for found in open_now if found.closes > now and found.request != "close"]


def _link_key(tools: Tools, found: RoundInfo) -> bytes:
    key = tools.keys.link_key(found.id)
    if key is None:
        raise Conflict(f"The link key of round {found.code} is not in the folder.")
    return key


def _deliver(tools: Tools, letter_id: bytes, link_key: bytes) -> bool:
    """Whether a letter went out: not if another worker was there first, or it was not to go."""
    if not outbox.claim(letter_id):
        return False
    letter = outbox.compose(letter_id, link_key, tools.sender)
    if letter is not None:
        try:
            tools.deliver(letter)
        except OSError as error:  # refused, so it did not go out
            outbox.unclaim(letter_id)
            raise Conflict(f"Letters cannot be delivered now ({type(error).__name__}).") from error
    outbox.sent(letter_id)
    return letter is not None
