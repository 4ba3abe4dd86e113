"""A counted return is an organisation's own statement, for it and for administrators to read."""

from __future__ import annotations

from dataclasses import dataclass

from portal.calendar.london import in_london
from portal.errors import Conflict, NotFound
from portal.services.rounds.register import RoundInfo
from portal.services.staff.scope import Employer
from portal.store.db import of_part
from portal.store.results import Response
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
