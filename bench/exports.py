"""What it costs to take single responses away: seconds and memory, by format.

    python -m bench.exports [--answers 40000] [--seed 1] [--keep FOLDER]

A round of 160 organisations that keeps its responses is counted by the portal's own rules, with a
comment of every other person. Then each format is written by the command, and as the archive that
the site hands out, each in a process of its own, whose peak of resident memory is told. Last, what
the count pays to find what is asked because of what it leaves out.
"""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench import population
from bench.population import Population
from bench.reports import put
from portal.calendar.schedule import YEAR, Schedule
from portal.calendar.state import State
from portal.services.lifecycle import responses
from portal.services.lifecycle.ballots import Opened
from portal.services.rounds import planning
from portal.services.rounds.plans import Plan
from portal.settings import ROOT
from portal.store import db
from portal.store.results import Certificate
from portal.store.rounds import Round
from portal.survey import telling
from portal.survey.file.parsing import parse
from portal.survey.inventing import COMMENTS
from tests.factories import ADA, House
from tests.journeys.site import PRACTITIONER

FORMATS = ("csv", "xlsx", "sav")
WHY = "Measuring what it costs"
PEAK = """
import atexit, sys
def peak():
    with open("/proc/self/status") as file:
        print(next(line for line in file if line.startswith("VmHWM")), file=sys.stderr)
atexit.register(peak)
"""
"""Says the most memory that a process has had since it began: ``getrusage`` would count what the
process that started it held."""
COMMAND = """
from flask.cli import main
main()
"""
SITE = """
from datetime import UTC, date, datetime
from portal.export import bundle
from portal.services.reports import records
from portal.settings import load
from portal.store import db
db.init(load().database)
counted = records.taken("this", sys.argv[2], datetime.now(UTC))
_, archive = bundle.packed(sys.argv[1], counted, date(2027, 4, 9))
with archive:
    while archive.read(65_536):
        pass
"""
"""What the site does once it has asked for the reason."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--answers", type=int, default=40_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="leave the installation and the files there")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _measured(asked.keep or Path(folder), asked.answers, asked.seed)


def _measured(folder: Path, answers: int, seed: int) -> None:
    of = population.national(parse(PRACTITIONER), seed, answers)
    house = House(folder)
    put(house, of.employers)
    stored, spent, asked = _store(house, of)
    db.db.close()
    print(f"the count: {spent:.1f} s of the processor, {asked:,} conditions looked at")
    for form in FORMATS:
        words = ["export", "this", "--format", form, "--out", str(folder / form), "--reason", WHY]
        _run(folder, f"{form}, by command", stored, COMMAND, *words)
        _run(folder, f"{form}, from the site", stored, SITE, form, WHY)


def _store(house: House, of: Population) -> tuple[int, float, int]:
    """Store the round as the count does; say how many responses, and what that took."""
    days = Schedule(house.now, house.now + timedelta(weeks=5))
    until = (house.now + YEAR).date()
    plan = Plan("this", "Health check", of.questionnaire, days, until, responses_kept=True)
    round_ = planning.create(plan, ADA, house.now)
    opened = [
        Opened(
            each.organisation,
            "letters" if each.by_letter else "slips",
            dict(each.choices),
            [("framework_comment", COMMENTS[number % len(COMMENTS)])] * (number % 2),
            dict(each.scores),
        )
        for number, each in enumerate(of.people())
    ]
    times, before = _counting_calls(), time.process_time()
    kept = responses.kept(round_.id, replace(of.terms, responses=True), of.questionnaire, opened)
    spent = time.process_time() - before
    with db.writing():
        for table, rows in kept.items():
            db.insert_rows(table, [{"id": secrets.token_bytes(16), **row} for row in rows])
        Certificate.create(
            round=round_.id, counted=days.closes, kept=1, set_aside=0, questionnaire=""
        )
        Round.update(state=State.COUNTED).where(Round.id == round_.id).execute()
    return len(kept[responses.Response]), spent, times["conditions"]


def _counting_calls() -> Counter[str]:
    """Count how often it is looked through a questionnaire for what is asked because of others."""
    times, names = Counter[str](), telling.names

    def counted(condition: Any) -> Any:
        times["conditions"] += condition is not None
        return names(condition)

    telling.names = counted  # type: ignore[attr-defined]
    return times


def _run(folder: Path, name: str, number: int, code: str, *words: str) -> None:
    """Run it in a process that has nothing else in memory, and say what that took."""
    before, started = os.times(), time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", PEAK + code, *words],
        cwd=ROOT,
        env={**os.environ, "PORTAL_INSTANCE": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{name}: {done.stderr}")
    after = os.times()
    spent = sum(after[2:4]) - sum(before[2:4])
    print(
        f"{name}: {number:,} responses, {time.monotonic() - started:.1f} s"
        f" ({spent:.1f} s of the processor), {int(done.stderr.split()[-2]) // 1024} MB at most",
        flush=True,
    )


if __name__ == "__main__":
    main()
