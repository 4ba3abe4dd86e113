"""Lists of people: read from a file or typed in, looked at against what is known, then invited.

A file waits between its preview and its confirmation (``uploads``) as what was read of it, so that
it is read once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from portal.errors import Conflict, Refused
from portal.services import audit, uploads
from portal.services.people import invitations
from portal.services.people.invitations import ONE_LINK, Newcomer, faults_of
from portal.services.people.listing import AT_ONCE, Place, counts, inviting, only, waits
from portal.services.staff.accounts import Person
from portal.store import db
from portal.store.db import of_part
from portal.store.people import Invitation, Row
from portal.tabular import people, reading
from portal.tabular.people import Entry

MOST = 20_000
"""People in a list."""
FORMULA = "the cell holds a formula; write in what it shows"
_ADDRESS = re.compile(r"<?(?<![^\s<>,;\"])([^\s<>,;\"@]*@[^\s<>,;\"]*)>?")
"""A word with an @. It is looked for at the beginnings of words alone: looking at each character
would take a long line's length squared."""
_BETWEEN = " \t,;\"'"


@dataclass(frozen=True, slots=True)
class PeoplePreview:
    """What a list would do. ``faults``: row, and what is wrong with it; these rows are left out.
    ``known``: already on the list, ``withdrawn`` among them taken off it; to an administrator also
    whom another organisation invites, which makes a PSW's entry wait.
    ``total``: how many would be invited then."""

    note: str
    fresh: tuple[Entry, ...]
    waiting: tuple[Entry, ...]
    known: int
    withdrawn: int
    faults: tuple[tuple[int, str], ...]
    total: int


@dataclass(frozen=True, slots=True)
class PeopleInvited:
    added: int
    waiting: int
    known: int


@dataclass(frozen=True, slots=True)
class _Batch:
    """What is to be written: made before it is anybody's turn to write, since it takes seconds."""

    fresh: list[Row]
    waiting: list[Row]
    known: int


def keep(where: Place, data: bytes, who: Person, now: datetime) -> str:
    """Put a file by for its preview; its name. Raises ``Refused`` if it is no list of people."""
    _check_open(where)
    entries, note = people.entries(reading.read(data, MOST))
    if not entries:
        raise Refused("The file has headings and nobody below them.")
    body = json.dumps([note, entries]).encode()
    return uploads.put(who.id, _purpose(where), body, now)


def preview(where: Place, name: str, who: Person, now: datetime) -> PeoplePreview:
    """Raises ``NotFound``, ``uploads.Confirmed``."""
    note, listed = json.loads(uploads.get(who.id, _purpose(where), name, now))
    return _looked_at(where, note, [Entry(*values) for values in listed], who)


def confirm(where: Place, name: str, who: Person, now: datetime) -> PeopleInvited:
    """Invite whom the preview showed. Raises ``NotFound``, ``uploads.Confirmed``, ``Conflict``."""
    _check_open(where)
    batch = _batch(where, preview(where, name, who, now))
    with db.writing():
        uploads.get(who.id, _purpose(where), name, now)  # another click may have been faster
        _check_open(where)
        outcome = _invite(where, batch, who, now)
        uploads.confirmed(who.id, _purpose(where), name, asdict(outcome))
    return outcome


def drop(where: Place, name: str, who: Person, now: datetime) -> None:
    """Raises ``uploads.Confirmed``."""
    uploads.drop(who.id, _purpose(where), name, now)


def add(where: Place, text: str, who: Person, now: datetime) -> PeopleInvited:
    """Invite people who were typed in, one in a line. Raises ``Refused`` with every fault, a line
    each; then nobody is invited."""
    _check_open(where)
    found = _looked_at(where, "", _typed(text), who)
    if found.faults:
        raise Refused("\n".join(f"Line {row}: {what}." for row, what in found.faults))
    batch = _batch(where, found)
    with db.writing():
        _check_open(where)
        return _invite(where, batch, who, now)


def give_link(where: Place, email: str, name: str, who: Person, now: datetime) -> PeopleInvited:
    """Invite the one person who gets the link of a return. Raises ``Refused``, ``Conflict``."""
    with db.writing():
        invitations.taking(where.round_code)
        if only(where):
            raise Conflict(f"{ONE_LINK.capitalize()}. Move it to another address instead.")
        found = _looked_at(where, "", [Entry(1, email.strip().lower(), name)], who)
        if found.faults:
            raise Refused(f"{found.faults[0][1]}.")
        if found.known:
            raise Refused(f"{email} has the link of another organisation's return.")
        return _invite(where, _batch(where, found), who, now)


