"""A counted round is let go of: its keys, its traces, the processes that had something of it; then
it has its certificate."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.calendar.london import london_day
from portal.calendar.state import State
from portal.errors import Conflict
from portal.services.lifecycle import counting
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.store import db
from portal.worker import keeping
from portal.worker.tools import Tools
from portal.worker.trouble import each

HOLDING_ON = timedelta(minutes=10)
"""So long a certificate waits for other processes before anybody is told."""
HELD = "The certificate waits until"


def release(tools: Tools, now: datetime) -> list[str]:
    """Let go after the count: the tombstone first, so that no copy is counted again, then the
    keys, then the traces in the file, then processes; the certificate comes last. A process that
    has had something of the round leaves it to the fresh one that takes its place."""

    def one(round_: RoundInfo) -> str:
        if round_.id not in tools.cleared:
            _clear(tools, round_, now)
        with tools.keys.alone(round_.id) as holder:
            if holder is not None:
                return _wait_for(holder, round_, now)
            tools.keys.remove_lock(round_.id)
            counting.finish(round_.id, now)
        return f"destroyed the keys of round {round_.code}"

    counted = rounds.in_state(State.RELEASING)
    return each([round_ for round_ in counted if not tools.keys.holding(round_.id)], one)


def _clear(tools: Tools, round_: RoundInfo, now: datetime) -> None:
    tools.keys.entomb(round_.id, f"round {round_.code} was counted on {london_day(now)}.")
    tools.keys.destroy_closing(round_.id)
    tools.keys.destroy_round_key(round_.id)
    tools.clear(round_.code)
    db.erase_traces(*counting.PERSONAL)
    tools.cleared.add(round_.id)


def _wait_for(holder: int, round_: RoundInfo, now: datetime) -> str:
    """Wait for a process that may have answers in its memory; raise ``Conflict`` once that has
    taken long, and tell administrators."""
    if now - counting.counted_at(round_.id) < HOLDING_ON:
        return ""
    if HELD not in round_.problem:
        keeping.tell(round_, "held")
    which = f"process {holder}" if holder else "a process"
    raise Conflict(
        f"It is counted and its keys are destroyed. {HELD} {which} ends, which may have answers in"
        " its memory: restart the web server or the worker that it belongs to."
    )


def has_held(tools: Tools) -> bool:
    """Say whether this process may have something of a counted round in its memory."""
    return any(tools.keys.holding(round_.id) for round_ in rounds.in_state(State.RELEASING))
