"""The editions of an organisation's report: what it is told of a counted round, and of the rounds
before it that can be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from portal.calendar.london import london_day
from portal.calendar.state import State
from portal.calendar.years import alike
from portal.disclosure.answered import Numbers
from portal.disclosure.cells import NATION, Cell, Level
from portal.errors import Conflict, NotFound
from portal.reports.edition import Edition, keyed
from portal.services.figures import tallies
from portal.services.reports import facts, released
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.services.staff.scope import Employer
from portal.store.results import Certificate

BEFORE = 12
"""So many earlier rounds are shown at most."""


def check_counted(round_: RoundInfo) -> None:
    """Raise ``NotFound`` for a round of returns, and ``Conflict`` until a round is counted and its
    keys are destroyed."""
    if round_.named:
        raise NotFound(f"{round_.title} has no scores: it is a round of returns.")
    if not round_.state.over:
        raise Conflict(f"Scores can be read once {round_.title} has been counted.")


def every(round_: RoundInfo, employer: Employer) -> tuple[Edition, ...]:
    """Return the editions of an organisation's report, this round's first, then those of earlier
    rounds with the same questionnaire. Raises as ``check_counted`` does."""
    check_counted(round_)
    shown = [round_, *earlier(round_)]
    places = {code: region for code, (_, region) in tallies.places(round_).items()}
    region = places[employer.code]
    cells = released.of_rounds([each.id for each in shown], employer.code, region)
    numbers = _numbers(shown, employer.code)
    shares = facts.of_organisation(shown, employer.code)
    told = [each for each in shown if each is round_ or (each.id in cells and each.id in numbers)]
    bare = _bare(told)
    others = released.scores(round_.id, [score.id for score in round_.text.scores])
    return tuple(
        replace(
            bare[each.id],
            code=employer.code,
            name=employer.name,
            region=region,
            numbers=numbers.get(each.id, Numbers()),
            cells=keyed(cells.get(each.id, [])),
            others=others if each is round_ else {},
            regions={code: places[code] for code in others} if each is round_ else {},
            facts=tuple(shares[each.id]),
        )
        for each in told
    )


def of_place(round_: RoundInfo, region: str = "") -> tuple[Edition, ...]:
    """Return the editions of England, or of a region beside it, as if it were an organisation,
    newest first; without who answered. Raises as ``check_counted`` does."""
    check_counted(round_)
    shown = [round_, *earlier(round_)]
    level: Level = "region" if region else "nation"
    name = region or NATION
    cells = released.of_rounds([each.id for each in shown], "", region)
    own = {
        id: [replace(cell, level="organisation") for cell in every if cell.level == level]
        for id, every in cells.items()
    }
    beside = {
        id: [c for c in every if region or c.measure == "spread"] for id, every in cells.items()
    }
    told = [each for each in shown if each is round_ or own.get(each.id)]
    bare = _bare(told)
    others = released.scores(round_.id, [score.id for score in round_.text.scores])
    return tuple(
        replace(
            bare[each.id],
            code=name,
            name=name,
            cells=keyed((*beside.get(each.id, ()), *own.get(each.id, ()))),
            others=others if each is round_ else {},
        )
        for each in told
    )


def outlines(round_: RoundInfo) -> dict[str, list[Cell]]:
    """Return the scores and the sizes of the groups of every organisation that is told any. Raises
    as ``check_counted`` does."""
    check_counted(round_)
    return released.outlines(round_.id)


def all_cells(round_: RoundInfo) -> list[Cell]:
    """Return all that was released of a round. Raises as ``check_counted`` does."""
    check_counted(round_)
    return released.every(round_.id)


def earlier(round_: RoundInfo) -> list[RoundInfo]:
    """Return earlier counted rounds of the same questionnaire and series, whatever its year, the
    latest first; none whose own reports still wait, since a later report would tell of them."""
    before = (
        each for each in _comparable(round_) if each.closes < round_.closes and not each.unpublished
    )
    return sorted(before, key=lambda each: each.closes, reverse=True)[:BEFORE]


def newest(round_: RoundInfo) -> RoundInfo:
    """Return the latest of these rounds whose reports can be read, the round itself if none is
    later."""
    after = [
        each for each in _comparable(round_) if each.closes > round_.closes and not each.unpublished
    ]
    return max(after, key=lambda each: each.closes, default=round_)


def _comparable(round_: RoundInfo) -> list[RoundInfo]:
    return [
        each
        for each in rounds.in_state(State.COUNTED, State.ARCHIVED)
        if alike(each.series, round_.series) and not each.named and each.text.id == round_.text.id
    ]


def _bare(told: Sequence[RoundInfo]) -> dict[bytes, Edition]:
    """Return an edition of each round in which nobody is told anything yet."""
    counted, years = _counted(told), Counter(london_day(each.opens).year for each in told)
    return {
        each.id: Edition(
            round_code=each.code,
            title=each.title,
            label=_label(each, years),
            opened=london_day(each.opens),
            closed=london_day(each.closes),
            counted=london_day(counted[each.id]),
            questionnaire=each.text,
            code="",
            name="",
            region="",
            numbers=Numbers(),
            cells={},
        )
        for each in told
    }


def _numbers(shown: Sequence[RoundInfo], organisation: str) -> dict[bytes, Numbers]:
    """Return who answered in each of these rounds, as at the end."""
    days = tallies.days(shown, organisation)
    return {round_id: counts[-1].numbers for round_id, counts in days.items() if counts}


def _counted(shown: Sequence[RoundInfo]) -> dict[bytes, datetime]:
    rows = Certificate.select().where(Certificate.round.in_([each.id for each in shown]))
    return {row.round_id: row.counted for row in rows}


def _label(round_: RoundInfo, years: Counter[int]) -> str:
    """Call a round by its year, and by its month too where a year has two."""
    opened = london_day(round_.opens)
    return str(opened.year) if years[opened.year] == 1 else f"{opened:%B %Y}"
