"""What a member of staff may reach: an administrator everything, a PSW her own organisation and
the rounds that it takes part in. Everything else does not exist for her."""

from __future__ import annotations

from dataclasses import dataclass

from portal.calendar.state import State
from portal.errors import NotFound
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.services.staff.accounts import Person
from portal.store.db import of_part
from portal.store.organisations import Organisation
from portal.store.rounds import Participation, Round

HIDDEN = State.DRAFT
"""Rounds in this state are their administrators' alone."""


@dataclass(frozen=True, slots=True)
class Employer:
    """An organisation; ``domains``: of its mail, with spaces between them."""

    code: str
    name: str
    domains: str


@dataclass(frozen=True, slots=True)
class Reached:
    """What an address names. ``employer``: a PSW's own where it names none."""

    round: RoundInfo | None
    employer: Employer | None


def check(person: Person, round_code: str | None, organisation: str | None) -> Reached:
    """Look up what an address names, once it is known that the person may reach it. Raises
    ``NotFound``, in the same words whether it is not there or not for this person."""
    there = _employer(person, organisation)
    if organisation is not None and there is None:
        raise NotFound(f"There is no organisation {organisation}.")
    round_ = _round(person, round_code, there) if round_code is not None else None
    if round_code is not None and round_ is None:
        raise NotFound(f"There is no round {round_code}.")
    return Reached(round_, there)


def rounds_of(organisation: str) -> list[RoundInfo]:
    """The rounds that an organisation takes part in and may see, latest first."""
    rows = (
        Round.select()
        .join(Participation, on=(Participation.round == Round.id))
        .where((Participation.organisation == organisation) & (Round.state != HIDDEN))
        .order_by(Round.opens.desc(), Round.code)
    )
    return [rounds.info(row) for row in rows]


def employer(code: str) -> Employer | None:
    """The organisation of this code, if there is one."""
    row = Organisation.get_or_none(Organisation.code == code)
    return Employer(row.code, row.name, row.domains) if row else None


def taking_part(round_: RoundInfo, code: str) -> Employer:
    """Return an organisation that takes part in a round. Raises ``NotFound`` for any other."""
    part = employer(code)
    if part is None or not Participation.get_or_none(of_part(Participation, round_.id, code)):
        raise NotFound(f"No organisation {code} takes part in {round_.title}.")
    return part


def _employer(person: Person, code: str | None) -> Employer | None:
    """The organisation that is named, or else the person's own."""
    if not person.is_administrator and code not in (None, person.organisation):
        return None
    wanted = code or person.organisation
    return employer(wanted) if wanted else None


def _round(person: Person, code: str, part: Employer | None) -> RoundInfo | None:
    """An organisation that is named with a round must take part in it, whoever asks."""
    row = Round.get_or_none(Round.code == code)
    if row is None or (row.state == HIDDEN and not person.is_administrator):
        return None
    if part and not Participation.get_or_none(of_part(Participation, row.id, part.code)):
        return None
    return rounds.info(row)
