"""Ballots that cannot be opened are set aside: one administrator proposes it, another agrees, and
the worker counts without them. Number and reason go on the certificate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Conflict, NotFound, Refused
from portal.services import audit
from portal.services.rounds import register as rounds
from portal.services.rounds import steps
from portal.services.rounds.register import RoundInfo
from portal.store import db
from portal.store.rounds import Round

LONGEST = 300
"""A reason has so many characters at most."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """It waits for another administrator, or has one. ``by``: the address of who proposed it;
    ``agreed``: of the other one, or nothing yet."""

    number: int
    reason: str
    by: str
    agreed: str


def proposal(code: str) -> Proposal | None:
    """Return what is proposed for a round. Raises ``NotFound``."""
    row = Round.get_by_id(rounds.by_code(code).id)
    if not row.aside:
        return None
    return Proposal(row.aside, row.aside_reason, row.aside_by, row.aside_with)


def propose(code: str, number: int, reason: str, who: str, now: datetime) -> None:
    """Propose it for a round whose count was refused. Raises ``Conflict`` and ``Refused``."""
    if number < 1:
        raise Refused("Say how many ballots to set aside: at least one.")
    if not (1 <= len(reason) <= LONGEST and reason.isprintable()):
        raise Refused(f"The reason must be one line of 1 to {LONGEST} characters.")
    with db.writing():
        round_ = _stopped(code)
        _write(round_, number, reason, who, "")
        audit.note(who, f"proposed to set {_ballots(number)} of round {code} aside", now)


def agree(code: str, seen: Proposal, who: str, now: datetime) -> None:
    """Have the worker count without them. ``seen``: what somebody read before agreeing. Raises
    ``Conflict`` unless that is what is proposed now, and by somebody else, and ``NotFound`` where
    nobody proposes anything."""
    with db.writing():
        round_, proposed = _stopped(code), proposal(code)
        if proposed is None:
            raise NotFound("Nobody proposes to set ballots of this round aside.")
        if proposed.by == who:
            raise Conflict("You need two people: another administrator has to agree.")
        if replace(proposed, agreed="") != replace(seen, agreed=""):
            raise Conflict("Something else is proposed now. Read it before you agree.")
        Round.update(aside_with=who).where(Round.id == round_.id).execute()
        audit.note(who, f"agreed to set {_ballots(proposed.number)} of round {code} aside", now)
        steps.request(code, "count", who, now)


def alone(code: str, number: int, who: str, now: datetime) -> None:
    """Note that somebody who holds the machine has ballots set aside, without another's
    agreement."""
    with db.writing():
        audit.note(who, f"had {_ballots(number)} of round {code} set aside, agreed by nobody", now)


def withdraw(code: str, who: str, now: datetime) -> None:
    """Set nothing aside after all."""
    with db.writing():
        _write(_stopped(code), 0, "", "", "")
        audit.note(who, f"withdrew setting ballots of round {code} aside", now)


def agreed(round_id: bytes) -> tuple[int, str]:
    """Tell the worker how many ballots two administrators want left out, and why; 0 unless two
    do."""
    row = Round.get_by_id(round_id)
    return (row.aside, row.aside_reason) if row.aside_with else (0, "")


def _stopped(code: str) -> RoundInfo:
    round_ = rounds.by_code(code)
    if not round_.stopped or round_.request:
        raise Conflict("Ballots are set aside only where a count has stopped.")
    return round_


def _write(round_: RoundInfo, number: int, reason: str, by: str, agreed_by: str) -> None:
    Round.update(aside=number, aside_reason=reason, aside_by=by, aside_with=agreed_by).where(
        Round.id == round_.id
    ).execute()


def _ballots(number: int) -> str:
    return audit.counted(number, "ballot", "ballots")
