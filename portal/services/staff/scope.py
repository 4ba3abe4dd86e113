"""What a member of staff may reach: an administrator everything, a PSW her own organisation and
the rounds that it takes part in. Everything else does not exist for her."""

from __future__ import annotations

from portal.calendar.state import State
from portal.errors import NotFound
from portal.services.staff.accounts import Person
from portal.store.db import of_part
from portal.store.organisations import Organisation
from portal.store.rounds import Participation, Round

HIDDEN = State.DRAFT
"""Rounds in this state are their administrators' alone."""


def check(person: Person, round_code: str | None, organisation: str | None) -> None:
    """Refuse what a person may not reach. Raises ``NotFound``, in the same words whether it is not
    there or not for this person."""
    if organisation is not None and not _organisation(person, organisation):
        raise NotFound(f"There is no organisation {organisation}.")
    if round_code is not None and not _round(person, round_code, organisation):
        raise NotFound(f"There is no round {round_code}.")


def rounds_of(organisation: str) -> list[str]:
    """Return the codes of the rounds that an organisation takes part in and may see, latest
    first."""
    rows = (
        Round.select(Round.code)
        .join(Participation, on=(Participation.round == Round.id))
        .where((Participation.organisation == organisation) & (Round.state != HIDDEN))
        .order_by(Round.opens.desc(), Round.code)
    )
    return [row.code for row in rows]


def _organisation(person: Person, code: str) -> bool:
    if not person.is_administrator:
        return code == person.organisation
    return Organisation.get_or_none(Organisation.code == code) is not None


def _round(person: Person, code: str, organisation: str | None) -> bool:
    """An organisation that is named with a round must take part in it, whoever asks."""
    row = Round.get_or_none(Round.code == code)
    if row is None or (row.state == HIDDEN and not person.is_administrator):
        return False
    part = organisation or person.organisation
    if part is None:
        return True
    return Participation.get_or_none(of_part(Participation, row.id, part)) is not None
