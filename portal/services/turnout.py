"""Turnout: how many were invited and how many submitted, in counts for each organisation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peewee import fn

from portal.store.people import Organisation
from portal.store.replies import Ticket
from portal.store.results import Turnout
from portal.store.rounds import Participation


@dataclass(frozen=True, slots=True)
class Share:
    """An organisation's part in a round, in counts only."""

    organisation: str
    name: str
    invited: int
    submitted: int


@dataclass(frozen=True, slots=True)
class _Number:
    invited: int
    submitted: int


def keep(round_id: bytes) -> None:
    """Write down the counts while there are tickets to count."""
    for (organisation, origin), number in _tickets(round_id).items():
        Turnout.create(
            round=round_id,
            organisation=organisation,
            origin=origin,
            invited=number.invited,
            submitted=number.submitted,
        )


def shares(round_id: bytes) -> tuple[Share, ...]:
    """Every organisation that takes part, by name."""
    numbers = _tickets(round_id) or {
        (row.organisation_id, row.origin): _Number(row.invited, row.submitted)
        for row in Turnout.select().where(Turnout.round == round_id)
    }
    taking_part = (
        Organisation.select()
        .join(Participation, on=(Participation.organisation == Organisation.code))
        .where(Participation.round == round_id)
        .order_by(Organisation.name)
    )
    return tuple(_share(row.code, row.name, numbers) for row in taking_part)


def _share(code: str, name: str, numbers: dict[tuple[str, str], _Number]) -> Share:
    own = [number for (organisation, _), number in numbers.items() if organisation == code]
    return Share(code, name, sum(n.invited for n in own), sum(n.submitted for n in own))


def _tickets(round_id: bytes) -> dict[tuple[str, str], _Number]:
    """Valid and spent tickets by organisation and origin. An open link invites nobody by name."""
    spent = fn.SUM(Ticket.state == "spent")
    rows: Iterable[Any] = (
        Ticket.select(Ticket.organisation, Ticket.origin, fn.COUNT(Ticket.ticket), spent)
        .where((Ticket.round == round_id) & (Ticket.state != "void"))
        .group_by(Ticket.organisation, Ticket.origin)
        .tuples()
    )
    return {
        (organisation, origin): _Number(0 if origin == "open" else valid, submitted)
        for organisation, origin, valid, submitted in rows
    }
