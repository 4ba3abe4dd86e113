"""Changes to single entries of a list of people: off and back on, another address, another link.
Keys are the worker's, so what becomes of links is done in its next pass."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from portal.calendar.london import day_in_words, london_day
from portal.calendar.state import State
from portal.errors import Conflict, Refused
from portal.post import addresses
from portal.services import audit
from portal.services.letters import outbox
from portal.services.people import invitations
from portal.services.people.invitations import faults_of, mailbox
from portal.services.people.listing import (
    Invited,
    Place,
    invited,
    inviting,
    mailboxes,
    on_list,
    row_of,
    waits,
)
from portal.services.staff.accounts import Person
from portal.store import db
from portal.store.letters import Outgoing
from portal.store.people import REACHABLE, Invitation, invite

AGAIN = 3
"""Letters with a link that go to somebody in a day because they were asked for."""
ON_ITS_WAY = "The letter is on its way already."
NO_LINK = {
    "withdrawn": "They have been taken off the list, so no link goes to them. Put them back "
    "first if they should get one.",
    "refused": "An administrator has turned the address away, so no link goes to it.",
    "waiting": "The address waits for an administrator, so no link goes to it yet.",
    "open": "There is no link yet: it goes out with the first letter, within minutes.",
    "before": "There is no link yet: it goes out with the first letter, once the round is open.",
}
"""Why nobody can be sent a link again."""


def withdraw(where: Place, person: str, who: Person, now: datetime) -> Invited:
    """Take somebody off the list who has left or moved. Their link stops working; answers that are
    in stay in, and nobody is told whether there are any."""
    with db.writing():
        row = _row(where, person)
        if where.named:
            raise Conflict("The return's link is the only one; move it to another address.")
        if not row.withdrawn:
            _change(row, withdrawn=1, issue=row.issue + _made(row))
            _note(where, who, "took a person off the list", now)
    return _now(row)


def restore(where: Place, person: str, who: Person, now: datetime) -> Invited:
    """Put somebody back; they get a new link, whether or not they have answered. Who was turned
    away waits once more."""
    with db.writing():
        row = _row(where, person)
        if row.withdrawn:
            _check_often(row, now)
            waiting = bool(row.waiting) or _taken(where, row.email, who)
            _back(row, waiting=waiting)
            _note(where, who, "put a person back on the list", now)
    return _now(row)


def correct(where: Place, person: str, email: str, who: Person, now: datetime) -> Invited:
    """Give somebody another address; return the entry that has it now.

    Somebody with a link is taken off and the new address added: were its link to inherit that the
    old one was used, whoever reads the new mailbox would learn whether the person had answered. It
    stays known that both are one person's, so that they bring one answer to an invitation and
    stand once on the list. An address that was theirs before is put back. A return, which is no
    secret, moves with its link. Raises ``Refused``, ``Conflict``.
    """
    email = addresses.plain(email)
    with db.writing():
        row = _row(where, person)
        earlier = _earlier(where, row, email)
        if earlier:
            _check_often(earlier, now)
        else:
            _check(where, email)
        waiting = waits(where, email, who) or _taken(where, email, who)
        _note(where, who, "corrected an address on the list", now)
        if earlier or (row.minted >= 0 and not where.named):
            lost = _made(row) and not row.withdrawn
            _change(row, withdrawn=1, replaced=1, issue=row.issue + int(lost))
            if earlier:
                _back(earlier, waiting=waiting, **REACHABLE)
                return _now(earlier)
            part = (where.round_id, where.organisation)
            same = {"waiting": waiting, "person": row.person}
            invite([invitations.new_row(*part, email, row.name, **same)])
            return invited(Invitation.get(_at(where, email)))
        outbox.forget(row.id)
        _back(row, email=email, **REACHABLE, stopped=0, waiting=waiting)
    return _now(row)


def reissue(where: Place, person: str, who: Person, now: datetime) -> None:
    """Send a new link in the place of the old one. Raises ``Conflict`` where there is none, and
    where one is on its way, since only links that the worker has made are counted."""
    with db.writing():
        row = _row(where, person)
        _check_linked(where, row)
        _check_often(row, now)
        if row.minted < row.issue:
            raise Conflict(ON_ITS_WAY)
        invitations.reissue(where.round_code, row.email, who.email, now)


def resend(where: Place, person: str, who: Person, now: datetime) -> None:
    """Send the same link again, for a return. Raises ``Conflict`` where that letter is on its
    way."""
    with db.writing():
        row = _row(where, person)
        _check_linked(where, row)
        if not where.named:
            raise Conflict("Only the link of a return is sent again; people get a new one.")
        _check_often(row, now)
        again = (Outgoing.invitation == row.id) & Outgoing.kind.startswith("resend")
        if Outgoing.select().where(again & Outgoing.state.in_(("due", "sending"))).exists():
            raise Conflict(ON_ITS_WAY)
        number = Outgoing.select().where(again).count() + 1
        Invitation.update(**REACHABLE).where(Invitation.id == row.id).execute()
        outbox.put_in_hand(row.id, where.round_id, f"resend {number}", now)
        _note(where, who, "had the link of the return sent again", now)


def _row(where: Place, person: str) -> Invitation:
    invitations.taking(where.round_code)
    return row_of(where, person)


def _earlier(where: Place, row: Invitation, email: str) -> Invitation | None:
    """Return the entry that this one has replaced, if it had the address."""
    same = _at(where, email) & (Invitation.person == row.person) & (Invitation.replaced == 1)
    earlier: Invitation | None = Invitation.get_or_none(same)
    return earlier


def _back(row: Invitation, *, waiting: bool, **new: object) -> None:
    """Have the entry invited again, or wait for it, whatever was decided before."""
    undone = {"withdrawn": 0, "replaced": 0, "decided": None, "reason": ""}
    _change(row, **undone, **new, waiting=int(waiting), issue=row.issue + _made(row))


def _made(row: Invitation) -> int:
    """Only a link that there is has to be replaced."""
    return int(row.minted >= 0)


def _check(where: Place, email: str) -> None:
    if faults := faults_of(email, ""):
        raise Refused(f"{faults[0]}.")
    if Invitation.get_or_none(_at(where, email)):
        raise Refused(f"{email} is on the list already.")
    if other := mailboxes(where, [email]).get(mailbox(email)):
        raise Refused(f"{email} leads to the same mailbox as {other}, which is on the list.")


def _taken(where: Place, email: str, who: Person) -> bool:
    """Say whether another organisation invites the address, so that it has to wait. An
    administrator, who may know, is told."""
    taken = bool(inviting(where, [email]))
    if taken and who.is_administrator:
        raise Refused(f"Another organisation invites {email} to this round.")
    return taken


def _check_linked(where: Place, row: Invitation) -> None:
    if row.withdrawn or row.waiting:
        raise Conflict(NO_LINK[invited(row).state])
    if row.minted < 0:
        raise Conflict(NO_LINK["open" if where.state == State.OPEN else "before"])


def _check_often(row: Invitation, now: datetime) -> None:
    """Somebody's mailbox is not to be filled by whoever has them on a list."""
    today = london_day(now)
    asked = Outgoing.kind.startswith("reissue") | Outgoing.kind.startswith("resend")
    theirs = (Outgoing.invitation == row.id) & (Outgoing.day == today)
    if Outgoing.select().where(theirs & asked).count() >= AGAIN:
        raise Conflict(
            f"{AGAIN} letters with a link have gone to them today because they were asked for."
            f" The next can go out from tomorrow, {day_in_words(today + timedelta(days=1))}."
        )


def _at(where: Place, email: str) -> Any:
    return on_list(where) & (Invitation.email == email)


def _change(row: Invitation, **values: object) -> None:
    Invitation.update(**values).where(Invitation.id == row.id).execute()


def _now(row: Invitation) -> Invited:
    return invited(Invitation.get_by_id(row.id))


def _note(where: Place, who: Person, did: str, now: datetime) -> None:
    audit.note(who.email, f"{did} of {where.organisation} in round {where.round_code}", now)
