"""Whom a round reaches: whom it invites, and how far their letters have come.

None of it depends on who has answered, so it is shown as it is at this moment; after the closing,
as it was then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from typing import Any

from peewee import fn

from portal.calendar.state import State
from portal.store.answers import Ticket
from portal.store.figures import Tally
from portal.store.letters import Outgoing
from portal.store.people import Invitation


@dataclass(frozen=True, slots=True)
class Reach:
    """``named``: on the list, neither taken off nor waiting; ``slips`` that were made; ``sent``:
    invitations handed to the mail server, those that came back (``undeliverable``) included."""

    named: int = 0
    slips: int = 0
    sent: int = 0
    undeliverable: int = 0

    @property
    def invited(self) -> int:
        return self.named + self.slips


def of(round_id: bytes, state: State, organisation: str = "") -> dict[str, Reach]:
    """By organisation, or of one; those that have invited nobody may be left out."""
    return (live if state.living else _last)(round_id, organisation)


def total(every: Collection[Reach]) -> Reach:
    return Reach(*(sum(getattr(each, of.name) for each in every) for of in fields(Reach)))


def live(round_id: bytes, organisation: str = "") -> dict[str, Reach]:
    found = (
        _named(round_id, organisation),
        _slips(round_id, organisation),
        _sent(round_id, organisation),
        _undeliverable(round_id, organisation),
    )
    return {code: Reach(*(n.get(code, 0) for n in found)) for code in set[str]().union(*found)}


def _last(round_id: bytes, organisation: str) -> dict[str, Reach]:
    """As counted at the closing."""
    last = Tally.select(fn.MAX(Tally.day)).where(Tally.round == round_id)
    rows = Tally.select().where((Tally.round == round_id) & (Tally.day == last))
    found = {
        row.organisation_id: Reach(row.invited, row.slips, row.sent, row.undeliverable)
        for row in rows
    }
    return {code: each for code, each in found.items() if organisation in ("", code)}


def _named(round_id: bytes, organisation: str) -> dict[str, int]:
    return _invitations(round_id, organisation)


def _undeliverable(round_id: bytes, organisation: str) -> dict[str, int]:
    return _invitations(round_id, organisation, Invitation.undeliverable != "")


def _invitations(round_id: bytes, organisation: str, *conditions: Any) -> dict[str, int]:
    rows: Iterable[Any] = (
        Invitation.select(Invitation.organisation, fn.COUNT(Invitation.id))
        .where(Invitation.round == round_id, *_listed(organisation), *conditions)
        .group_by(Invitation.organisation)
        .tuples()
    )
    return dict(rows)


def _sent(round_id: bytes, organisation: str) -> dict[str, int]:
    rows: Iterable[Any] = (
        Outgoing.select(Invitation.organisation, fn.COUNT(Invitation.id.distinct()))
        .join(Invitation)
        .where(Outgoing.round == round_id, Outgoing.state == "done", *_listed(organisation))
        .where(Outgoing.kind.startswith("invitation"))
        .group_by(Invitation.organisation)
        .tuples()
    )
    return dict(rows)


def _slips(round_id: bytes, organisation: str) -> dict[str, int]:
    own = [Ticket.organisation == organisation] if organisation else []
    rows: Iterable[Any] = (
        Ticket.select(Ticket.organisation, fn.COUNT(Ticket.ticket))
        .where(Ticket.round == round_id, Ticket.origin == "slip", Ticket.state != "void", *own)
        .group_by(Ticket.organisation)
        .tuples()
    )
    return dict(rows)


def _listed(organisation: str) -> list[Any]:
    """The conditions for people who are invited: those who wait or were taken off are not."""
    own = [Invitation.organisation == organisation] if organisation else []
    return [Invitation.withdrawn == 0, Invitation.waiting == 0, *own]
