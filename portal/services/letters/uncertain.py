"""A person decides about letters of which nobody knows whether they went out.

There are no reminders among them: only those who had not answered are sent one, and another letter
has the same link.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import fn

from portal.services import audit
from portal.services.letters.outbox import BOX
from portal.services.rounds import register as rounds
from portal.store import db
from portal.store.letters import Outgoing
from portal.store.people import Invitation


@dataclass(frozen=True, slots=True)
class Uncertain:
    """It may have gone out. ``invitation``: whose it is; ``kind`` has no number."""

    letter: bytes
    invitation: bytes
    organisation: str
    kind: str


@dataclass(frozen=True, slots=True)
class LetterCounts:
    """They say how a round's letters stand."""

    in_hand: int
    uncertain: int


def counts(round_id: bytes, now: datetime) -> LetterCounts:
    letters = Outgoing.select().where(Outgoing.round == round_id)
    unclear = letters.where(_unclear(now)).count()
    return LetterCounts(
        in_hand=letters.where(Outgoing.state.in_(("due", "sending"))).count() - unclear,
        uncertain=unclear,
    )


def by_round(round_ids: Collection[bytes], now: datetime) -> dict[bytes, int]:
    """Count those of these rounds; rounds without any are left out."""
    rows: Any = (
        Outgoing.select(Outgoing.round, fn.COUNT(Outgoing.id))
        .where(Outgoing.round.in_(round_ids) & _unclear(now))
        .group_by(Outgoing.round)
        .tuples()
    )
    return dict(rows)


def letters(round_code: str, now: datetime, organisation: str | None = None) -> list[Uncertain]:
    """Return those of one organisation, or of all. Raises ``NotFound``."""
    rows = (
        Outgoing.select(Outgoing, Invitation)
        .join(Invitation)
        .where(_theirs(rounds.by_code(round_code).id, now, organisation))
        .order_by(Invitation.organisation, Outgoing.kind, Outgoing.id)
    )
    return [_uncertain(row) for row in rows]


def send_again(
    round_code: str,
    chosen: Sequence[bytes],
    who: str,
    now: datetime,
    organisation: str | None = None,
) -> int:
    """Put these letters in hand again; somebody may get one twice. Returns how many: letters
    that are not uncertain (any more) are left as they are. Raises ``NotFound``."""
    return _settle(round_code, chosen, "due", "sent again", who, now, organisation)


def leave(
    round_code: str,
    chosen: Sequence[bytes],
    who: str,
    now: datetime,
    organisation: str | None = None,
) -> int:
    """Take these letters for sent; otherwise do as ``send_again`` does."""
    return _settle(round_code, chosen, "done", "left as they are", who, now, organisation)


def _settle(
    round_code: str,
    chosen: Sequence[bytes],
    state: str,
    did: str,
    who: str,
    now: datetime,
    organisation: str | None,
) -> int:
    with db.writing():
        theirs = Outgoing.select(Outgoing.id).join(Invitation)
        asked = theirs.where(_theirs(rounds.by_code(round_code).id, now, organisation))
        ids = {row.id for row in asked} & set(chosen)
        for each in ids:
            Outgoing.update(state=state, attempts=0, retry=None, claimed=None).where(
                Outgoing.id == each
            ).execute()
        if ids:
            audit.note(who, f"had {len(ids)} uncertain letters of round {round_code} {did}", now)
    return len(ids)


def _theirs(round_id: bytes, now: datetime, organisation: str | None) -> Any:
    theirs = (Outgoing.round == round_id) & _unclear(now)
    return theirs if organisation is None else theirs & (Invitation.organisation == organisation)


def _unclear(now: datetime) -> Any:
    return BOX.uncertain(now) & ~Outgoing.kind.startswith("reminder")


def _uncertain(row: Outgoing) -> Uncertain:
    kind = row.kind.partition(" ")[0]
    return Uncertain(row.id, row.invitation_id, row.invitation.organisation_id, kind)
