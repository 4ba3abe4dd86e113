"""Letters of a whole round while the worker is killed and started again, and how fast they go.

    python -m bench.posting [--people 5000] [--kills 50] [--seed 1]
    python -m bench.posting --throughput [--people 1000 10000 100000]

The first plays opening, two reminders and closing on a simulated clock, with ``flask job run``
against a mail server that takes everything. It exits 1 unless nobody gets a letter twice, everybody
gets all that are due but those caught in the moment of sending (one a kill at most; invitations are
listed as uncertain, reminders nowhere), nobody who has submitted is reminded, and nothing comes
after closing.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench import posted, sink
from portal.services import uncertain
from portal.settings import ROOT
from portal.store.db import db

OPENS = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAYS = {"your personal link": 0, "still open": 7, "closes on": 20, "": 21}
"""By a word in its letters' subjects: opening, reminder, the one on the last day, closing."""
SHARES = (0.4, 0.25, 0.25, 0.1)
"""Of the kills."""


@dataclass
class Played:
    """``troubles``: what is not as it should be, a sentence each."""

    letters: int = 0
    kills: int = 0
    uncertain: int = 0
    troubles: list[str] = field(default_factory=list)


def play(folder: Path, people: int, kills: int, seed: int, delay: float = 0.0) -> Played:
    """A whole round in an empty folder."""
    chance, played, book = random.Random(seed), Played(), folder / "letters.txt"
    addresses = posted.prepare(folder, people, OPENS, [timedelta(days=d) for d in DAYS.values()])
    answered = set[str]()
    with sink.running(book, delay) as port:
        for (word, day), share in zip(DAYS.items(), SHARES, strict=True):
            before = len(sink.letters(book))
            now = OPENS + timedelta(days=day)
            worker = Worker(folder, port, now, book)
            due = addresses - answered if word else set[str]()
            for _ in range(round(kills * share)):
                played.kills += worker.killed(chance, before + len(due))
            worker.finish()
            came = sink.letters(book)[before:]
            open_ones = _uncertain(now + timedelta(hours=1)) - played.uncertain if word else 0
            played.uncertain += open_ones
            most = round(kills * share)
            caught = most if day else open_ones  # of reminders none is listed
            played.troubles += _troubles(word, came, due, caught, open_ones, most)
            if word:
                answered |= posted.submit(chance.sample(sorted(due), len(due) // 3), folder)
    played.letters = len(sink.letters(book))
    return played


@dataclass
class Worker:
    """``flask job run`` at a simulated moment, in a process that can be killed."""

    folder: Path
    port: int
    now: datetime
    book: Path

    def start(self) -> subprocess.Popen[bytes]:
        db.close()
        command = [sys.executable, "-m", "flask", "--app", "wsgi.py", "job", "run"]
        return subprocess.Popen(
            [*command, "--now", self.now.isoformat()],
            cwd=ROOT,
            env=os.environ | posted.environment(self.folder, self.port),
            stdout=subprocess.DEVNULL,
        )

    def killed(self, chance: random.Random, last: int) -> bool:
        """Whether it was still at work after so many more letters, or, one time in four, at a
        moment that has nothing to do with letters."""
        here = len(sink.letters(self.book))
        wanted = here + chance.randint(0, max(1, (last - here) // 4))
        ends = time.monotonic() + (chance.uniform(0.3, 1.5) if chance.random() < 0.25 else 60)
        with self.start() as process:
            while process.poll() is None and time.monotonic() < ends:
                if self.book.exists() and self.book.read_bytes().count(b"\n") > wanted:
                    break
                time.sleep(chance.uniform(0.001, 0.004))
            process.send_signal(signal.SIGKILL)
        return process.returncode == -signal.SIGKILL

    def finish(self) -> None:
        with self.start() as process:
            process.wait()
        if process.returncode:
            raise SystemExit("the worker failed by itself")


def _troubles(
    word: str,
    came: list[tuple[str, str]],
    due: set[str],
    caught: int,
    open_ones: int,
    kills: int,
) -> list[str]:
    """``caught``: letters that may be missing; ``open_ones``: uncertain ones."""
    told = Counter(address for address, _ in came)
    return [
        f"{sentence} ({word or 'closing'})"
        for sentence, wrong in {
            f"{max(told.values(), default=0)} letters to one person": max(told.values(), default=0)
            > 1,
            f"{len(told.keys() - due)} letters to people who were to get none": told.keys() - due,
            f"{len(due - told.keys())} letters missing": len(due - told.keys()) > caught,
            f"{open_ones} uncertain letters after {kills} kills": open_ones > min(kills, caught),
            "letters of another kind": any(word not in subject for _, subject in came),
        }.items()
        if wrong
    ]


def _uncertain(now: datetime) -> int:
    try:
        return len(uncertain.letters(posted.CODE, now))
    finally:
        db.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, nargs="+", default=[])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--throughput", action="store_true")
    wanted = parser.parse_args()
    if wanted.throughput:
        for people in wanted.people or [1_000, 10_000, 100_000]:
            with tempfile.TemporaryDirectory() as name:
                print(posted.throughput(Path(name), people, OPENS), flush=True)
        return
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        played = play(Path(name), (wanted.people or [5_000])[0], wanted.kills, wanted.seed)
    print(
        f"{played.letters} letters, the worker killed {played.kills} times,"
        f" {played.uncertain} letters uncertain; {time.monotonic() - began:.0f} s"
    )
    sys.exit("\n".join(played.troubles) or 0)


if __name__ == "__main__":
    main()
