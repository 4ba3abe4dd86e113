"""A counted return is an organisation's own statement, for it and for administrators to read: by
itself, or beside the report on what its people say."""

from __future__ import annotations

from dataclasses import dataclass

from portal.calendar.london import in_london, london_day
from portal.calendar.state import OVER
from portal.calendar.years import alike
from portal.errors import Conflict, NotFound
from portal.reports.assessed import Assessment
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.services.staff.scope import Employer
from portal.store.db import of_part
from portal.store.results import Response
from portal.survey import elements
from portal.survey.packing import unpack
from portal.survey.transcript import Section, transcript


@dataclass(frozen=True, slots=True)
class Statement:
    """It is what one organisation has submitted. No ``sections``: nothing, or nothing that is still
    kept."""

    round: RoundInfo
    employer: Employer
    sections: tuple[Section, ...]


def statement(round_: RoundInfo, employer: Employer) -> Statement:
    """Write down the return that was counted.

    Raises ``NotFound`` for a round that people answer, of which nobody's answers are ever shown,
    and ``Conflict`` before the count.
    """
    if not round_.named:
        raise NotFound(f"{round_.title} has no returns.")
    if not round_.state.has_results:
        raise Conflict(f"The return can be read here once {round_.title} has been counted.")
    row = Response.get_or_none(of_part(Response, round_.id, employer.code))
    pipes = {
        "organisation": employer.name,
        "round": round_.title,
        "closes": in_london(round_.closes),
    }
    sections = transcript(round_.text, unpack(row.answers), pipes) if row else ()
    return Statement(round_, employer, sections)


def assessment(round_: RoundInfo, employer: Employer) -> Assessment | None:
    """Return what the organisation has said of itself by the year of a round: its own latest
    self-assessment of the same series that is counted. None where there is none."""
    year = london_day(round_.closes).year
    asked = {
        each.id: each
        for each in rounds.in_state(*OVER)
        if alike(each.series, round_.series) and london_day(each.closes).year <= year
        if each.named and elements.are_asked(each.text)
    }
    rows = Response.select().where(
        Response.round.in_(list(asked)) & (Response.organisation == employer.code)
    )
    latest = max(rows, key=lambda row: asked[row.round_id].closes, default=None) if asked else None
    if latest is None:
        return None
    of = asked[latest.round_id]
    standards = elements.marks(of.text, unpack(latest.answers))
    return Assessment(of.title, london_day(of.closes), standards)
