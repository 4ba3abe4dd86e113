"""Accounts of staff: administrators, and PSWs who each belong to one organisation."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from peewee import fn

from portal.errors import Conflict, NotFound, Refused
from portal.post import addresses
from portal.services import audit
from portal.store import db
from portal.store.organisations import Organisation
from portal.store.rounds import Participation
from portal.store.staff import Staff

Role: TypeAlias = Literal["administrator", "psw"]
ROLES: tuple[Role, ...] = ("administrator", "psw")


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff. ``organisation`` is the code of a PSW's; an administrator has none.
    ``last_sign_in``: the day; none for somebody who never has."""

    id: bytes
    email: str
    name: str
    role: Role
    organisation: str | None
    suspended: bool = False
    has_authenticator: bool = False
    last_sign_in: date | None = None

    @property
    def is_administrator(self) -> bool:
        return self.role == "administrator"


@dataclass(frozen=True, slots=True)
class Psws:
    """An organisation has so many who may sign in; ``last``: the day on which one of them did."""

    number: int = 0
    last: date | None = None


def add(
    email: str, role: str, organisation: str | None, who: str, now: datetime, name: str = ""
) -> Person:
    """Make a new account. Raises ``Refused``, ``Conflict`` (the address has one), ``NotFound`` (no
    such organisation)."""
    email = addresses.plain(email)
    _check(email, role, organisation, name)
    with db.writing():
        if Staff.get_or_none(Staff.email == email):
            raise Conflict(f"{email} has an account already.")
        if organisation and not Organisation.get_or_none(Organisation.code == organisation):
            raise NotFound(f"There is no organisation {organisation}; import it first.")
        row = Staff.create(
            id=secrets.token_bytes(16), email=email, name=name, role=role, organisation=organisation
        )
        audit.note(who, f"gave {email} an account as {_as(role, organisation)}", now)
    return person(row)


def add_psws(new: Sequence[tuple[str, str, str]], who: str, now: datetime) -> list[bytes]:
    """Make new accounts in one go, within the caller's transaction, and return their ids. ``new``:
    the address in small letters, name and organisation of each. Raises ``Refused``."""
    rows = []
    for email, name, organisation in new:
        _check(email, "psw", organisation, name)
        row = {"email": email, "name": name, "role": "psw", "organisation": organisation}
        rows.append(row)
    ids = [secrets.token_bytes(16) for _ in rows]
    db.insert_each(Staff, [{"id": id, **row} for id, row in zip(ids, rows, strict=True)])
    as_psws = (f"gave {email} an account as {_as('psw', of)}" for email, _, of in new)
    audit.note_each(who, as_psws, now)
    return ids


def rename(person: Person, name: str, who: str, now: datetime) -> None:
    """Write somebody's name as it is now, within the caller's transaction."""
    Staff.update(name=name).where(Staff.id == person.id).execute()
    audit.note(who, f"changed the name of {person.email}", now)


def by_email(email: str) -> Person:
    """Look an account up by its address. Raises ``NotFound``."""
    row = Staff.get_or_none(Staff.email == addresses.plain(email))
    if row is None:
        raise NotFound(f"{email} has no account; add one with `flask staff add`.")
    return person(row)


def by_id(staff_id: bytes) -> Person:
    """Look an account up. Raises ``NotFound``."""
    row = Staff.get_or_none(Staff.id == staff_id)
    if row is None:
        raise NotFound("There is no such account.")
    return person(row)


def every() -> list[Person]:
    return [person(row) for row in Staff.select().order_by(Staff.role, Staff.email)]


def administrators() -> list[bytes]:
    """Return the ids of the administrators who may sign in."""
    rows = Staff.select(Staff.id).where((Staff.role == "administrator") & (Staff.suspended == 0))
    return [row.id for row in rows]


def psws_taking_part(round_id: bytes) -> list[bytes]:
    """Return the ids of the PSWs whose organisations take part in a round."""
    return [id for several in psws_by_organisation(round_id).values() for id in several]


def psws_by_organisation(round_id: bytes) -> dict[str, list[bytes]]:
    """Return them by organisation; those without a PSW who may sign in are left out."""
    rows = (
        Staff.select(Staff.id, Staff.organisation)
        .join(Participation, on=(Participation.organisation == Staff.organisation))
        .where((Participation.round == round_id) & (Staff.role == "psw") & (Staff.suspended == 0))
    )
    several = defaultdict[str, list[bytes]](list)
    for row in rows:
        several[row.organisation_id or ""].append(row.id)
    return dict(several)


def psws_of(organisation: str) -> list[bytes]:
    """Return the ids of an organisation's PSWs who may sign in."""
    own = (Staff.organisation == organisation) & (Staff.role == "psw") & (Staff.suspended == 0)
    return [row.id for row in Staff.select(Staff.id).where(own)]


def signed_in_by_organisation() -> dict[str, Psws]:
    """Return the PSWs who may sign in, by the code of their organisation."""
    rows: Any = (
        Staff.select(Staff.organisation, fn.COUNT(Staff.id), fn.MAX(Staff.last_sign_in))
        .where((Staff.role == "psw") & (Staff.suspended == 0))
        .group_by(Staff.organisation)
        .tuples()
    )
    return {code: Psws(number, last) for code, number, last in rows}


def person(row: Staff) -> Person:
    return Person(
        id=row.id,
        email=row.email,
        name=row.name,
        role="administrator" if row.role == "administrator" else "psw",
        organisation=row.organisation_id,
        suspended=bool(row.suspended),
        has_authenticator=row.authenticator is not None,
        last_sign_in=row.last_sign_in,
    )


def _as(role: str, organisation: str | None) -> str:
    return f"PSW of {organisation}" if organisation else role


def _check(email: str, role: str, organisation: str | None, name: str) -> None:
    if fault := addresses.fault_of(email):
        raise Refused(f"{fault}.")
    if role not in ROLES:
        raise Refused(f"“{role}” is no role; choose administrator or psw.")
    if role == "psw" and not organisation:
        raise Refused("A PSW belongs to an organisation; say which.")
    if role == "administrator" and organisation:
        raise Refused("An administrator belongs to no organisation; leave it out.")
    if len(name) > 120 or not name.isprintable():
        raise Refused("A name must be one line of up to 120 characters.")
