"""Turnout: how many were invited and how many submitted, in counts for each organisation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from peewee import fn

from portal.services import questionnaires, reach
from portal.services.parts import Numbers, Part
from portal.services.reach import Reach
from portal.store.people import Organisation
from portal.store.replies import Ticket
from portal.store.results import Turnout
from portal.store.rounds import Participation, Round, WithdrawnLink


@dataclass(frozen=True, slots=True)
class Share:
    """An organisation's part in a round, in counts only; ``numbers`` as staff may see them."""

    organisation: str
    name: str
    numbers: Numbers

    @property
    def invited(self) -> int:
        return self.numbers.letters.given + self.numbers.slips.given


def keep(round_id: bytes, found: Mapping[str, Numbers]) -> None:
    """Write down the last counts, which hold nothing that may not be shown. A row for each part
    that there is; of a link to forward nobody knows how many it has invited."""
    for organisation, of in found.items():
        parts = {"invitation": of.letters, "slip": of.slips, "open": of.forwarded}
        for origin, part in parts.items():
            if part.given or part.answers:
                Turnout.create(
                    round=round_id,
                    organisation=organisation,
                    origin=origin,
                    invited=0 if origin == "open" else part.given,
                    submitted=part.answers or 0,
                    lost=part.lost,
                )


def shares(round_id: bytes) -> tuple[Share, ...]:
    """Every organisation that takes part, by name."""
    found = _kept(round_id) or live(round_id, reach.live(round_id))
    taking_part = (
        Organisation.select()
        .join(Participation, on=(Participation.organisation == Organisation.code))
        .where(Participation.round == round_id)
        .order_by(Organisation.name)
    )
    shown = veiled(round_id, found)
    return tuple(Share(o.code, o.name, shown.get(o.code, Numbers())) for o in taking_part)


def veiled(round_id: bytes, found: Mapping[str, Numbers]) -> dict[str, Numbers]:
    """As staff may see them: an organisation's return is no secret."""
    secret = anonymous(round_id)
    return {code: of.veiled() if secret else of for code, of in found.items()}


def anonymous(round_id: bytes) -> bool:
    """Whether it is people who answer."""
    return questionnaires.frozen(Round.get_by_id(round_id).questionnaire_id).kind != "return"


def live(round_id: bytes, reached: Mapping[str, Reach]) -> dict[str, Numbers]:
    """By organisation. People are counted by the list (``reached``), not by their tickets: taking
    somebody off must lower the number whether or not they have answered."""
    answers, links = _answers(round_id), _links(round_id)

    def one(code: str) -> Numbers:
        of = reached.get(code, Reach())
        return Numbers(
            Part(of.named, answers.get((code, "invitation"), 0), of.undeliverable),
            Part(of.slips, answers.get((code, "slip"), 0)),
            Part(int(code in links), answers.get((code, "open"), 0)),
        )

    parts = Participation.select().where(Participation.round == round_id)
    return {part.organisation_id: one(part.organisation_id) for part in parts}


def _kept(round_id: bytes) -> dict[str, Numbers]:
    rows = list(Turnout.select().where(Turnout.round == round_id))
    parts = {(r.organisation_id, r.origin): Part(r.invited, r.submitted, r.lost) for r in rows}

    def one(code: str) -> Numbers:
        forwarded = parts.get((code, "open"))
        return Numbers(
            parts.get((code, "invitation"), Part()),
            parts.get((code, "slip"), Part()),
            Part(1, forwarded.answers) if forwarded else Part(),
        )

    return {row.organisation_id: one(row.organisation_id) for row in rows}


def _answers(round_id: bytes) -> dict[tuple[str, str], int]:
    """By organisation and origin."""
    rows: Iterable[Any] = (
        Ticket.select(Ticket.organisation, Ticket.origin, fn.COUNT(Ticket.ticket))
        .where((Ticket.round == round_id) & (Ticket.state == "spent"))
        .group_by(Ticket.organisation, Ticket.origin)
        .tuples()
    )
    return {(organisation, origin): number for organisation, origin, number in rows}


def _links(round_id: bytes) -> set[str]:
    """The organisations that have, or had, a link to forward."""
    made = Participation.select().where(
        (Participation.round == round_id) & Participation.open_token.is_null(False)
    )
    gone = WithdrawnLink.select().where(WithdrawnLink.round == round_id)
    return {row.organisation_id for row in (*made, *gone)}
