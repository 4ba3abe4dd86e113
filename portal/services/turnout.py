"""Turnout: how many were invited and how many submitted, in counts for each organisation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peewee import fn

from portal.services import questionnaires
from portal.store.invitations import Invitation
from portal.store.people import Organisation
from portal.store.replies import Ticket
from portal.store.results import Turnout
from portal.store.rounds import Participation, Round

FEWEST = 10
"""Fewest people whom a figure of answers may speak of: of fewer, a count alone can tell who took
part. Never lowered."""


@dataclass(frozen=True, slots=True)
class Share:
    """An organisation's part in a round, in counts only. ``withheld``: they are too few for
    ``submitted`` to be shown on the staff site."""

    organisation: str
    name: str
    invited: int
    submitted: int
    withheld: bool


@dataclass(frozen=True, slots=True)
class Number:
    invited: int
    submitted: int


def keep(round_id: bytes) -> None:
    """Write down the counts while there are tickets to count."""
    for (organisation, origin), number in live(round_id).items():
        Turnout.create(
            round=round_id,
            organisation=organisation,
            origin=origin,
            invited=number.invited,
            submitted=number.submitted,
        )


def shares(round_id: bytes) -> tuple[Share, ...]:
    """Every organisation that takes part, by name."""
    numbers = {
        (row.organisation_id, row.origin): Number(row.invited, row.submitted)
        for row in Turnout.select().where(Turnout.round == round_id)
    } or live(round_id)
    taking_part = (
        Organisation.select()
        .join(Participation, on=(Participation.organisation == Organisation.code))
        .where(Participation.round == round_id)
        .order_by(Organisation.name)
    )
    secret = anonymous(round_id)
    return tuple(_share(row.code, row.name, numbers, secret) for row in taking_part)


def _share(code: str, name: str, numbers: dict[tuple[str, str], Number], secret: bool) -> Share:
    own = [number for (organisation, _), number in numbers.items() if organisation == code]
    invited = sum(number.invited for number in own)
    submitted = sum(number.submitted for number in own)
    return Share(code, name, invited, submitted, secret and invited < FEWEST)


def anonymous(round_id: bytes) -> bool:
    """Whether it is people who answer: an organisation's return is no secret."""
    return questionnaires.frozen(Round.get_by_id(round_id).questionnaire_id).kind != "return"


def live(round_id: bytes) -> dict[tuple[str, str], Number]:
    """By organisation and origin. People are counted by the list, not by their tickets: taking
    somebody off must lower the number whether or not they have answered. An open link invites
    nobody by name."""
    spent = fn.SUM(Ticket.state == "spent")
    rows: Iterable[Any] = (
        Ticket.select(Ticket.organisation, Ticket.origin, fn.COUNT(Ticket.ticket), spent)
        .where((Ticket.round == round_id) & (Ticket.state != "void"))
        .group_by(Ticket.organisation, Ticket.origin)
        .tuples()
    )
    listed = _listed(round_id)
    numbers = {(organisation, "invitation"): Number(n, 0) for organisation, n in listed.items()}
    for organisation, origin, valid, submitted in rows:
        invited = {"invitation": listed.get(organisation, 0), "open": 0}.get(origin, valid)
        numbers[organisation, origin] = Number(invited, submitted)
    return numbers


def _listed(round_id: bytes) -> dict[str, int]:
    """How many have been given a link, and neither been taken off nor to wait for an administrator,
    by organisation."""
    rows: Iterable[Any] = (
        Invitation.select(Invitation.organisation, fn.COUNT(Invitation.id))
        .where((Invitation.round == round_id) & (Invitation.minted >= 0))
        .where((Invitation.withdrawn == 0) & (Invitation.waiting == 0))
        .group_by(Invitation.organisation)
        .tuples()
    )
    return dict(rows)
