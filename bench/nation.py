"""What the national report of 160 organisations costs: each page and file, and the memory.

    python -m bench.nation [--answers 20000] [--seed 1]

Two rounds, a year apart, and one of returns are stored by a process of their own. Then an
administrator and a principal social worker ask for everything through Flask's test client; the
memory is that of this process, with the whole portal in it.
"""

from __future__ import annotations

import argparse
import tempfile
from multiprocessing import get_context
from pathlib import Path
from random import Random

from bench import population, reports
from portal.calendar.schedule import YEAR
from portal.calendar.state import State
from portal.settings import ROOT
from portal.store import db
from portal.store.results import Response
from portal.store.rounds import Participation, Round
from portal.survey.answers import final
from portal.survey.conditions import Answer
from portal.survey.file.parsing import parse
from portal.survey.packing import pack
from portal.survey.questionnaire import Item
from tests import made_once
from tests.factories import ADA, House, post
from tests.journeys.site import PRACTITIONER

HERE = "/staff/rounds/this/england"
PAGES = ("", "?region=London", "/places", "/publish")
FILES = ("xlsx", "docx", "csv", "sav", "json")
RETURNS = "/staff/rounds/returns/england"
RETURN = ROOT / "questionnaires" / "organisation" / "2026.1.md"


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
    store_returns(house, seed)


def store_returns(house: House, seed: int) -> None:
    """Store what all organisations say in the return that is shipped: something to everything."""
    text, draw = RETURN.read_text(encoding="utf-8"), Random(seed)
    round_ = house.round("returns", source=text)
    with db.writing():
        for part in Participation.select().where(Participation.round == round_.id):
            said = {id: answer(item, draw) for id, item in round_.text.items.items()}
            Response.create(
                id=draw.randbytes(16),
                round=round_.id,
                organisation=part.organisation_id,
                answers=pack(final(round_.text, said)).decode(),
                scores="{}",
            )
        Round.update(state=State.COUNTED).where(Round.id == round_.id).execute()


def answer(item: Item, draw: Random) -> Answer:
    options = [option.id for option in item.question.options]
    if options:
        one = draw.choice(options)
        return [one] if item.question.type == "choices" else one
    if item.question.type == "date":
        return f"2026-09-{draw.randint(1, 30):02}"
    return str(draw.randint(0, 300)) if item.question.type in ("number", "numbers") else "Words."


def measure(house: House) -> None:
    ada, psw = house.signed_in(ADA), reports.signed_in(house, "organisation-1")
    print(f"before: {reports.peak()} MB")
    for path in PAGES:
        print(f"  england{path}: {reports.asked(ada, HERE + path):.0f} ms, {reports.peak()} MB")
    print(f"  england (psw): {reports.asked(psw, HERE):.0f} ms, {reports.peak()} MB")
    for form in FILES:
        spent = reports.asked(ada, f"{HERE}/download/{form}")
        print(f"  england/download/{form}: {spent:.0f} ms, {reports.peak()} MB")
    for path in ("", "/publish", *(f"/download/{form}" for form in ("xlsx", "json"))):
        print(f"  returns{path}: {reports.asked(ada, RETURNS + path):.0f} ms, {reports.peak()} MB")
    post(ada, f"{HERE}/publish")
    print(f"  /results/this: {reports.asked(house.client(), '/results/this'):.1f} ms")


if __name__ == "__main__":
    main()
