"""Do what is due now: open, mint, remind, deliver, tally, close, count, purge.

One pass does all of it once; each step leaves the database in a state from which the next pass
goes on, so a pass can die anywhere and be started again. A round in trouble waits, with its
problem noted, and does not hold up the others.
"""

from __future__ import annotations

import logging
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from portal.calendar.state import State
from portal.errors import Conflict, CountRefused, PortalError
from portal.services import health, uploads
from portal.services.actions import reminding
from portal.services.figures import errands, returns, tallies
from portal.services.guiding import morning
from portal.services.letters import notices, outbox, reminders, sending
from portal.services.lifecycle import clock, closing, counting, demonstration, setting_aside
from portal.services.lifecycle.counting import Aside
from portal.services.people import minting
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.services.staff import accounts, sessions, signing_in
from portal.store import db
from portal.worker import delivering, keeping
from portal.worker.hearing import hear
from portal.worker.processes import CutOff
from portal.worker.releasing import has_held, release
from portal.worker.tools import Task, Tools
from portal.worker.trouble import each, place

log = logging.getLogger("portal.worker")
PAUSE = 2.0
"""So many seconds lie between the passes of a worker that runs for ever."""


Step: TypeAlias = Callable[[Tools, datetime], list[str]]


def work(tools: Tools, stopping: Callable[[], bool] = lambda: False) -> None:
    """Run one pass after the other, until somebody asks it to stop."""
    waiting = list[str]()
    while not stopping():
        try:
            done = run(tools, datetime.now(UTC))
            for sentence in done:
                if sentence not in waiting:
                    log.info(sentence)
            waiting = [sentence for sentence in done if sentence.startswith(clock.WAITS)]
            if has_held(tools) and not stopping():
                tools.renew()
        except Exception as error:  # loud, and on with the next pass: it repeats what was not done
            log.error("a pass failed: %s", place(error))
        time.sleep(PAUSE if tools.postman.rest is None else tools.postman.rest)


def run_till_delivered(tools: Tools, now: datetime, *, given: bool = False) -> Iterator[str]:
    """Run passes until every letter that can go out now has gone: ``now`` is when the first
    begins, as somebody has ``given`` it or by the clock."""
    began = time.monotonic()
    while True:
        at = now + timedelta(seconds=time.monotonic() - began)
        yield from run(tools, at, given=given)
        if tools.postman.rest is None:
            return
        time.sleep(tools.postman.rest)


def run_apart(tools: Tools, passes: Task, now: datetime, *, given: bool = False) -> Iterator[str]:
    """Run passes in a process that ends, and then give out the certificates of what they counted:
    a command that is done has had nothing in its memory. Neither is done by a clock in doubt."""
    yield from tools.apart(passes)
    if given or not clock.in_doubt(now):
        yield from release(tools, now)


def run(tools: Tools, now: datetime, *, given: bool = False) -> list[str]:
    """Run one pass; returns a sentence for each thing done. The order lets a letter out and a round
    end in the pass in which they fall due. A moment that somebody has ``given`` is no clock: it is
    not doubted, and nobody goes by it afterwards."""
    if not given and (wait := clock.doubt(now)):
        # whoever is to say that the clock is right must be able to sign in
        return [clock.sentence(wait, now), *_guarded(notify, tools, now)]
    by_clock = () if given else (beat,)
    steps = (
        remove, keep, *by_clock, tell, notify, hear, open_rounds, mint, remind, deliver, tally,
        close, count, release, purge,
    )  # fmt: skip
    return [done for step in steps for done in _guarded(step, tools, now)]


def _guarded(step: Step, tools: Tools, now: datetime) -> list[str]:
    """A step that fails is loud, and holds none of the others up."""
    try:
        return step(tools, now)
    except Exception as error:
        log.error(said := f"{step.__name__} failed: {place(error)}")
        return [said]


