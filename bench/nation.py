"""What the national report of 160 organisations costs: each page and file, and the memory.

    python -m bench.nation [--answers 20000] [--seed 1]

Two rounds, a year apart, are stored by a process of their own. Then an administrator and a
principal social worker ask for everything through Flask's test client; the memory is that of this
process, with the whole portal in it.
"""

from __future__ import annotations

import argparse
import tempfile
from multiprocessing import get_context
from pathlib import Path

from bench import population, reports
from portal.calendar.schedule import YEAR
from portal.store import db
from portal.survey.file.parsing import parse
from tests import made_once
from tests.factories import ADA, House, post
from tests.journeys.site import PRACTITIONER

HERE = "/staff/rounds/this/england"
PAGES = ("", "?region=London", "/places", "/publish")
FILES = ("xlsx", "docx", "csv", "sav", "json")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--answers", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        process = get_context("spawn").Process(
            target=store, args=(Path(folder), asked.answers, asked.seed)
        )
        process.start()
        process.join()
        measure(House(Path(folder)))
        db.db.close()


def store(folder: Path, answers: int, seed: int) -> None:
    made_once.keep()
    questionnaire = parse(PRACTITIONER)
    last = population.national(questionnaire, seed, answers)
    this = last.a_year_later(reports.CHANGED, reports.BY)
    house = House(folder)
    reports.put(house, this.employers)
    reports.store(house, "last", last, list(last.people()), -YEAR)
    reports.store(house, "this", this, list(this.people()))


def measure(house: House) -> None:
    ada, psw = house.signed_in(ADA), reports.signed_in(house, "organisation-1")
    print(f"before: {reports.peak()} MB")
    for path in PAGES:
        print(f"  england{path}: {reports.asked(ada, HERE + path):.0f} ms, {reports.peak()} MB")
    print(f"  england (psw): {reports.asked(psw, HERE):.0f} ms, {reports.peak()} MB")
    for form in FILES:
        spent = reports.asked(ada, f"{HERE}/download/{form}")
        print(f"  england/download/{form}: {spent:.0f} ms, {reports.peak()} MB")
    post(ada, f"{HERE}/publish")
    print(f"  /results/this: {reports.asked(house.client(), '/results/this'):.1f} ms")


if __name__ == "__main__":
    main()
