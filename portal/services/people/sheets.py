"""Slips: links on paper or for mail merge, made by the sheet, and voided by the sheet.

Voiding touches no ticket: what is noted is the mark with which the links of the sheet begin, and
which nothing else in the database tells. So neither a page nor the database shows whether one of
them was used; the number of slips falls by the whole sheet, and an answer that came stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.errors import Conflict, NotFound, Refused
from portal.services import audit
from portal.services.people.invitations import anonymous, part_in, taking, taking_part
from portal.services.rounds import register as rounds
from portal.store import db
from portal.store.answers import add_tickets
from portal.store.people import Sheet
from portal.store.rounds import Participation
from portal.vault import tokens


class SlipsMade(Conflict):
    """Slips have been made since these were asked for; ``number`` says how many."""

    def __init__(self, number: int) -> None:
        super().__init__("Slips have been made since this form was opened; no more are made now.")
        self.number = number


@dataclass(frozen=True, slots=True)
class SheetMade:
    """Show a sheet of slips."""

    mark: bytes
    number: int
    slips: int
    voided: bool


def make(
    round_code: str,
    organisation: str,
    count: int,
    who: str,
    now: datetime,
    *,
    after: int | None = None,
    to_a_sheet: int = 20_000,
) -> list[bytes]:
    """Make tokens for mail merge or paper, so many to a sheet: returned once, kept nowhere, never
    reminded. ``after``: how many had been made when they were asked for; asking again is no asking
    for more. Raises ``SlipsMade``."""
    round_ = anonymous(round_code)
    if not 1 <= count <= 20_000:
        raise Refused("Ask for 1 to 20,000 slips at a time.")
    sizes = [min(to_a_sheet, count - start) for start in range(0, count, to_a_sheet)]
    sheets = [(tokens.new_sheet(), size) for size in sizes]
    made = [tokens.slip_token(mark) for mark, size in sheets for _ in range(size)]
    tickets = [
        (tokens.ticket_of(token), round_.id, organisation, "slip", "unused") for token in made
    ]
    with db.writing():
        part = taking_part(round_code, organisation)
        before = of_part(round_code, organisation)
        if after is not None and (ever := part.slips + part.voided) != after:
            raise SlipsMade(max(0, ever - after))
        add_tickets(tickets)
        for number, (mark, size) in enumerate(sheets, len(before) + 1):
            Sheet.create(
                mark=mark, round=round_.id, organisation=organisation, number=number, slips=size
            )
        own = db.of_part(Participation, round_.id, organisation)
        Participation.update(slips=part.slips + count).where(own).execute()
        said = audit.counted(count, "slip", "slips")
        audit.note(who, f"made {said} of round {round_code} for {organisation}", now)
    return made


def made(round_code: str, organisation: str) -> int:
    """Say how many slips have been made so far, those that were voided among them."""
    part = part_in(rounds.by_code(round_code).id, organisation)
    return int(part.slips + part.voided)


def of_part(round_code: str, organisation: str) -> list[SheetMade]:
    """List an organisation's sheets of a round, by number; none once it has closed."""
    own = db.of_part(Sheet, rounds.by_code(round_code).id, organisation)
    rows = Sheet.select().where(own).order_by(Sheet.number)
    return [SheetMade(row.mark, row.number, row.slips, bool(row.voided)) for row in rows]


def sheet(round_code: str, organisation: str, number: str) -> SheetMade:
    """Look up a sheet that can be voided. Raises ``NotFound``, and ``Conflict`` where it is void
    already, or the round takes nobody more."""
    taking(round_code)
    wanted = [each for each in of_part(round_code, organisation) if str(each.number) == number]
    if not wanted:
        raise NotFound(f"There is no sheet {number}.")
    if wanted[0].voided:
        raise Conflict(f"Sheet {number} is void already.")
    return wanted[0]


def void(round_code: str, organisation: str, number: str, who: str, now: datetime) -> SheetMade:
    """Let nobody begin by a slip of this sheet any more; those who have begun can submit, and what
    was submitted counts. Raises as ``sheet`` does."""
    with db.writing():
        voided = sheet(round_code, organisation, number)
        part = taking_part(round_code, organisation)
        Sheet.update(voided=1).where(Sheet.mark == voided.mark).execute()
        own = db.of_part(Participation, part.round_id, organisation)
        Participation.update(
            slips=part.slips - voided.slips, voided=part.voided + voided.slips
        ).where(own).execute()
        said = audit.counted(voided.slips, "slip", "slips")
        what = f"voided sheet {number}, {said}, of round {round_code} for {organisation}"
        audit.note(who, what, now)
    return voided


def numbered(round_code: str, organisation: str, slips: Sequence[bytes]) -> list[tuple[int, bytes]]:
    """Give each slip with the number of its sheet."""
    numbers = {each.mark: each.number for each in of_part(round_code, organisation)}
    return [(numbers[tokens.sheet_of(token)], token) for token in slips]
