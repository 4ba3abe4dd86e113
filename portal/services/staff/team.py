"""The team: who is in it, letting people in, keeping them out, and one person after another in an
organisation's account."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.calendar.london import london_day
from portal.calendar.state import LIVING
from portal.errors import Conflict
from portal.services import audit
from portal.services.letters import notices, outbox
from portal.services.questionnaires import frozen
from portal.services.rounds import register as rounds
from portal.services.staff import accounts, sessions, signing_in
from portal.services.staff.accounts import Person
from portal.store import db
from portal.store.db import of_part
from portal.store.organisations import Organisation
from portal.store.people import REACHABLE, Invitation
from portal.store.rounds import Round
from portal.store.staff import Staff


@dataclass(frozen=True, slots=True)
class TeamGroup:
    """List the administrators (``code`` is none), or the people of one organisation."""

    code: str | None
    name: str
    people: tuple[Person, ...]


def groups(words: str = "", *, never: bool = False) -> list[TeamGroup]:
    """Return everybody with an account, administrators first. ``words``: each must stand in the
    address, the name or the organisation; ``never``: only those who may sign in and never have."""
    everybody = accounts.every()
    every = [(None, "Administrators"), *rounds.organisation_names().items()]
    sought = words.casefold().split()

    def fits(person: Person, name: str) -> bool:
        text = f"{person.email} {person.name} {name}".casefold()
        stranger = person.last_sign_in is None and not person.suspended
        return (stranger or not never) and all(word in text for word in sought)

    listed = (
        TeamGroup(
            code, name, tuple(p for p in everybody if p.organisation == code and fits(p, name))
        )
        for code, name in every
    )
    return [group for group in listed if group.people]


def role_of(person: Person) -> str:
    """Say in words what somebody is."""
    if person.organisation is None:
        return "Administrator"
    return f"Principal social worker of {Organisation.get_by_id(person.organisation).name}"


def invite_psws(new: Sequence[tuple[str, str, str]], who: str, now: datetime) -> None:
    """Do as ``invite`` for many PSWs in one go, within the caller's transaction. ``new``: as of
    ``accounts.add_psws``."""
    notices.put_all_in_hand(accounts.add_psws(new, who, now), "welcome")


def invite(
    email: str, role: str, organisation: str | None, who: str, now: datetime, name: str = ""
) -> Person:
    """Make a new account, and put a letter in hand that says how to sign in. Raises as
    ``accounts.add``."""
    with db.writing():
        new = accounts.add(email, role, organisation, who, now, name)
        notices.put_in_hand(new.id, "welcome")
    return new


def welcome_again(people: Collection[bytes], who: str, now: datetime) -> int:
    """Put the letter that says how to sign in in hand once more for people who may, once a day at
    most; returns to how many it goes."""
    with db.writing():
        rows = Staff.select().where((Staff.suspended == 0) & Staff.id.in_(list(people)))
        about = notices.about_day(b"", london_day(now))
        if told := notices.put_all_in_hand([row.id for row in rows], "welcome", about):
            said = audit.counted(told, "person", "people")
            audit.note(who, f"had {said} told again how to sign in", now)
    return told


def suspend(person: Person, who: str, now: datetime) -> None:
    """Sign somebody out, and do not let them in again until ``reinstate``. Raises ``Conflict`` for
    oneself and for the last administrator."""
    with db.writing():
        _may_go(person, who)
        _keep_out(person)
        audit.note(who, f"suspended {person.email}", now)


def reinstate(person: Person, who: str, now: datetime) -> None:
    with db.writing():
        changed = Staff.update(suspended=0).where((Staff.id == person.id) & (Staff.suspended == 1))
        if changed.execute():
            audit.note(who, f"reinstated {person.email}", now)


def hand_over(person: Person, email: str, name: str, who: str, now: datetime) -> Person:
    """Put a new person in the place of a PSW, who is suspended. Returns that are still to be filled
    in go on under a new link, which goes to the new person.

    Raises as ``staff.add``, and ``Conflict`` for an administrator or somebody suspended.
    """
    if person.organisation is None or person.suspended:
        raise Conflict("Only the account of a PSW who is not suspended can be handed over.")
    with db.writing():
        new = invite(email, "psw", person.organisation, who, now, name)
        give_way(person, new, who, now)
    return new


def give_way(
    person: Person, new: Person, who: str, now: datetime, *, keep_replies: bool = False
) -> None:
    """Suspend a PSW in whose place somebody of the organisation with an account goes on, within the
    caller's transaction. ``keep_replies``: answers to letters go where they went."""
    _keep_out(person)
    for row in Round.select().where(Round.state.in_(LIVING)):
        if frozen.load(row.questionnaire_id).named:
            _move_invitation(row.id, person, new)
    theirs = (Organisation.code == new.organisation) & (Organisation.reply_to == person.email)
    if not keep_replies:
        Organisation.update(reply_to=new.email).where(theirs).execute()
    audit.note(who, f"handed the account of {person.email} over to {new.email}", now)


def _may_go(person: Person, who: str) -> None:
    if person.email == who:
        raise Conflict("You cannot suspend yourself; ask another administrator.")
    others = (Staff.role == "administrator") & (Staff.suspended == 0) & (Staff.id != person.id)
    if person.is_administrator and not Staff.select().where(others).exists():
        raise Conflict("The last administrator cannot be suspended; add another first.")


def _keep_out(person: Person) -> None:
    Staff.update(suspended=1).where(Staff.id == person.id).execute()
    sessions.end_all(person)
    signing_in.spend(person.id)


def _move_invitation(round_id: bytes, old: Person, new: Person) -> None:
    """A link that was made is replaced: the old person has it. Somebody who is invited already,
    by the organisation itself, keeps the link that they have; an entry that was taken off the
    list stays off."""
    own = of_part(Invitation, round_id, old.organisation or "")
    if Invitation.get_or_none(own & (Invitation.email == new.email)):
        return
    row = Invitation.get_or_none(
        own & (Invitation.email == old.email) & (Invitation.withdrawn == 0)
    )
    if row is None:
        return
    active = (Invitation.waiting == 0) & (Invitation.withdrawn == 0)
    theirs = (Invitation.round == round_id) & (Invitation.email == new.email)
    if Invitation.get_or_none(theirs & active):
        raise Conflict(f"{new.email} is invited to another organisation's return already.")
    outbox.forget(row.id)
    Invitation.update(
        email=new.email,
        name=new.name,
        issue=row.issue + int(row.minted >= 0),
        stopped=0,
        waiting=0,
        **REACHABLE,
    ).where(Invitation.id == row.id).execute()
