"""``flask demo --counted``: two rounds of invented organisations, a year apart, really counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from portal.calendar.london import LONDON, london_day
from portal.calendar.schedule import YEAR, Schedule
from portal.services.rounds.register import LAST_YEAR, THIS_YEAR
from portal.settings import ROOT
from portal.survey import inventing
from portal.survey.inventing import Workplace
from portal.survey.questionnaire import Questionnaire

if TYPE_CHECKING:
    from portal.services.rounds.plans import Plan
    from portal.worker.tools import Tools

SERIES = "demonstration"
AGO, OPEN = timedelta(weeks=9), timedelta(weeks=5, hours=8)
"""This year's round opened so long ago, at nine in the morning, and was open so long."""
KEPT = timedelta(days=3 * 365)
"""So long responses are kept after the closing: last year's are to be there still."""
LEVELS = {
    "framework": 63.0,
    "workforce": 52.0,
    "workloads": 46.0,
    "wellbeing": 61.0,
    "supervision": 57.0,
    "cpd": 60.0,
    "registration": 64.0,
    "partnerships": 58.0,
    "contribution": 77.0,
    "tensions": 37.0,
    "satisfaction": 63.0,
    "stay": 61.0,
}
"""How it is in England, by the scores of the shipped questionnaire."""
BETTER = {"supervision": 7.0}
"""What has changed everywhere from one year to the next, in points."""


@dataclass(frozen=True, slots=True)
class Invented:
    """An organisation. ``place``: its type and region; ``invited``: by letter, of whom so many
    answered last year and this year, and this year so many more by one of its ``slips``. ``psw``:
    who signs in there."""

    code: str
    name: str
    place: tuple[str, str]
    invited: int
    last: int
    this: int
    slips: int = 0
    by_slip: int = 0
    psw: str = ""

    @property
    def domain(self) -> str:
        return f"{self.code}.example.org"

    @property
    def row(self) -> dict[str, str]:
        """As a file of organisations has it."""
        type, region = self.place
        own = {"code": self.code, "name": self.name, "type": type, "region": region}
        return own | {"domains": self.domain}


_SHIRE = ("shire county", "East Midlands")
_UNITARY = ("unitary authority", "East Midlands")
_BOROUGH = ("London borough", "London")
_SOUTH = ("unitary authority", "South West")
_TRUST = ("NHS trust", "South West")
_NORTH = ("metropolitan district", "North West")
"""Types, and regions in which four organisations or more can be compared, or too few."""
ORGANISATIONS = (
    Invented("northshire", "Northshire County Council", _SHIRE, 312, 163, 180, psw="pat"),
    Invented("eastwold", "Eastwold Council", _UNITARY, 26, 15, 14, psw="ed"),
    Invented("hillcaster", "Hillcaster City Council", _UNITARY, 148, 71, 82),
    Invented("marlshire", "Marlshire County Council", _SHIRE, 244, 118, 131),
    Invented("wolden", "Wolden Council", _UNITARY, 86, 44, 41, 40, 17),
    Invented("tarnbeck", "Tarnbeck Council", _UNITARY, 19, 11, 8),
    Invented("southborough", "London Borough of Southborough", _BOROUGH, 88, 31, 34, psw="olga"),
    Invented("thornwick", "London Borough of Thornwick", _BOROUGH, 121, 49, 58),
    Invented("castlefold", "London Borough of Castlefold", _BOROUGH, 104, 52, 47),
    Invented("westmere", "London Borough of Westmere", _BOROUGH, 95, 40, 51),
    Invented("saltholm", "Saltholm Council", _SOUTH, 110, 40, 52),
    Invented("harrowby", "Harrowby Vale NHS Trust", _TRUST, 98, 37, 44),
    Invented("oldmoor", "Oldmoor Metropolitan Borough Council", _NORTH, 172, 79, 88),
)


def make(tools: Tools, now: datetime) -> None:
    """Make what is not there yet, of last year's round and of this year's."""
    from portal.services.rounds import register as rounds
    from portal.worker import passes

    morning = (now - AGO).astimezone(LONDON).replace(hour=9, minute=0, second=0, microsecond=0)
    this, there = morning.astimezone(UTC), {each.code for each in rounds.demonstrations()}
    for scene in (_Scene(LAST_YEAR, this - YEAR), _Scene(THIS_YEAR, this)):
        if scene.code not in there:
            closes, task = scene.days.closes, partial(scene.play, tools)
            list(passes.run_apart(tools, task, closes, given=True))


