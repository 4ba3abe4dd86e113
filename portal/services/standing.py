"""How a whole round stands."""

from __future__ import annotations

from portal.services import tallies, turnout
from portal.services.planning import PLANNED
from portal.services.rounds import RoundInfo
from portal.services.tallies import Numbers
from portal.store.invitations import Invitation


def of(found: RoundInfo) -> Numbers:
    """All organisations together: before the opening those on the lists, then the last hour's or
    the last count of all."""
    if found.state in PLANNED:
        return Numbers(invited=invited(found.id))
    if last := tallies.latest(found.id):
        return sum(last.values(), Numbers())
    if found.state == "open":
        return Numbers()
    shares = turnout.shares(found.id)
    return Numbers(
        invited=sum(share.invited for share in shares),
        submitted=sum(share.submitted for share in shares),
    )


def invited(round_id: bytes) -> int:
    """How many people are on the lists of a round."""
    listed = (Invitation.round == round_id) & (Invitation.withdrawn == 0)
    return int(Invitation.select().where(listed).count())
