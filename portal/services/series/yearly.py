"""A series: the practitioners' round, the return and the self-assessment of one year, planned
together, looked at together, and made again for the next year; and rounds that come more often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, TypeAlias

from portal.calendar.london import london_day
from portal.calendar.schedule import Schedule, check_ahead, usual_reminders
from portal.errors import Conflict, Refused
from portal.services.questionnaires import library
from portal.services.rounds import next_year, planning
from portal.services.rounds import register as rounds
from portal.services.rounds.plans import Plan
from portal.services.rounds.register import RoundInfo
from portal.store import db
from portal.survey import elements
from portal.survey.comparing import compare
from portal.survey.questionnaire import Questionnaire

Kind: TypeAlias = Literal["practitioners", "return", "assessment", "other"]
YEARLY: tuple[Kind, ...] = ("practitioners", "return", "assessment")
"""What a year has; rounds of other people are of no year's plan."""
TITLES: dict[Kind, str] = {
    "practitioners": "{}",
    "return": "{}, return",
    "assessment": "{}, self-assessment",
}
KEPT = timedelta(days=3 * 365 + 1)
"""Results are kept for three years, unless somebody says otherwise."""
MOST_REPEATS = 12


@dataclass(frozen=True, slots=True)
class Part:
    """One round of a year that is planned: what it asks, and when."""

    kind: Kind
    questionnaire: Questionnaire
    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class Next:
    """A round made for next year. ``newer``: a version of its questionnaire that it does not take,
    since answers could not be compared; ``taken``: one that it does take."""

    round: RoundInfo
    newer: str
    taken: str


def kind_of(questionnaire: Questionnaire) -> Kind:
    if questionnaire.named:
        return "assessment" if elements.are_asked(questionnaire) else "return"
    return "practitioners" if questionnaire.audience == "staff" else "other"


def together(series: str) -> list[RoundInfo]:
    """Return the rounds of a series, by their opening; of none, none."""
    return [each for each in rounds.every() if each.series == series != ""]


def plan(name: str, parts: Sequence[Part], who: str, now: datetime) -> list[RoundInfo]:
    """Make a draft of each part, all or none, in a series of this name: with the organisations of
    the rounds that it has already, or else with all. Raises as ``planning.draft`` does."""
    if not parts:
        raise Refused("Choose one round at least.")
    there = together(name)
    part = planning.taking_part(there[-1].id) or None if there else None
    with db.writing():
        return [_draft(name, each, part, who, now) for each in parts]


def carry_on(round_: RoundInfo, folder: Path, who: str, now: datetime) -> list[Next]:
    """Make a draft of next year's round for each of a round's year, all or none, each day on its
    weekday, with organisations and letters, and the newest questionnaire with which all answers
    stay comparable. Raises as ``planning.draft`` does: ``Conflict`` where one was made before and
    is no longer as it was made."""
    before = rounds.of_its_year(round_)
    years = max(next_year.years_ahead(each, now) for each in before)
    with db.writing():
        return [_next(each, years, folder, who, now) for each in before]


def repeat(round_: RoundInfo, months: int, number: int, who: str, now: datetime) -> list[RoundInfo]:
    """Make drafts of a round again, so many, each some months after the one before; each gets keys
    of its own when it opens. Raises as ``planning.draft`` does, and ``Refused`` for a round without
    days."""
    if not planning.schedule_of(round_).decided:
        raise Refused("Give the round its days first: the others follow them.")
    with db.writing():
        return [
            _drafted(next_year.months_later(round_, months * each), round_, who, now)
            for each in range(1, number + 1)
        ]


def _draft(
    name: str, part: Part, organisations: Sequence[str] | None, who: str, now: datetime
) -> RoundInfo:
    title = TITLES[part.kind].format(name)
    wanted = Plan(
        code=next_year.code_for(title),
        title=title,
        questionnaire=part.questionnaire,
        schedule=Schedule(part.opens, part.closes, usual_reminders(part.opens, part.closes)),
        retain_until=london_day(part.closes) + KEPT,
        organisations=organisations,
        series=name,
    )
    check_ahead(wanted.schedule, now)
    return planning.draft(wanted, who, now, named=False)


def _next(round_: RoundInfo, years: int, folder: Path, who: str, now: datetime) -> Next:
    plan = next_year.a_year_later(round_, now, years)
    newest = library.newest(plan.questionnaire, folder)
    newer, taken = newest.name if newest else "", ""
    if newer and _stays_comparable(plan.questionnaire, later := library.find(newer, folder)):
        plan, newer, taken = replace(plan, questionnaire=later), "", newer
    try:
        return Next(planning.draft(plan, who, now, like=round_.code), newer, taken)
    except Conflict as error:
        there = rounds.by_code(plan.code)
        said = f"“{there.title}” ({there.code}) is there already, so nothing is made."
        raise Conflict(said) from error


def _stays_comparable(before: Questionnaire, after: Questionnaire) -> bool:
    """Say whether nothing that was asked is lost or means something else."""
    return not compare(before, after).only("reworded", "different", "removed")


def _drafted(wanted: Plan, like: RoundInfo, who: str, now: datetime) -> RoundInfo:
    coded = replace(wanted, code=next_year.code_for(wanted.title))
    return planning.draft(coded, who, now, like=like.code, named=False)
