"""The one importer of people: a list is read from a file or typed in, looked at against what is
known, then invited; the operator's goes the same way, and is trusted.

A file waits between its preview and its confirmation (``uploads``) as what was read of it, so that
it is read once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from operator import itemgetter

from portal.errors import Conflict, Refused
from portal.post import addresses
from portal.services import audit, uploads
from portal.services.people import invitations
from portal.services.people.invitations import ONE_LINK, mailbox, sound
from portal.services.people.links import second_links
from portal.services.people.listing import (
    Place,
    counts,
    entries_with,
    inviting,
    mailboxes,
    on_list,
    only,
    waits,
)
from portal.services.rounds.register import RoundInfo
from portal.services.staff.accounts import Person
from portal.store import db
from portal.store.people import Row, invite
from portal.store.rounds import Participation
from portal.tabular import people, reading
from portal.tabular.people import Entry

MOST = 20_000
"""People in a list."""
_ADDRESS = re.compile(r"<?(?<![^\s<>,;\"])([^\s<>,;\"@]*@[^\s<>,;\"]*)>?")
"""A word with an @. It is looked for at the beginnings of words alone: looking at each character
would take a long line's length squared."""
_BETWEEN = " \t,;\"'"


@dataclass(frozen=True, slots=True)
class PeoplePreview:
    """Tell what a list would do. ``faults``: row, and what is wrong with it; these rows are left
    out. ``known``: already on the list, ``withdrawn`` among them taken off it; to an administrator
    also whom another organisation invites, which makes a PSW's entry wait. ``total``: how many
    would be invited then."""

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
    """Hold what is to be written: made before it is anybody's turn to write, since it takes
    seconds. ``to``: whose list it is, as the audit says it; ``trusted``: nobody has to look at
    it."""

    to: str
    trusted: bool
    fresh: Sequence[Row]
    waiting: Sequence[Row] = ()
    known: int = 0


def keep(where: Place, data: bytes, who: Person, now: datetime) -> str:
    """Put a file by for its preview and return its name. Raises ``Refused`` if it is no list of
    people."""
    _check_open(where)
    entries, note = people.entries(reading.read(data, MOST))
    if not entries:
        raise Refused("The file has headings and nobody below them.")
    body = json.dumps([note, entries]).encode()
    return uploads.put(who.id, _purpose(where), body, now)


def preview(where: Place, name: str, who: Person, now: datetime) -> PeoplePreview:
    """Look at a file that was put by. Raises ``NotFound``, ``uploads.Confirmed``."""
    note, listed = json.loads(uploads.get(who.id, _purpose(where), name, now))
    return _looked_at(where, note, [Entry(*values) for values in listed], who)


def confirm(where: Place, name: str, who: Person, now: datetime) -> PeopleInvited:
    """Invite whom the preview showed. Raises ``NotFound``, ``uploads.Confirmed``, ``Conflict``."""
    _check_open(where)
    batch = _batch(where, preview(where, name, who, now), who)
    with db.writing():
        uploads.get(who.id, _purpose(where), name, now)  # another click may have been faster
        _check_open(where)
        outcome = _invite(batch, who.email, now)
        uploads.confirmed(who.id, _purpose(where), name, asdict(outcome))
    return outcome


def drop(where: Place, name: str, who: Person, now: datetime) -> None:
    """Forget a file that was put by. Raises ``uploads.Confirmed``."""
    uploads.drop(who.id, _purpose(where), name, now)


def add(where: Place, text: str, who: Person, now: datetime) -> PeopleInvited:
    """Invite people who were typed in, one in a line. Raises ``Refused`` with every fault, a line
    each; then nobody is invited."""
    _check_open(where)
    looked_at = _looked_at(where, "", _typed(text), who)
    if looked_at.faults:
        raise Refused("\n".join(f"Line {row}: {what}." for row, what in looked_at.faults))
    batch = _batch(where, looked_at, who)
    with db.writing():
        _check_open(where)
        return _invite(batch, who.email, now)


def put(
    round_code: str, rows: Iterable[tuple[int, Mapping[str, str]]], who: str, now: datetime
) -> PeopleInvited:
    """Invite people for the operator, who is trusted with addresses outside the organisations'
    mail domains, and may send the list of many organisations, or of a return's.

    ``rows``: lines of a file, with ``organisation``, ``email`` and perhaps ``name``. Raises
    ``Refused`` with every fault, a line each; then nobody is invited.
    """
    round_ = invitations.taking(round_code)
    listed = [
        (row["organisation"], Entry(line, addresses.plain(row["email"]), row.get("name", "")))
        for line, row in rows
    ]
    _refuse([*_file_faults(round_, listed), *second_links(round_, listed)])
    made = [invitations.new_row(round_.id, code, each.email, each.name) for code, each in listed]
    with db.writing():
        if gone := {code for code, _ in listed} - _codes(invitations.taking(round_code).id):
            raise Conflict(f"Organisation {min(gone)} does not take part any more.")
        _refuse([*second_links(round_, listed)])
        return _invite(_Batch(f"to round {round_code}", True, made), who, now)


