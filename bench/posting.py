"""Letters of a whole round while the worker is killed and started again, and how fast they go.

    python -m bench.posting [--people 5000] [--kills 50] [--seed 1]
    python -m bench.posting --throughput [--people 1000 10000 100000]

The first plays opening, two reminders and closing on a simulated clock, with ``flask job run``
against a mail server that takes everything. It exits 1 unless nobody gets a letter twice, everybody
gets all that are due but those caught in the moment of sending (at most one for each kill that met
a running worker, of reminders too; invitations are listed as uncertain, reminders on purpose not:
docs/decisions/0020), nobody who has submitted is reminded, and nothing comes after closing.
"""

from __future__ import annotations

import argparse
import itertools
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
from portal.services.letters import uncertain
from portal.settings import ROOT
from portal.store.db import db

OPENS = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAYS = {"your personal link": 0, "still open": 7, "closes on": 20, "": 21}
"""By a word in its letters' subjects: opening, reminder, the one on the last day, closing."""
SHARES = (0.4, 0.25, 0.25, 0.1)
"""Of the kills."""
TRIES = 10
"""For each kill that is to meet a running worker; it may have done all before."""


@dataclass
class Day:
    """``kills``: those that met a running worker; ``missing``: people whose letter never came;
    ``uncertain``: letters that are listed as such."""

    word: str
    letters: int
    kills: int
    missing: int
    uncertain: int

    def __str__(self) -> str:
        return (
            f"“{self.word or 'closing'}”: letters {self.letters}, kills of a running worker"
            f" {self.kills}, missing {self.missing}, listed as uncertain {self.uncertain}"
        )


@dataclass
class Played:
    """``troubles``: what is not as it should be, a sentence each."""

    days: list[Day] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    @property
    def letters(self) -> int:
        return sum(day.letters for day in self.days)

    @property
    def kills(self) -> int:
        return sum(day.kills for day in self.days)


def play(folder: Path, people: int, kills: int, seed: int, delay: float = 0.0) -> Played:
    """A whole round in an empty folder."""
    chance, played, book = random.Random(seed), Played(), folder / "letters.txt"
    addresses = posted.prepare(folder, people, OPENS, [timedelta(days=d) for d in DAYS.values()])
    answered, listed = set[str](), 0
    with sink.running(book, delay) as port:
        for (word, after), wanted in zip(DAYS.items(), _dealt(kills), strict=True):
            before = len(sink.letters(book))
            now = OPENS + timedelta(days=after)
            worker = Worker(folder, port, now, book)
            due = addresses - answered if word else set[str]()
            landed = worker.killed_often(chance, before + len(due), wanted)
            worker.finish()
            came = sink.letters(book)[before:]
            unclear = _uncertain(now + timedelta(hours=1)) - listed if word else 0
            listed += unclear
            missing = len(due - {address for address, _ in came})
            day = Day(word, len(came), landed, missing, unclear)
            played.days.append(day)
            played.troubles += _troubles(day, came, due)
            if word:
                answered |= posted.submit(chance.sample(sorted(due), len(due) // 3), folder)
    return played


def _dealt(kills: int) -> list[int]:
    """Over the days, all of them."""
    upto = [round(kills * share) for share in itertools.accumulate(SHARES)]
    return [to - since for since, to in itertools.pairwise([0, *upto])]


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

    def killed_often(self, chance: random.Random, last: int, wanted: int) -> int:
        """How many kills met a running worker: as many as wanted, unless it has too little left to
        do. ``last``: how many letters there will have been."""
        landed = 0
        for _ in range(wanted * TRIES):
            if landed == wanted:
                break
            landed += self._killed(chance, last)
        return landed

    def _killed(self, chance: random.Random, last: int) -> bool:
        """Whether it was still at work after so many more letters, or, one time in four and where
        no letters are left, at a moment that has nothing to do with letters."""
        here = len(sink.letters(self.book))
        wanted = here + chance.randint(0, max(1, (last - here) // 4))
        by_clock = here >= last or chance.random() < 0.25
        ends = time.monotonic() + (chance.uniform(0.1, 1.5) if by_clock else 60)
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


def _troubles(day: Day, came: list[tuple[str, str]], due: set[str]) -> list[str]:
    """An invitation that is missing is listed; so is one that arrived and was not noted."""
    told = Counter(address for address, _ in came)
    most = max(told.values(), default=0)
    reminders = day.word not in ("", "your personal link")
    return [
        f"{sentence} ({day.word or 'closing'})"
        for sentence, wrong in {
            f"{most} letters to one person": most > 1,
            f"{len(told.keys() - due)} letters to people who were to get none": told.keys() - due,
            f"{day.missing} letters missing after {day.kills} kills": day.missing > day.kills,
            f"{day.missing} letters missing, {day.uncertain} listed as uncertain": not reminders
            and day.missing > day.uncertain,
            f"{day.uncertain} uncertain letters after {day.kills} kills": day.uncertain
            > (0 if reminders else day.kills),
            "letters of another kind": any(day.word not in subject for _, subject in came),
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
        *played.days,
        f"in all: letters {played.letters}, kills {played.kills} of {wanted.kills}, missing"
        f" {sum(day.missing for day in played.days)}; {time.monotonic() - began:.0f} s",
        sep="\n",
    )
    sys.exit("\n".join(played.troubles) or 0)


if __name__ == "__main__":
    main()
