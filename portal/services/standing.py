"""How a whole round stands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from portal.services import tallies, turnout
from portal.services.planning import PLANNED
from portal.services.rounds import RoundInfo
from portal.services.tallies import Numbers
from portal.store.invitations import Invitation


@dataclass(frozen=True, slots=True)
class Standing:
    """``invited``: everybody. ``numbers``: of the organisations of which they are shown;
    ``left_out``: how many others have invited somebody, whose numbers could be told from a sum."""

    invited: int
    numbers: Numbers
    left_out: int = 0


def of(found: RoundInfo) -> Standing:
    """All organisations together: before the opening those on the lists, then the last hour's or
    the last count of all."""
    if found.state in PLANNED:
        return Standing(listed := invited(found.id), Numbers(invited=listed))
    if last := tallies.latest(found.id):
        return total(last.values())
    if found.state == "open":
        return Standing(0, Numbers())
    shares = turnout.shares(found.id)
    kept = (Numbers(s.invited, submitted=s.submitted, withheld=s.withheld) for s in shares)
    return total(list(kept))


def total(every: Collection[Numbers]) -> Standing:
    """Of these organisations."""
    shown = [numbers for numbers in every if not numbers.withheld]
    return Standing(
        invited=sum(numbers.invited for numbers in every),
        numbers=sum(shown, Numbers()),
        left_out=sum(numbers.withheld and numbers.invited > 0 for numbers in every),
    )


def invited(round_id: bytes) -> int:
    """How many people are on the lists of a round."""
    listed = (Invitation.round == round_id) & (Invitation.withdrawn == 0)
    return int(Invitation.select().where(listed).count())
