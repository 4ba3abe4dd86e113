"""Lists of people: read from a file or typed in, looked at against what is known, then invited.

A file waits between its preview and its confirmation (``uploads``) as what was read of it, so that
it is read once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.errors import Conflict, Refused
from portal.services import audit, invitations, uploads
from portal.services.elsewhere import AT_ONCE, inviting
from portal.services.invitations import ONE_LINK, Newcomer, faults_of
from portal.services.people import Place, counts, only, waits
from portal.services.staff import Person
from portal.store.db import db
from portal.store.invitations import Invitation
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
class Preview:
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
class Outcome:
    added: int
    waiting: int
    known: int


def keep(where: Place, data: bytes, who: Person, now: datetime) -> str:
    """Put a file by for its preview; its name. Raises ``Refused`` if it is no list of people."""
    _check_open(where)
    entries, note = people.entries(reading.read(data, MOST))
    if not entries:
        raise Refused("The file has headings and nobody below them.")
    body = json.dumps([note, entries]).encode()
    return uploads.put(who, _purpose(where), body, now)


def preview(where: Place, name: str, who: Person, now: datetime) -> Preview:
    """Raises ``NotFound``."""
    note, listed = json.loads(uploads.get(who, _purpose(where), name, now))
    return _looked_at(where, note, [Entry(*values) for values in listed], who)


def confirm(where: Place, name: str, who: Person, now: datetime) -> Outcome:
    """Invite whom the preview showed. Raises ``NotFound``, ``Conflict``."""
    with db.atomic("IMMEDIATE"):
        _check_open(where)
        found = preview(where, name, who, now)
        uploads.drop(who, _purpose(where), name)
        return _invite(where, found, who, now)


def drop(where: Place, name: str, who: Person) -> None:
    uploads.drop(who, _purpose(where), name)


def add(where: Place, text: str, who: Person, now: datetime) -> Outcome:
    """Invite people who were typed in, one in a line. Raises ``Refused`` with every fault, a line
    each; then nobody is invited."""
    with db.atomic("IMMEDIATE"):
        _check_open(where)
        found = _looked_at(where, "", _typed(text), who)
        if found.faults:
            raise Refused("\n".join(f"Line {row}: {what}." for row, what in found.faults))
        return _invite(where, found, who, now)


def give_link(where: Place, email: str, name: str, who: Person, now: datetime) -> Outcome:
    """Invite the one person who gets the link of a return. Raises ``Refused``, ``Conflict``."""
    with db.atomic("IMMEDIATE"):
        invitations.taking(where.round_code)
        if only(where):
            raise Conflict(f"{ONE_LINK.capitalize()}. Move it to another address instead.")
        found = _looked_at(where, "", [Entry(1, email.strip().lower(), name)], who)
        if found.faults:
            raise Refused(f"{found.faults[0][1]}.")
        if found.known:
            raise Refused(f"{email} has the link of another organisation's return.")
        return _invite(where, found, who, now)


def _purpose(where: Place) -> str:
    return f"people {where.round_code} {where.organisation}"


def _check_open(where: Place) -> None:
    invitations.taking(where.round_code)
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


def _looked_at(where: Place, note: str, entries: Sequence[Entry], who: Person) -> Preview:
    faults, good = _sorted(entries)
    emails = [entry.email for entry in good]
    known, taken = _known(where, emails), inviting(where, emails)
    if who.is_administrator:
        known = dict.fromkeys(taken, False) | known
    new = [entry for entry in good if entry.email not in known]
    later = [e for e in new if e.email in taken or waits(where, e.email, who)]
    fresh = [e for e in new if e.email not in taken and not waits(where, e.email, who)]
    return Preview(
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
    own = (Invitation.round == where.round_id) & (Invitation.organisation == where.organisation)
    known = dict[str, bool]()
    for start in range(0, len(emails), AT_ONCE):
        part = Invitation.email.in_(emails[start : start + AT_ONCE])
        for row in Invitation.select().where(own & part):
            known[row.email] = bool(row.withdrawn)
    return known


def _invite(where: Place, found: Preview, who: Person, now: datetime) -> Outcome:
    groups = ((found.fresh, False), (found.waiting, True))
    added, waiting = (
        invitations.add(
            where.round_id,
            (Newcomer(where.organisation, each.email, each.name, late) for each in group),
        )
        for group, late in groups
    )
    did = f"invited {added} people of {where.organisation} to round {where.round_code}"
    audit.note(who.email, did + (f"; {waiting} more wait" if waiting else ""), now)
    return Outcome(added, waiting, found.known)