@dataclass(frozen=True)
class _Scene:
    """One of both rounds, from its making to its count."""

    code: str
    opens: datetime

    @property
    def days(self) -> Schedule:
        return Schedule(self.opens, self.opens + OPEN, (self.opens + timedelta(weeks=2),))

    def play(self, tools: Tools) -> Iterator[str]:
        """Do it at moments that are past, by the steps of a round that people answer. It is one
        transaction, so that a worker beside it meets a round that is counted, or none; no letter
        goes out."""
        from portal.services.lifecycle import closing
        from portal.services.lifecycle.counting import Aside
        from portal.services.rounds import register as rounds
        from portal.store import db
        from portal.worker import passes

        closes = self.days.closes
        with db.writing():
            questionnaire = self._open(tools)
            round_ = rounds.by_code(self.code)
            self._answer(questionnaire)
            closing.begin_closing(round_.id, closes)
            tools.keys.destroy_closing(round_.id)
            closing.finish_closing(round_.id)
            passes.count_one(tools, rounds.by_code(self.code), closes, Aside())
        yield f"counted round {self.code}"

    def _open(self, tools: Tools) -> Questionnaire:
        """Make and open the round, with a link for everybody who is invited."""
        from portal.services import audit
        from portal.services.lifecycle import closing, demonstration
        from portal.services.people import importing, minting, sheets
        from portal.services.rounds import planning
        from portal.worker import keeping

        put_organisations([each.row for each in ORGANISATIONS], self.opens)
        round_ = planning.create(self._plan(), audit.OPERATOR, self.opens)
        people = [
            {"organisation": each.code, "email": f"person{number}@{each.domain}"}
            for each in ORGANISATIONS
            for number in range(1, each.invited + 1)
        ]
        importing.put(self.code, list(enumerate(people)), audit.OPERATOR, self.opens)
        closing.opened(round_.id, keeping.begin(tools, round_), self.opens)
        link_key = tools.keys.link_key(round_.id)
        if link_key is not None:
            minting.mint(round_.id, link_key, tools.keys, self.opens)
        demonstration.take_as_sent(self.code)
        for each in ORGANISATIONS:
            if self.code == THIS_YEAR and each.slips:
                sheets.make(self.code, each.code, each.slips, audit.OPERATOR, self.opens)
        return round_.text

    def _plan(self) -> Plan:
        from portal.services.questionnaires import library
        from portal.services.rounds.plans import Plan

        return Plan(
            code=self.code,
            title=f"Social Work Health Check {london_day(self.opens).year}: demonstration",
            questionnaire=library.find("practitioner/2026.1", ROOT / "questionnaires"),
            schedule=self.days,
            retain_until=(self.days.closes + KEPT).date(),
            organisations=tuple(each.code for each in ORGANISATIONS),
            series=SERIES,
        )

    def _answer(self, questionnaire: Questionnaire) -> None:
        """Answer as people do who are the same at every making."""
        from portal.services.lifecycle import demonstration

        usual, this = Random(SERIES), self.code == THIS_YEAR  # noqa: S311 - no secret
        average = replace(inventing.average(questionnaire, usual), level=LEVELS)
        for each in ORGANISATIONS:
            at = inventing.workplace(questionnaire, usual, average)
            draw = Random(f"{self.code} {each.code}")  # noqa: S311 - no secret
            if this:
                at = _a_year_on(at, draw)
            by_letter, by_slip = (each.this, each.by_slip) if this else (each.last, 0)
            for origin, number in (("invitation", by_letter), ("slip", by_slip)):
                people = [inventing.answers(questionnaire, at, draw) for _ in range(number)]
                demonstration.answer(self.code, each.code, origin, people)


def put_organisations(rows: Sequence[Mapping[str, str]], now: datetime) -> None:
    """Add those organisations of the demonstration that are not there yet."""
    from portal.services import audit
    from portal.services.organisations import register as organisations

    there = {each.code for each in organisations.listing()}
    missing = [row for row in rows if row["code"] not in there]
    if missing:
        organisations.put(enumerate(missing, 1), audit.OPERATOR, now)


def _a_year_on(at: Workplace, draw: Random) -> Workplace:
    level = {
        score: value + BETTER.get(score, 0) + draw.gauss(0, 1.5)
        for score, value in at.level.items()
    }
    return replace(at, level=level)
