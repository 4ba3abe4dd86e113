"""Invitations: whom a round invites. Importing needs no key and happens anywhere; the tickets that
let each of them answer once are made by the worker (``minting``)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.errors import Conflict, NotFound, Refused
from portal.post.letters import deliverable
from portal.services import audit
from portal.services.rounds import register as rounds
from portal.store import db
from portal.store.answers import Ticket
from portal.store.db import of_part
from portal.store.people import Invitation, Row, invite
from portal.store.rounds import Participation
from portal.vault import tokens

_EMAIL = re.compile(r"[^\s@,;<>\"]{1,64}@[^\s@,;<>\"]+\.[^\s@.,;<>\"]{2,}")
ONE_LINK = "a return has one link for the whole organisation, which can be passed on"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to invite, with a checked address in small letters. ``waiting``: for an
    administrator."""

    organisation: str
    email: str
    name: str
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    added: int
    known: int


def put(
    round_code: str, rows: Iterable[tuple[int, Mapping[str, str]]], who: str, now: datetime
) -> Imported:
    """Invite people: rows of ``organisation``, ``email`` and perhaps ``name``, with their line.

    Raises ``Refused`` with every fault, a line each; then nobody is invited. People who are
    invited already are left as they are. The operator is trusted with addresses outside the
    organisations' mail domains.
    """
    found = taking(round_code)
    listed = list(rows)
    if faults := [*_faults(listed, _codes(found.id)), *_second_links(found, listed)]:
        raise Refused("\n".join(faults))
    made = rows_of(found.id, (_newcomer(row) for _, row in listed))
    with db.writing():
        if gone := {row["organisation"] for _, row in listed} - _codes(taking(round_code).id):
            raise Conflict(f"Organisation {min(gone)} does not take part any more.")
        if faults := [*_second_links(found, listed)]:
            raise Refused("\n".join(faults))
        added = add(made)
        said = audit.counted(added, "person", "people")
        audit.note(who, f"invited {said} to round {round_code}", now)
    return Imported(added=added, known=len(listed) - added)


def reissue(round_code: str, email: str, who: str, now: datetime) -> None:
    """Revoke a person's link and have the worker send a new one, whether or not they have
    answered: nobody is told which. The address is given another chance. Entries for it that wait
    or were taken off stay as they are."""
    found = taking(round_code)
    active = (Invitation.waiting == 0) & (Invitation.withdrawn == 0)
    with db.writing():
        changed = (
            Invitation.update(issue=Invitation.issue + 1, undeliverable="")
            .where((Invitation.round == found.id) & (Invitation.email == email.lower()))
            .where(active & (Invitation.minted >= 0))
            .execute()
        )
        if not changed:
            raise NotFound("Nobody with that address has a link to this round yet.")
        audit.note(who, f"re-issued a link of round {round_code}", now)


def stop(text: str) -> None:
    """No more reminders to this person, only a link that somebody asks for. The answer is the same
    whether or not the token is known."""
    token = tokens.token_of(text)
    Invitation.update(stopped=1).where(Invitation.stop_token == token).execute()


def taking(round_code: str) -> rounds.RoundInfo:
    """The round, while people can be invited to it. Raises ``NotFound``, ``Conflict``."""
    found = rounds.by_code(round_code)
    if not found.state.living:
        raise Conflict(f"Round {round_code} has closed; nobody more can be invited to it.")
    return found


def taking_part(round_code: str, organisation: str) -> Participation:
    """Its part, while people of this organisation can be invited. Raises as ``taking`` does."""
    return _part(taking(round_code).id, organisation)


def faults_of(email: str, name: str) -> list[str]:
    """What is wrong with somebody's address, in small letters, and name."""
    faults = []
    if len(email) > 254 or not _EMAIL.fullmatch(email) or not deliverable(email):
        faults.append(f"“{email[:100]}” is no address like name@example.org")
    if len(name) > 120 or not name.isprintable():
        faults.append("the name must be one line of up to 120 characters")
    return faults


def rows_of(round_id: bytes, newcomers: Iterable[Newcomer]) -> list[Row]:
    """What ``add`` writes of them: made before it is anybody's turn to write."""
    return [
        (
            *(secrets.token_bytes(16), round_id, each.organisation, each.email, each.name),
            *(tokens.random_token(), int(each.waiting)),
        )
        for each in newcomers
    ]


def waiting_instead(rows: Iterable[Row]) -> list[Row]:
    """The same people, for an administrator to let in. Who is invited by now stays so."""
    return [(*row[:-1], 1) for row in rows]


def add(rows: Sequence[Row]) -> int:
    """How many were new, within the caller's transaction; the others are left as they are."""
    return invite(rows)


def add_ticket(
    ticket: bytes, round_id: bytes, organisation: str, origin: str, state: str = "unused"
) -> None:
    """The right to submit once, within the caller's transaction."""
    Ticket.insert(
        ticket=ticket, round=round_id, organisation=organisation, origin=origin, state=state
    ).execute()


def _codes(round_id: bytes) -> set[str]:
    parts = Participation.select(Participation.organisation)
    return {part.organisation_id for part in parts.where(Participation.round == round_id)}


def _part(round_id: bytes, organisation: str) -> Participation:
    part = Participation.get_or_none(_of(round_id, organisation))
    if part is None:
        raise NotFound(f"Organisation {organisation} does not take part in this round.")
    return part


def _of(round_id: bytes, organisation: str) -> Any:
    return of_part(Participation, round_id, organisation)


def _faults(rows: list[tuple[int, Mapping[str, str]]], codes: set[str]) -> list[str]:
    faults, seen = [], dict[str, int]()
    for line, row in rows:
        email = row["email"].lower()
        if row["organisation"] not in codes:
            faults.append(f"line {line}: organisation {row['organisation']} does not take part")
        faults += [f"line {line}: {fault}" for fault in faults_of(email, row.get("name", ""))]
        if email in seen:
            faults.append(f"line {line}: the address stands in line {seen[email]} too")
        seen.setdefault(email, line)
    return faults


def _second_links(
    found: rounds.RoundInfo, rows: list[tuple[int, Mapping[str, str]]]
) -> Iterator[str]:
    """An organisation has one return, hence one link."""
    if not found.named:
        return
    first = {
        row.organisation_id: row.email
        for row in Invitation.select().where(Invitation.round == found.id)
    }
    for line, row in rows:
        email = row["email"].lower()
        if first.setdefault(row["organisation"], email) != email:
            yield f"line {line}: {ONE_LINK}"


def _newcomer(row: Mapping[str, str]) -> Newcomer:
    return Newcomer(row["organisation"], row["email"].lower(), row.get("name", ""))