def _purpose(where: Place) -> str:
    return f"people {where.round_code} {where.organisation}"


def _check_open(where: Place) -> None:
    invitations.taking_part(where.round_code, where.organisation)
    if where.named:
        raise Conflict(f"{ONE_LINK.capitalize()}. There is no list to send.")


def _typed(text: str) -> list[Entry]:
    """Lines like “remi@example.org, Remi Okafor” or “Remi Okafor <remi@example.org>”; several
    people in one line with a semicolon between them."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        several = line.split(";") if line.count("@") > 1 else [line]
        for part in filter(str.strip, several):
            address = _ADDRESS.search(part)
            name = part.replace(address[0], " ", 1) if address else ""
            email = address[1] if address else part.strip()
            found.append(Entry(number, email.lower(), " ".join(name.strip(_BETWEEN).split())))
    if not found:
        raise Refused("Type in at least one address.")
    if len(found) > MOST:
        raise Refused(f"Type in {MOST:,} addresses at most.")
    return found


def _looked_at(where: Place, note: str, entries: Sequence[Entry], who: Person) -> PeoplePreview:
    faults, good = _sorted(entries)
    emails = [entry.email for entry in good]
    known, taken = _known(where, emails), inviting(where, emails)
    if who.is_administrator:
        known = dict.fromkeys(taken, False) | known
    new = [entry for entry in good if entry.email not in known]
    later = [e for e in new if e.email in taken or waits(where, e.email, who)]
    fresh = [e for e in new if e.email not in taken and not waits(where, e.email, who)]
    return PeoplePreview(
        note=note,
        fresh=tuple(fresh),
        waiting=tuple(later),
        known=len(known),
        withdrawn=sum(known.values()),
        faults=tuple(faults),
        total=counts(where).invited + len(fresh),
    )


def _sorted(entries: Iterable[Entry]) -> tuple[list[tuple[int, str]], list[Entry]]:
    """Rows with what is wrong with them, and those with nothing."""
    faults, good, seen = [], [], dict[str, int]()
    for entry in entries:
        if found := _faults(entry, seen):
            faults.append((entry.row, found[0]))
        else:
            seen[entry.email] = entry.row
            good.append(entry)
    return faults, good


def _faults(entry: Entry, seen: dict[str, int]) -> list[str]:
    if not entry.email:
        return ["there is no address"]
    if entry.email.startswith("=") or entry.name.startswith("="):
        return [FORMULA]
    if entry.email in seen:
        return [f"the address stands in row {seen[entry.email]} too"]
    return faults_of(entry.email, entry.name)


def _known(where: Place, emails: Sequence[str]) -> dict[str, bool]:
    """Who is on the organisation's list already, and whether they were taken off it."""
    own = of_part(Invitation, where.round_id, where.organisation)
    known = dict[str, bool]()
    for start in range(0, len(emails), AT_ONCE):
        part = Invitation.email.in_(emails[start : start + AT_ONCE])
        for row in Invitation.select().where(own & part):
            known[row.email] = bool(row.withdrawn)
    return known


def _batch(where: Place, found: PeoplePreview) -> _Batch:
    def rows(entries: Iterable[Entry], *, waiting: bool) -> list[Row]:
        code = where.organisation
        newcomers = (Newcomer(code, each.email, each.name, waiting) for each in entries)
        return invitations.rows_of(where.round_id, newcomers)

    return _Batch(rows(found.fresh, waiting=False), rows(found.waiting, waiting=True), found.known)


def _invite(where: Place, batch: _Batch, who: Person, now: datetime) -> PeopleInvited:
    """Whoever has come onto the list since it was looked at is left as they are; whom another
    organisation has invited since waits, unless it is an administrator who adds them."""
    added, waiting = invitations.add(batch.fresh), invitations.add(batch.waiting)
    if added < len(batch.fresh) and not who.is_administrator:
        waiting += invitations.add(invitations.waiting_instead(batch.fresh))
    listed = len(batch.fresh) + len(batch.waiting) + batch.known
    said = audit.counted(added, "person", "people")
    did = f"invited {said} of {where.organisation} to round {where.round_code}"
    more = f"; {waiting:,} more {'waits' if waiting == 1 else 'wait'}" if waiting else ""
    audit.note(who.email, did + more, now)
    return PeopleInvited(added, waiting, listed - added - waiting)
