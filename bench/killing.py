"""People submit while the web process is killed and started again, and again.

    python -m bench.killing [--people 10000] [--every 2] [--seconds 900] [--at-once 32]
                            [--questionnaire short|practitioner|workload] [--seed 1]

The master and its workers get SIGKILL, after half to one and a half times ``--every`` seconds
from the last start. After ``--seconds`` nobody begins any more, and the server is left alone so
that everybody on the way gets a clear answer. Exits 1 unless every acknowledged submission is in
the export, none twice, and one without an answer at most once.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import Future, wait
from pathlib import Path

from bench import crowd, ending, questionnaires, servers
from bench.crowd import Crowd, Told
from bench.people import FEWEST
from bench.serving import Web

PATIENCE = 60
"""Seconds after the last killing in which people still ask again."""


def main() -> None:
    wanted = _wanted()
    with tempfile.TemporaryDirectory() as name:
        web = Web(Path(name))
        source = questionnaires.text(wanted.questionnaire)
        starts = servers.prepare(Path(name), web.environment, source, wanted.people)
        web.start()
        try:
            told, kills = _run(wanted, source, starts, web)
            _print(wanted, told, kills)
            wrong = ending.troubles(told.outcomes)
            good = ending.report(Path(name), web, told.outcomes)
        finally:
            web.stop()
    sys.exit(wrong or not good)


def _run(
    wanted: argparse.Namespace, source: str, starts: Sequence[str], web: Web
) -> tuple[Told, int]:
    """What became of them, and how often the server was killed."""
    last = time.time() + wanted.seconds
    people = list(enumerate(starts))
    going = Crowd(web.port, source, wanted.seed, people, wanted.at_once, 0, last, last + PATIENCE)
    chance, kills = random.Random(wanted.seed), 0
    pool, futures = crowd.send_off(going)
    with pool:
        left: set[Future[Told]] = set(futures)
        while left:
            left = wait(left, timeout=wanted.every * chance.uniform(0.5, 1.5)).not_done
            if left and time.time() < last:
                web.kill()
                web.start()
                kills += 1
    return crowd.gathered(futures), kills


def _print(wanted: argparse.Namespace, told: Told, kills: int) -> None:
    people, took = len(told.outcomes), told.ended - told.began
    print(
        f"{people} people began, {wanted.at_once} at a time, questionnaire"
        f" {wanted.questionnaire}, seed {wanted.seed}"
    )
    struck = sum(outcome.lost > 0 for outcome in told.outcomes)
    print(
        f"{took:.1f} s: {people / took:.1f} people a second; killed {kills} times, every"
        f" {took / max(kills, 1):.1f} s; {struck} people lost an answer on the way"
    )


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--every", type=float, default=2, help="seconds, about")
    parser.add_argument("--seconds", type=float, default=900, help="how long people begin")
    parser.add_argument("--at-once", type=int, default=32)
    parser.add_argument("--questionnaire", choices=questionnaires.NAMES, default="short")
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    if wanted.people < FEWEST:
        parser.error(f"--people must be {FEWEST} or more, else the count withholds some of them")
    return wanted


if __name__ == "__main__":
    main()
