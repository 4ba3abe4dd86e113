"""Whom a round reaches: whom it invites, and how far their letters have come.

None of it depends on who has answered, so it is shown as it is at this moment; after the closing,
as it was counted then (``tallies``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from peewee import fn

from portal.services.people import listing
from portal.services.people.listing import NOBODY, Counts
from portal.store.letters import Outgoing
from portal.store.people import Invitation
from portal.store.rounds import Participation

NONE = (0, 0)


@dataclass(frozen=True, slots=True)
class Reach:
    """A round reaches so many in one organisation. ``named``: on the list, neither taken off nor
    waiting; ``slips`` that were made, less those that were ``voided``; ``sent``: invitations handed
    to the mail server, those that came back (``undeliverable``) included; ``ended``: links
    of people that lead nowhere any more, whatever ended them."""

    named: int = 0
    slips: int = 0
    sent: int = 0
    undeliverable: int = 0
    voided: int = 0
    ended: int = 0

    @property
    def invited(self) -> int:
        return self.named + self.slips


def total(every: Collection[Reach]) -> Reach:
    return Reach(*(sum(getattr(each, number.name) for each in every) for number in fields(Reach)))


def live(round_id: bytes) -> dict[str, Reach]:
    """Count whom a round reaches at this moment, by organisation; those that have invited nobody
    may be left out."""
    reached = by_part(listing.counts_by_part([round_id]), [round_id])
    return {organisation: each for (_, organisation), each in reached.items()}


def by_part(
    listed: Mapping[tuple[bytes, str], Counts], round_ids: Collection[bytes], organisation: str = ""
) -> dict[tuple[bytes, str], Reach]:
    """Count whom rounds reach at this moment in each organisation, or in one, by round and
    organisation. ``listed``: the counts of the same lists."""
    slips, sent = _slips(round_ids, organisation), _sent(round_ids, organisation)
    return {
        part: Reach(
            named=(counts := listed.get(part, NOBODY)).invited,
            slips=slips.get(part, NONE)[0],
            sent=sent.get(part, 0),
            undeliverable=counts.undeliverable,
            voided=slips.get(part, NONE)[1],
            ended=counts.ended,
        )
        for part in listed.keys() | slips.keys() | sent.keys()
    }


def _sent(round_ids: Collection[bytes], organisation: str) -> dict[tuple[bytes, str], int]:
    own = [Invitation.organisation == organisation] if organisation else []
    rows: Iterable[Any] = (
        Outgoing.select(Outgoing.round, Invitation.organisation, fn.COUNT(Invitation.id.distinct()))
        .join(Invitation)
        .where(Outgoing.round.in_(round_ids), Outgoing.state == "done", *own)
        .where(Outgoing.kind.startswith("invitation"))
        .where(Invitation.withdrawn == 0, Invitation.waiting == 0)
        .group_by(Outgoing.round, Invitation.organisation)
        .tuples()
    )
    return {(round_id, code): number for round_id, code, number in rows}


def _slips(
    round_ids: Collection[bytes], organisation: str
) -> dict[tuple[bytes, str], tuple[int, int]]:
    """How many slips are good, and how many were voided."""
    own = [Participation.organisation == organisation] if organisation else []
    made = (Participation.slips > 0) | (Participation.voided > 0)
    rows = Participation.select().where(Participation.round.in_(round_ids), made, *own)
    return {(row.round_id, row.organisation_id): (row.slips, row.voided) for row in rows}
