"""Counted rounds of many organisations, stored as a count leaves them."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from typing import Any

from portal.calendar.state import State
from portal.disclosure.release import Terms, release
from portal.disclosure.tally import Person
from portal.services.organisations import register as organisations
from portal.services.reports import released
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.store import db
from portal.store.figures import Tally
from portal.store.results import Certificate, ReleasedCells, Response
from portal.store.rounds import Participation, Round
from portal.survey.packing import pack
from tests.factories import ADA, NORTHSHIRE, House
from tests.web.staff.reports.test_statements import RETURN

NUMBER, ANSWERS = 11, 30
TYPES = ("shire county", "London borough")
YEAR = timedelta(days=364)


def counted(house: House, code: str = "spring", number: int = NUMBER, **changes: Any) -> RoundInfo:
    """Store a round of Northshire, Southborough and so many organisations beside them, in each of
    which thirty people answered by letter."""
    others = [
        {**NORTHSHIRE, "code": f"o{n}", "name": f"County {n}", "type": TYPES[n % 2]}
        for n in range(number)
    ]
    known = {each.code for each in organisations.listing()}
    if fresh := [row for row in others if row["code"] not in known]:
        organisations.put(enumerate(fresh, 2), ADA, house.now)
    round_ = house.round(code, **changes)
    parts = Participation.select().where(Participation.round == round_.id)
    codes = sorted(part.organisation_id for part in parts)
    places = {each.code: (each.type, each.region) for each in organisations.listing()}
    told = release(round_.text, list(_people(codes)), Terms(places, 10))
    closes = round_.closes
    with db.writing():
        rows = released.rows(round_.id, told.cells)
        db.insert_rows(ReleasedCells, [{"id": secrets.token_bytes(16), **row} for row in rows])
        for each in codes:
            Tally.create(round=round_.id, organisation=each, day=closes.date(), **_numbers())
        Certificate.create(round=round_.id, counted=closes, kept=1, set_aside=0, questionnaire="")
        Round.update(state=State.COUNTED).where(Round.id == round_.id).execute()
    house.now = max(house.now, closes + timedelta(days=1))
    return rounds.by_code(code)


def returned(
    house: House, code: str = "returns", number: int = NUMBER, **changes: Any
) -> RoundInfo:
    """Store a round of returns of Northshire, Southborough and so many organisations beside them:
    all keep people by pay, and Southborough in a way of its own, too."""
    rows = [
        {**NORTHSHIRE, "code": f"o{n}", "name": f"County {n}", "type": TYPES[n % 2]}
        for n in range(number)
    ]
    organisations.put(enumerate(rows, 2), ADA, house.now)
    round_ = house.round(code, source=RETURN, **changes)
    with db.writing():
        for part in Participation.select().where(Participation.round == round_.id):
            ways = ["pay", "other"] if part.organisation_id == "southborough" else ["pay"]
            said = {"ways": ways, "ways__other": "Cake", "mail": "remi@example.org"}
            Response.create(
                id=secrets.token_bytes(16),
                round=round_.id,
                organisation=part.organisation_id,
                answers=pack(said).decode(),
                scores="{}",
            )
        Round.update(state=State.COUNTED).where(Round.id == round_.id).execute()
    house.now = max(house.now, round_.closes + timedelta(days=1))
    return rounds.by_code(code)


def _people(codes: list[str]) -> Iterator[Person]:
    draw = random.Random(1)
    for code in codes:
        for _ in range(ANSWERS):
            said = {item: draw.choice(("agree", "agree", "disagree")) for item in ("heard", "safe")}
            score = Fraction(100 * sum(answer == "agree" for answer in said.values()), 2)
            values = {"service": draw.choice(("children", "adults"))}
            yield Person(code, True, (values["service"],), values | said, {"support": str(score)})


def _numbers() -> dict[str, int]:
    none = dict.fromkeys(("slips", "open_link", "undeliverable", "by_slip", "by_open_link"), 0)
    return none | {"invited": 2 * ANSWERS, "sent": 2 * ANSWERS, "by_letter": ANSWERS}