def remove(tools: Tools, now: datetime) -> list[str]:
    """Remove the demonstration, once somebody has asked for it: its keys first, then its rows, then
    their traces."""

    def one(round_: RoundInfo) -> str:
        tools.keys.destroy_closing(round_.id)
        tools.keys.destroy_round_key(round_.id)
        tools.clear(round_.code)
        demonstration.empty(round_)
        db.erase_traces(*demonstration.TRACED)
        tools.keys.remove_lock(round_.id)
        return "removed the demonstration" if demonstration.remove(round_.id, now) else ""

    return each(demonstration.to_remove(), one)


def keep(tools: Tools, now: datetime) -> list[str]:
    """Hold every round that has opened and is not counted to its manifest, before anything is done
    with it."""
    several = rounds.in_state(State.OPEN, State.CLOSING, State.CLOSED)
    return each(several, lambda round_: keeping.keep(tools, round_, now))


def beat(tools: Tools, now: datetime) -> list[str]:
    health.beat(_keys_state(tools), now)
    return []


def _keys_state(tools: Tools) -> str:
    """Say “ok”, or what is wrong with the key folder, in words that anybody may read: no path."""
    try:
        keys = replace(tools.keys)  # which checks every file again
        for round_ in rounds.in_state(State.OPEN):
            if keys.link_key(round_.id) is None or keys.draft_secret(round_.id) is None:
                return f"round {round_.code} is open and its keys are not in the folder"
            if not keeping.agrees(tools, round_):
                return f"round {round_.code} waits: the database disagrees with its manifest"
    except PortalError:
        return "the key folder cannot be used; `flask job run` says why"
    return "ok"


def tell(_tools: Tools, now: datetime) -> list[str]:
    """Put the letters of the day to staff in hand."""
    if errands.due(now):
        reminding.put_in_hand(now)
        errands.put_in_hand(now)
    if morning.due(now):
        morning.put_in_hand(now)
    return []


def notify(tools: Tools, now: datetime) -> list[str]:
    """Deliver letters to staff, first of all: somebody sits waiting for a link."""
    signing_in.tidy(now)
    sessions.tidy(now)
    notices.settle(now)
    return delivering.to_staff(tools, now)


def open_rounds(tools: Tools, now: datetime) -> list[str]:
    def one(round_: RoundInfo) -> str:
        closing.opened(round_.id, keeping.begin(tools, round_), now)
        return f"opened round {round_.code}"

    return each(closing.to_open(now), one)


def mint(tools: Tools, now: datetime) -> list[str]:
    def one(round_: RoundInfo) -> str:
        made = minting.mint(round_.id, _link_key(tools, round_), tools.keys, now)
        if round_.problem:
            closing.troubled(round_.id, "")
        return f"made {made} links of round {round_.code}" if made else ""

    return each(_running(tools, now), one)


def remind(tools: Tools, now: datetime) -> list[str]:
    def one(round_: RoundInfo) -> str:
        outbox.end_abandoned_reminders(round_.id, now)
        reminded = reminders.remind(round_.id, now)
        return f"put {reminded} reminders of round {round_.code} in hand" if reminded else ""

    return each(_running(tools, now), one)


def deliver(tools: Tools, now: datetime) -> list[str]:
    """Deliver letters of rounds, which take turns, for as long as a pass has for them."""
    tools.postman.begin()
    turns, dealt, said = deque(_running(tools, now)), Counter[str](), list[str]()
    turns.rotate(-tools.postman.turns)
    for round_ in turns:
        sending.note(round_.id, now)

    def one(round_: RoundInfo) -> str:
        batch = delivering.Batch(tools, round_, _link_key(tools, round_), now)
        batch.deliver()
        dealt[round_.code] += batch.dealt
        if batch.more:
            turns.append(round_)
        return tools.postman.news()

    while turns and tools.postman.may_go_on(now):
        said += each([turns.popleft()], one)
    return [f"dealt with {n} letters of round {code}" for code, n in dealt.items() if n] + said


