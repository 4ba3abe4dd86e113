"""A round's status: what `round status` and the staff pages show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.services import rounds, turnout
from portal.services.rounds import RoundInfo
from portal.services.turnout import Share
from portal.store.results import Certificate


@dataclass(frozen=True, slots=True)
class Ending:
    """A round's certificate. ``reason``: why ballots were set aside; ``questionnaire``: the SHA-256
    of its text."""

    ballots: int
    responses: int
    withheld: int
    set_aside: int
    reason: str
    questionnaire: str
    keys_destroyed: date | None


@dataclass(frozen=True, slots=True)
class Status:
    round: RoundInfo
    shares: tuple[Share, ...]
    certificate: Ending | None


def of(code: str) -> Status:
    """Counts for each organisation, and the certificate once there is one."""
    found = rounds.by_code(code)
    return Status(found, turnout.shares(found.id), certificate(found.id))


def certificate(round_id: bytes) -> Ending | None:
    """None before the count."""
    row = Certificate.get_or_none(Certificate.round == round_id)
    if row is None:
        return None
    return Ending(
        ballots=row.ballots,
        responses=row.responses,
        withheld=row.withheld,
        set_aside=row.set_aside,
        reason=row.reason,
        questionnaire=row.questionnaire,
        keys_destroyed=row.keys_destroyed,
    )
