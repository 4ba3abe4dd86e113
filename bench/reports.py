"""What the reports of a national round cost: releasing it, and each page and file of one report.

    python -m bench.reports [--answers 100000] [--seed 1] [--last 20000]

Processor seconds and peak memory of tallying and releasing the answers of 160 organisations, beside
decoding the same answers from JSON once; then of all that a count makes of opened ballots, its
audit included. Then the pages and files of three reports, with the year before beside this one,
through Flask's test client on a database that holds both rounds.
"""

from __future__ import annotations

import argparse
import json
import resource
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar, cast

from flask.testing import FlaskClient

from bench import population
from bench.population import Employer, Population
from portal.calendar.schedule import YEAR, Schedule
from portal.calendar.state import State
from portal.disclosure.release import release
from portal.disclosure.tally import Person
from portal.services.lifecycle import responses
from portal.services.lifecycle.ballots import Opened
from portal.services.organisations import register as organisations
from portal.services.rounds import planning
from portal.services.rounds.plans import Plan
from portal.services.staff import accounts, sessions
from portal.store import db
from portal.store.figures import Tally
from portal.store.results import Certificate
from portal.store.rounds import Round
from portal.survey.file.parsing import parse
from portal.survey.questionnaire import Questionnaire
from tests import made_once
from tests.factories import ADA, House
from tests.journeys.site import PRACTITIONER

CHANGED, BY = "supervision", 6.0
TIMES = 9
"""Each page is asked for so often, after a first time that is not counted."""
PAGES = ("report", "report/detail")
FILES = ("html", "docx", "xlsx", "csv", "json")
T = TypeVar("T")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--answers", type=int, default=100_000)
    parser.add_argument("--last", type=int, default=20_000, help="answers of the year before")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    questionnaire = parse(PRACTITIONER)
    last = population.national(questionnaire, asked.seed, asked.last)
    this = population.national(questionnaire, asked.seed, asked.answers)
    this = this.a_year_later(CHANGED, BY)
    people = list(this.people())
    _release(questionnaire, people, this)
    made_once.keep()
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder))
        put(house, this.employers)
        store(house, "last", last, list(last.people()), -YEAR)
        before = time.process_time()
        store(house, "this", this, people)
        spent = time.process_time() - before
        print(f"all that a count makes of opened ballots: {spent:.1f} s, {peak()} MB at most")
        _reports(house, this.employers)
        db.db.close()


def _release(questionnaire: Questionnaire, people: Sequence[Person], of: Population) -> None:
    base = peak()
    told, spent = _timed(lambda: release(questionnaire, people, of.terms))
    decoding = _decoding(people)
    print(
        f"{len(people):,} responses in {len(of.employers)} organisations, tallied and released:"
        f" {spent:.1f} s, {peak()} MB at most ({base} of them the answers); {len(told.cells):,}"
        f" cells; {spent / decoding:.1f} times decoding the answers from JSON ({decoding:.2f} s)"
    )


def _decoding(people: Iterable[Person]) -> float:
    """Return the processor seconds of decoding, some at a time, so that little is in memory."""
    spent, left = 0.0, iter(people)
    while texts := [json.dumps(person.choices) for person in islice(left, 2_000)]:
        spent += _timed(lambda: [json.loads(text) for text in texts])[1]
    return spent


def put(house: House, employers: Sequence[Employer]) -> None:
    rows = [
        {"code": each.code, "name": each.code.title(), "type": each.type, "region": each.region}
        | {"domains": ""}
        for each in employers
    ]
    organisations.put(enumerate(rows, 2), ADA, house.now)


def store(
    house: House,
    code: str,
    of: Population,
    people: Sequence[Person],
    when: timedelta = timedelta(),
    *,
    single: bool = False,
) -> None:
    """Store a round as it is once it is counted; with its ``single`` responses, or without."""
    opens = house.now + when
    days = Schedule(opens, opens + timedelta(weeks=5))
    until = (house.now + YEAR).date()
    title = f"Health check ({code} year)"
    plan = Plan(code, title, of.questionnaire, days, until, series="bench", responses_kept=single)
    round_ = planning.create(plan, ADA, opens)
    opened = [
        Opened(
            each.organisation,
            "letters" if each.by_letter else "slips",
            _dict(each.choices),
            [],
            _dict(each.scores),
        )
        for each in people
    ]
    terms = replace(of.terms, responses=single)
    kept = responses.kept(round_.id, terms, of.questionnaire, opened)
    with db.writing():
        for table, rows in kept.items():
            db.insert_rows(table, [{"id": secrets.token_bytes(16), **row} for row in rows])
        for each in of.employers:
            Tally.create(
                round=round_.id, organisation=each.code, day=days.closes.date(), **_numbers(each)
            )
        Certificate.create(
            round=round_.id, counted=days.closes, kept=1, set_aside=0, questionnaire=""
        )
        Round.update(state=State.COUNTED).where(Round.id == round_.id).execute()


def _dict(values: Mapping[str, Any]) -> dict[str, Any]:
    """Take it as it is: in a count, too, it is there once."""
    return cast(dict[str, Any], values)


def _numbers(of: Employer) -> dict[str, int]:
    """Return what the last midnight's count says."""
    return {
        "invited": of.invited,
        "slips": 2 * of.by_slip,
        "open_link": 0,
        "sent": of.invited,
        "undeliverable": 0,
        "by_letter": of.answers - of.by_slip,
        "by_slip": of.by_slip,
        "by_open_link": 0,
    }


def _reports(house: House, employers: Sequence[Employer]) -> None:
    """Print what a principal social worker waits for, of a small, a middling and the largest
    organisation."""
    house.now += timedelta(weeks=6)
    order = sorted(employers, key=lambda each: each.answers)
    for of in (order[20], order[len(order) // 2], order[-1]):
        client = signed_in(house, of.code)
        print(f"{of.answers:,} answers:")
        at = f"/staff/rounds/this/{of.code}"
        for path in (*PAGES, *(f"report/download/{form}" for form in FILES)):
            print(f"  {path}: {asked(client, f'{at}/{path}'):.0f} ms")


def signed_in(house: House, organisation: str) -> FlaskClient:
    psw = accounts.add(f"psw@{organisation}.example.org", "psw", organisation, ADA, house.now)
    client = house.client()
    client.set_cookie("staff", sessions.begin(psw, house.now, proven=True))
    return client


def asked(client: FlaskClient, path: str) -> float:
    """Return the middle of the processor milliseconds of several answers."""
    answers = [_timed(lambda: client.get(path)) for _ in range(1 + TIMES)]
    if wrong := {answer.status_code for answer, _ in answers} - {200}:
        raise SystemExit(f"{path} was answered with {wrong}")
    return 1000 * statistics.median(spent for _, spent in answers[1:])


def _timed(task: Callable[[], T]) -> tuple[T, float]:
    before = time.process_time()
    done = task()
    return done, time.process_time() - before


def peak() -> int:
    """Return the most memory that this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