def tally(tools: Tools, now: datetime) -> list[str]:
    """Keep counts, every midnight, and how far returns are, more often."""
    running, said = _running(tools, now), list[str]()

    def reckon(round_: RoundInfo) -> None:
        returns.refresh(round_.id, _link_key(tools, round_), tools.keys, now)

    if tallies.due(now):
        said += each(running, lambda round_: tallies.refresh(round_.id, now))
        tallies.noted(now)
    if returns.due(now):
        said += each(running, reckon)
        returns.noted(now)
    return said


def close(tools: Tools, now: datetime) -> list[str]:
    """Stop answers first, then destroy keys, then clear the file; each can be repeated."""

    def one(round_: RoundInfo) -> str:
        keeping.close_now(tools, round_, now)
        closing.begin_closing(round_.id, now)
        for reader in accounts.psws_taking_part(round_.id):
            notices.put_in_hand(reader, "closed", round_.id)
        tools.keys.destroy_closing(round_.id)
        tools.clear(round_.code)
        db.erase_traces(*closing.CLEARED)
        closing.finish_closing(round_.id)
        return f"closed round {round_.code}"

    due = [round_ for round_ in rounds.in_state(State.OPEN) if _due(tools, round_, now)]
    return each(due + rounds.in_state(State.CLOSING), one)


def count(tools: Tools, now: datetime) -> list[str]:
    """A closed round is counted at once."""
    return count_these(tools, closing.to_count(), now)


def count_these(
    tools: Tools, several: Sequence[RoundInfo], now: datetime, aside: Aside | None = None
) -> list[str]:
    """Count closed rounds in a process that has ended when this returns. ``aside``: what is left
    out, if it is not what two administrators agreed."""

    def one(round_: RoundInfo) -> str:
        closing.heard(round_.id)
        agreed = Aside(*setting_aside.agreed(round_.id))
        count_one(tools, round_, now, agreed if aside is None else aside)
        return f"counted round {round_.code}"

    def cut_off(round_: RoundInfo) -> None:
        if rounds.by_id(round_.id).state == State.CLOSED:
            raise CountRefused("The count was cut off, nothing was changed; ask for it again.")

    try:
        return list(tools.apart(lambda: each(several, one))) if several else []
    except CutOff as error:
        return [str(error), *each(several, cut_off)]


def count_one(tools: Tools, round_: RoundInfo, now: datetime, aside: Aside) -> None:
    """Count one closed round. Raises ``CountRefused``, nothing changed."""
    if (grave := tools.keys.tombstone(round_.id)) is not None:
        raise CountRefused(f"This database is an older copy: {grave}")
    private_key, manifest = tools.keys.round_key(round_.id), tools.keys.manifest(round_.id)
    if private_key is None or manifest is None:
        missing = "round key" if private_key is None else "manifest"
        raise CountRefused(f"The {missing} of round {round_.code} is not in the folder.")
    counting.count(round_.id, manifest, private_key, now, aside)


def purge(_tools: Tools, now: datetime) -> list[str]:
    """Delete what has been kept to its day, and clear the file of it, which can be repeated."""
    uploads.tidy(now)
    purged = closing.purge(now)
    if closing.traces_left():
        db.erase_traces(*closing.PURGED)
        closing.traces_gone()
    return [f"deleted the responses of round {code}" for code in purged]


def _running(tools: Tools, now: datetime) -> list[RoundInfo]:
    """Leave out rounds that are to close in this very pass, since nothing that fails may hold that,
    and those of which the database does not say what their manifest says."""
    return [
        round_
        for round_ in rounds.in_state(State.OPEN)
        if not _due(tools, round_, now) and keeping.agrees(tools, round_)
    ]


def _due(tools: Tools, round_: RoundInfo, now: datetime) -> bool:
    return round_.request == "close" or keeping.closes(tools, round_) <= now


def _link_key(tools: Tools, round_: RoundInfo) -> bytes:
    key = tools.keys.link_key(round_.id)
    if key is None:
        raise Conflict(f"The link key of round {round_.code} is not in the folder.")
    return key
