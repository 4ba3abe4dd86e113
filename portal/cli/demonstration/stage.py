"""What every part of the demonstration is given, and how a round of it is made and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from portal.calendar.london import LONDON
from portal.calendar.schedule import YEAR, Schedule
from portal.cli.demonstration import cast
from portal.settings import ROOT
from portal.survey.conditions import Answers
from portal.survey.questionnaire import Questionnaire

if TYPE_CHECKING:
    from portal.services.rounds.plans import Plan
    from portal.worker.tools import Tools

SERIES = "demonstration"
AGO = timedelta(weeks=9)
"""This year's round opened so long ago, at nine in the morning."""
KEPT = timedelta(days=3 * 365)
"""So long responses are kept after the closing: last year's are to be there still."""
Given: TypeAlias = tuple[str, str, Sequence[Answers]]
"""An organisation's code, the origin of links, and what is answered by them."""


@dataclass(frozen=True)
class Stage:
    """``this``: when this year's round opened."""

    tools: Tools
    this: datetime

    @classmethod
    def at(cls, tools: Tools, now: datetime) -> Stage:
        """Keep to this year's round where it is there: what was added to the demonstration since
        then goes with it."""
        from portal.services.rounds import register as rounds

        morning = (now - AGO).astimezone(LONDON).replace(hour=9, minute=0, second=0, microsecond=0)
        there = {each.code: each.opens for each in rounds.demonstrations()}
        return cls(tools, there.get(rounds.THIS_YEAR, morning.astimezone(UTC)))

    @property
    def last(self) -> datetime:
        """When last year's opened."""
        return self.this - YEAR

    def count(self, scene: Scene) -> None:
        """Have a round made, answered and counted, unless it is there already."""
        from portal.services.rounds import register as rounds
        from portal.worker import passes

        if scene.code not in {each.code for each in rounds.demonstrations()}:
            task = partial(scene.play, self.tools)
            list(passes.run_apart(self.tools, task, scene.days.closes, given=True))


@dataclass(frozen=True)
class Scene:
    """One round, from its making to its count. ``questionnaire``: its name in the library;
    ``invited``: organisation and address of each; ``slips``: so many of an organisation;
    ``answering``: who answers, and what."""

    code: str
    title: str
    questionnaire: str
    days: Schedule
    invited: Sequence[tuple[str, str]]
    answering: Callable[[Questionnaire], Iterable[Given]]
    slips: Mapping[str, int] = field(default_factory=dict)

    def play(self, tools: Tools) -> Iterator[str]:
        """Do it at moments that are past, by the steps of a round that people answer. It is one
        transaction, so that a worker beside it meets a round that is counted, or none; no letter
        goes out."""
        from portal.services.lifecycle import closing, demonstration
        from portal.services.lifecycle.counting import Aside
        from portal.services.rounds import register as rounds
        from portal.store import db
        from portal.worker import passes

        closes = self.days.closes
        with db.writing():
            questionnaire = self._open(tools)
            round_ = rounds.by_code(self.code)
            for given in self.answering(questionnaire):
                demonstration.answer(self.code, *given)
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

        opens = self.days.opens
        cast.put_organisations([each.row for each in cast.ORGANISATIONS], opens)
        round_ = planning.create(self._plan(), audit.OPERATOR, opens)
        people = [{"organisation": code, "email": email} for code, email in self.invited]
        importing.put(self.code, list(enumerate(people)), audit.OPERATOR, opens)
        closing.opened(round_.id, keeping.begin(tools, round_), opens)
        link_key = tools.keys.link_key(round_.id)
        if link_key is not None:
            minting.mint(round_.id, link_key, tools.keys, opens)
        demonstration.take_as_sent(self.code)
        for code, number in self.slips.items():
            sheets.make(self.code, code, number, audit.OPERATOR, opens)
        return round_.text

    def _plan(self) -> Plan:
        from portal.services.questionnaires import library
        from portal.services.rounds.plans import Plan

        return Plan(
            code=self.code,
            title=self.title,
            questionnaire=library.find(self.questionnaire, ROOT / "questionnaires"),
            schedule=self.days,
            retain_until=(self.days.closes + KEPT).date(),
            organisations=tuple(each.code for each in cast.ORGANISATIONS),
            series=SERIES,
        )
