"""The editions of an organisation's report, as far as they are stored."""

from __future__ import annotations

from portal.disclosure.cells import Cell
from portal.errors import Conflict, NotFound
from portal.reports.edition import Edition
from portal.services.rounds.register import RoundInfo
from portal.services.staff.scope import Employer


def check_counted(round_: RoundInfo) -> None:
    if round_.named:
        raise NotFound(f"{round_.title} has no scores: it is a round of returns.")
    if not round_.state.over:
        raise Conflict(f"Scores can be read once {round_.title} has been counted.")


def every(round_: RoundInfo, employer: Employer) -> tuple[Edition, ...]:
    check_counted(round_)
    raise NotFound(f"Nothing is stored of {employer.name}.")


def all_cells(round_: RoundInfo) -> list[Cell]:
    check_counted(round_)
    return []
