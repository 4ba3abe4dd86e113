"""A crowd at a real server, and what the count holds of what it was told had been taken.

    python -m bench.journeys [--people 1000] [--at-once 64] [--think 0] [--slips 3000]
                             [--questionnaire practitioner|workload|short] [--seed 1]

Exits 1 unless every person got through and the export holds what they sent, by content.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from pathlib import Path

from bench import crowd, ending, questionnaires, servers
from bench.crowd import Crowd, Outcome, Told
from bench.people import FEWEST
from bench.serving import Web


@dataclass(frozen=True, slots=True)
class Run:
    """``cpu``, ``driving``: processor seconds of the server and of the people's side; ``memory``:
    megabytes of the server, once a second."""

    outcomes: Sequence[Outcome]
    took: float
    cpu: float
    driving: float
    memory: Sequence[float]


def main() -> None:
    wanted = _wanted()
    with tempfile.TemporaryDirectory() as name:
        web = Web(Path(name))
        source = questionnaires.text(wanted.questionnaire)
        number = max(wanted.people, wanted.slips)
        starts = servers.prepare(Path(name), web.environment, source, number)
        web.start()
        try:
            found = _run(wanted, source, starts, web)
            _print(wanted, found)
            wrong = ending.troubles(found.outcomes)
            good = ending.report(Path(name), web, found.outcomes)
        finally:
            web.stop()
    sys.exit(wrong or not good)


def _run(wanted: argparse.Namespace, source: str, starts: Sequence[str], web: Web) -> Run:
    people = list(enumerate(starts[: wanted.people]))
    never = float("inf")
    going = Crowd(web.port, source, wanted.seed, people, wanted.at_once, wanted.think, never, 0)
    server = web.measured()
    memory, cpu = [server.memory()], server.cpu()
    pool, futures = crowd.send_off(going)
    with pool:
        left: set[Future[Told]] = set(futures)
        while left:
            left = wait(left, timeout=1).not_done
            memory.append(server.memory())
    told, used = crowd.gathered(futures), server.cpu() - cpu
    return Run(told.outcomes, told.ended - told.began, used, told.cpu, memory)


def _print(wanted: argparse.Namespace, found: Run) -> None:
    people = len(found.outcomes)
    print(
        f"{people} people, {wanted.at_once} at a time, questionnaire {wanted.questionnaire},"
        f" think time {wanted.think:g} s, {max(wanted.slips, people)} slips, seed {wanted.seed}"
    )
    print(
        f"{found.took:.1f} s: {people / found.took:.1f} people a second; server CPU"
        f" {found.cpu / people * 1000:.0f} ms a person, {found.cpu / found.took:.2f} cores;"
        f" driving them {found.driving / found.took:.2f} cores"
    )
    _print_steps(found)
    memory, middle = found.memory, len(found.memory) // 2
    tenth = len(memory) // 10
    print(
        f"server memory, MB: {memory[0]:.0f} at the start, {memory[tenth]:.0f} after a tenth,"
        f" {memory[middle]:.0f} in the middle, {memory[-1]:.0f} at the end"
    )


def _print_steps(found: Run) -> None:
    times: dict[str, list[float]] = defaultdict(list)
    for outcome in found.outcomes:
        for step, seconds in outcome.times:
            times[step].append(seconds * 1000)
    print(f"{'step':20}{'number':>8}{'a second':>10}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}")
    for step, taken in times.items():
        cuts = statistics.quantiles(taken, n=100)
        row = "".join(f"{cuts[cut]:9.1f}" for cut in (49, 94, 98))
        print(f"{step:20}{len(taken):8}{len(taken) / found.took:10.1f}{row}")


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--at-once", type=int, default=64)
    parser.add_argument("--think", type=float, default=0, help="seconds before each page, about")
    parser.add_argument("--slips", type=int, default=3000, help="links handed out in all")
    parser.add_argument(
        "--questionnaire", choices=questionnaires.NAMES, default=questionnaires.NAMES[0]
    )
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    if wanted.people < FEWEST:
        parser.error(f"--people must be {FEWEST} or more, else the count withholds some of them")
    return wanted


if __name__ == "__main__":
    main()
