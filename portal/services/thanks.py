"""When a round has closed, the PSWs of the organisations that took part are told and thanked."""

from __future__ import annotations

from portal.post import letters
from portal.post.letters import Letter
from portal.services import turnout
from portal.services.outbox import Sender
from portal.store.rounds import Participation, Round
from portal.store.staff import Staff


def readers(round_id: bytes) -> list[bytes]:
    """The ids of those PSWs."""
    rows = (
        Staff.select(Staff.id)
        .join(Participation, on=(Participation.organisation == Staff.organisation))
        .where((Participation.round == round_id) & (Staff.role == "psw") & (Staff.suspended == 0))
    )
    return [row.id for row in rows]


def compose(to: Staff, round_id: bytes, sender: Sender) -> Letter | None:
    """None where the PSW has left the organisation meanwhile."""
    own = (s for s in turnout.shares(round_id) if s.organisation == to.organisation_id)
    if (share := next(own, None)) is None:
        return None
    return letters.closed(
        letters.ClosedFacts(
            to=to.email,
            name=to.name,
            organisation=share.name,
            round=Round.get_by_id(round_id).title,
            invited=share.numbers.base,
            answered=share.numbers.answered,
            forwarded=share.numbers.forwarded.answers or 0,
            whole=not share.numbers.left_out,
            support=sender.support,
        )
    )
