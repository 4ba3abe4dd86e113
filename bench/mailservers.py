"""A round of 60 against real mail servers, with the faults that they were seen to have.

    python -m bench.mailservers [--server Exim ...] [--fault spam ...] [--downloads FOLDER]

Runs Debian's Postfix, Exim and OpenSMTPD on loopback (``bench.mailroots``), which needs root, and
plays a first pass of the worker, an hour, where it matters three days, and another hour once a
fault is mended, on a simulated clock.
Exits 1 unless every letter and every address fares as it should.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench import mailroots, posted
from bench.mailsettings import DOMAIN, SENDER, SERVERS
from bench.servers import free_port
from portal import settings
from portal.post.replies import FULL as IS_FULL
from portal.services import health
from portal.store.db import db
from portal.store.letters import Outgoing
from portal.store.people import Invitation
from portal.worker import equipment, passes
from portal.worker.tools import Tools

OPENS = datetime(2026, 3, 2, 9, tzinfo=UTC)
CLOSES = timedelta(days=21)
MINUTES = 60
DAYS = 3
FAULTS = {
    "bad": "3 bad addresses of 63",
    "relaying": "does not relay",
    "sender": "refuses the sender",
    "spam": "takes them for spam",
    "refusals": "40 unknown of 60",
    "hundred": "250 letters, 100 a connection",
    "full": "3 full mailboxes of 60",
}
HEADER = (
    "| server | fault | first pass: taken | waiting | marked | `/healthz` | s"
    " | in the end: taken | waiting | marked | `/healthz`"
    " | mended: taken | as it should be |"
)
OURS = ("relaying", "sender", "spam")
"""They are mended after the hour, and another one follows."""
PEOPLE = {"bad": 63, "hundred": 250}
BAD = {60: f"nobody@{DOMAIN}", 61: "somebody@-a.example.org", 62: f"no-one@{DOMAIN}"}
"""By number; the second is answered with 501."""


@dataclass(frozen=True, slots=True)
class State:
    """``marked``: why addresses are undeliverable, and how many."""

    taken: int
    waiting: int
    marked: dict[str, int]
    post: str

    def __str__(self) -> str:
        marked = "; ".join(f"{number} “{why}”" for why, number in self.marked.items()) or "none"
        return f"{self.taken} | {self.waiting} | {marked} | {self.post}"


@dataclass(frozen=True, slots=True)
class Played:
    first: State
    last: State
    seconds: float
    mended: State

    def is_right(self, fault: str) -> bool:
        """Say whether it went as it should: whoever can be reached is, nobody is blamed for what is
        no fault of theirs, and the operator is told of what is theirs to mend."""
        people = PEOPLE.get(fault, 60)
        taken, marked, well = (
            self.last.taken,
            sum(self.last.marked.values()),
            self.last.post == "ok",
        )
        if fault in OURS:
            after = (self.mended.taken, self.mended.post)
            return (taken, marked, well) == (0, 0, False) and after == (people, "ok")
        if fault == "full":
            return (taken, well, self.last.marked) == (57, True, {IS_FULL: 3})
        bad = {"bad": 3, "refusals": 40}.get(fault, 0)
        at_once = fault != "bad" or self.first.taken == people - bad
        return at_once and (taken, marked, well) == (people - bad, bad, True)


def play(server: str, fault: str, downloads: Path, folder: Path) -> Played:
    """A round in an empty folder."""
    root, port = folder / "root", free_port()
    root.mkdir()
    folder.chmod(0o755)
    made = SERVERS[server](fault)
    mailroots.unpacked(made, downloads, root)
    posted.prepare(folder, PEOPLE.get(fault, 60), OPENS, [timedelta(), CLOSES])
    _spoil(BAD if fault == "bad" else {}, range(40) if fault == "refusals" else range(0))
    values = posted.environment(folder, port) | {"MAIL_FROM": SENDER}
    tools = equipment.tools(settings.load(values))
    with mailroots.running(made, root, port):
        began = time.monotonic()
        health.beat("ok", OPENS)
        passes.run(tools, OPENS, given=True)
        first, took = _state(OPENS), time.monotonic() - began
        now = _go_on(tools, OPENS, timedelta(minutes=1), MINUTES)
        if fault == "full":
            now = _go_on(tools, now, timedelta(minutes=30), DAYS * 48)
        last = _state(now)
    mended = last
    if fault in OURS:
        with mailroots.running(SERVERS[server](""), root, port):
            mended = _state(_go_on(tools, now, timedelta(minutes=1), MINUTES))
    db.close()
    return Played(first, last, took, mended)


def _spoil(bad: dict[int, str], unknown: range) -> None:
    spoilt = bad | {number: f"unknown{number}@{DOMAIN}" for number in unknown}
    for number, address in spoilt.items():
        there = Invitation.email == f"person{number}@{DOMAIN}"
        Invitation.update(email=address).where(there).execute()


def _go_on(tools: Tools, now: datetime, step: timedelta, times: int) -> datetime:
    for _ in range(times):
        now += step
        passes.run(tools, now, given=True)
    return now


def _state(now: datetime) -> State:
    states = Counter(row.state for row in Outgoing.select())
    why = Counter(row.undeliverable for row in Invitation.select() if row.undeliverable)
    return State(states["done"], states["due"], dict(why), health.state(now).post)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", nargs="*", default=list(SERVERS), choices=list(SERVERS))
    parser.add_argument("--fault", nargs="*", default=list(FAULTS), choices=list(FAULTS))
    parser.add_argument("--downloads", type=Path, help="keeps Debian's packages for the next time")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # which ends the mail servers too
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="mailservers-") as folder:
        downloads = asked.downloads or Path(folder) / "debs"
        print(HEADER)
        print("|" + " --- |" * 13)
        for server in asked.server:
            for fault in asked.fault:
                with tempfile.TemporaryDirectory(dir=folder) as own:
                    Path(folder).chmod(0o755)
                    played = play(server, fault, downloads, Path(own))
                right = played.is_right(fault)
                wrong += not right
                cells = (server, FAULTS[fault], played.first, f"{played.seconds:.1f}")
                ended = (played.last, played.mended.taken, "yes" if right else "NO")
                print("|", " | ".join(map(str, (*cells, *ended))), "|", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