def give_link(where: Place, email: str, name: str, who: Person, now: datetime) -> PeopleInvited:
    """Invite the one person who gets the link of a return. Raises ``Refused``, ``Conflict``."""
    with db.writing():
        invitations.taking(where.round_code)
        if only(where):
            raise Conflict(f"{ONE_LINK.capitalize()}. Move it to another address instead.")
        looked_at = _looked_at(where, "", [Entry(1, email, name)], who)
        if looked_at.faults:
            raise Refused(f"{looked_at.faults[0][1]}.")
        if looked_at.known:
            raise Refused(f"{email} has the link of another organisation's return.")
        return _invite(_batch(where, looked_at, who), who.email, now)


def _purpose(where: Place) -> str:
    return f"people {where.round_code} {where.organisation}"


def _check_open(where: Place) -> None:
    invitations.taking_part(where.round_code, where.organisation)
    if where.named:
        raise Conflict(f"{ONE_LINK.capitalize()}. There is no list to send.")


def _typed(text: str) -> list[Entry]:
    """Read lines like “remi@example.org, Remi Okafor” or “Remi Okafor <remi@example.org>”; several
    people may stand in one line with a semicolon between them."""
    people = []
    for number, line in enumerate(text.splitlines(), 1):
        several = line.split(";") if line.count("@") > 1 else [line]
        for part in filter(str.strip, several):
            address = _ADDRESS.search(part)
            name = part.replace(address[0], " ", 1) if address else ""
            email = address[1] if address else part.strip()
            people.append(Entry(number, email, " ".join(name.strip(_BETWEEN).split())))
    if not people:
        raise Refused("Type in at least one address.")
    if len(people) > MOST:
        raise Refused(f"Type in {MOST:,} addresses at most.")
    return people


def _looked_at(where: Place, note: str, entries: Iterable[Entry], who: Person) -> PeoplePreview:
    tidied = [each._replace(email=addresses.plain(each.email)) for each in entries]
    faults, good = sound(tidied)
    emails = [entry.email for entry in good]
    known, taken, others = _known(where, emails), inviting(where, emails), mailboxes(where, emails)
    if who.is_administrator:
        known = dict.fromkeys(taken, False) | known
    new = []
    for entry in good:
        if entry.email in known:
            continue
        if other := others.get(mailbox(entry.email)):
            faults.append((entry.row, [f"it leads to the mailbox of {other}, which is listed"]))
        else:
            new.append(entry)
    held = {e.email for e in new if e.email in taken or waits(where, e.email, who)}
    fresh = tuple(entry for entry in new if entry.email not in held)
    return PeoplePreview(
        note=note,
        fresh=fresh,
        waiting=tuple(entry for entry in new if entry.email in held),
        known=len(known),
        withdrawn=sum(known.values()),
        faults=tuple((row, wrong[0]) for row, wrong in sorted(faults)),
        total=counts(where).invited + len(fresh),
    )


def _known(where: Place, emails: Sequence[str]) -> dict[str, bool]:
    """Tell who is on the organisation's list already, and whether they were taken off it."""
    return {row.email: bool(row.withdrawn) for row in entries_with(emails, on_list(where))}


def _file_faults(round_: RoundInfo, listed: Iterable[tuple[str, Entry]]) -> list[tuple[int, str]]:
    """Find all that is wrong with the operator's file, by line."""
    codes = _codes(round_.id)
    faults = [
        (entry.row, f"organisation {code} does not take part")
        for code, entry in listed
        if code not in codes
    ]
    wrong, _ = sound((entry for _, entry in listed), whole=True)
    faults += [(line, what) for line, several in wrong for what in several]
    return sorted(faults, key=itemgetter(0))


def _refuse(faults: Sequence[tuple[int, str]]) -> None:
    if faults:
        raise Refused("\n".join(f"line {line}: {what}" for line, what in faults))


def _codes(round_id: bytes) -> set[str]:
    parts = Participation.select(Participation.organisation)
    return {part.organisation_id for part in parts.where(Participation.round == round_id)}


def _batch(where: Place, looked_at: PeoplePreview, who: Person) -> _Batch:
    def rows(entries: Iterable[Entry], *, waiting: bool) -> list[Row]:
        part = (where.round_id, where.organisation)
        return [
            invitations.new_row(*part, each.email, each.name, waiting=waiting) for each in entries
        ]

    return _Batch(
        to=f"of {where.organisation} to round {where.round_code}",
        trusted=who.is_administrator,
        fresh=rows(looked_at.fresh, waiting=False),
        waiting=rows(looked_at.waiting, waiting=True),
        known=looked_at.known,
    )


def _invite(batch: _Batch, who: str, now: datetime) -> PeopleInvited:
    """Whoever has come onto the list since it was looked at is left as they are; whom another
    organisation has invited since waits, unless the list is trusted."""
    added, waiting = invite(batch.fresh), invite(batch.waiting)
    if added < len(batch.fresh) and not batch.trusted:
        waiting += invite([(*row[:-1], 1) for row in batch.fresh])  # who is invited by now stays so
    listed = len(batch.fresh) + len(batch.waiting) + batch.known
    said = audit.counted(added, "person", "people")
    more = f"; {waiting:,} more {'waits' if waiting == 1 else 'wait'}" if waiting else ""
    audit.note(who, f"invited {said} {batch.to}{more}", now)
    return PeopleInvited(added, waiting, listed - added - waiting)
