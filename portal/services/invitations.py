"""Invitations: whom a round invites. Importing needs no key and happens anywhere; the tickets that
let each of them answer once are made by the worker (``minting``)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.errors import Conflict, NotFound, Refused
from portal.post.letters import deliverable
from portal.services import audit, rounds
from portal.store.db import db
from portal.store.invitations import Invitation, Outgoing
from portal.store.replies import Ticket
from portal.store.rounds import Participation
from portal.vault import tokens

_EMAIL = re.compile(r"[^\s@,;<>\"]{1,64}@[^\s@,;<>\"]+\.[^\s@.,;<>\"]{2,}")
_OVER = ("closing", "closed", "releasing", "counted")


@dataclass(frozen=True, slots=True)
class Imported:
    added: int
    known: int


def put(
    round_code: str, rows: Iterable[tuple[int, Mapping[str, str]]], who: str, now: datetime
) -> Imported:
    """Invite people: rows of ``organisation``, ``email`` and perhaps ``name``, with their line.

    Raises ``Refused`` with every fault, a line each; then nobody is invited. People who are
    invited already are left as they are.
    """
    found = _taking(round_code)
    listed = list(rows)
    with db.atomic("IMMEDIATE"):
        if faults := _faults(listed, _codes(found.id)):
            raise Refused("\n".join(faults))
        added = sum(_add(found.id, row) for _, row in listed)
        audit.note(who, f"invited {added} people to round {round_code}", now)
    return Imported(added=added, known=len(listed) - added)


def reissue(round_code: str, email: str, who: str, now: datetime) -> None:
    """Revoke a person's link and have the worker send a new one, whether or not they have
    answered: nobody is told which."""
    found = _taking(round_code)
    with db.atomic("IMMEDIATE"):
        changed = (
            Invitation.update(issue=Invitation.issue + 1)
            .where((Invitation.round == found.id) & (Invitation.email == email.lower()))
            .where(Invitation.minted >= 0)
            .execute()
        )
        if not changed:
            raise NotFound("Nobody with that address has a link to this round yet.")
        audit.note(who, f"re-issued a link of round {round_code}", now)


def slips(round_code: str, organisation: str, count: int, who: str, now: datetime) -> list[bytes]:
    """Tokens for mail merge or paper: returned once, kept nowhere, never reminded."""
    found = _taking(round_code)
    if not 1 <= count <= 20_000:
        raise Refused("Ask for 1 to 20,000 slips at a time.")
    made = [tokens.random_token() for _ in range(count)]
    with db.atomic("IMMEDIATE"):
        _part(found.id, organisation)
        for token in made:
            add_ticket(tokens.ticket_of(token), found.id, organisation, "slip")
        audit.note(who, f"made {count} slips of round {round_code} for {organisation}", now)
    return made


def open_link(round_code: str, organisation: str, who: str, now: datetime) -> bytes:
    """The token of the forwardable link of a round and an organisation, made on first asking."""
    found = _taking(round_code)
    with db.atomic("IMMEDIATE"):
        part = _part(found.id, organisation)
        if part.open_token is None:
            part.open_token = tokens.random_token()
            Participation.update(open_token=part.open_token).where(
                (Participation.round == found.id) & (Participation.organisation == organisation)
            ).execute()
            audit.note(who, f"made an open link of round {round_code} for {organisation}", now)
    return bytes(part.open_token)


def stop(text: str) -> None:
    """No more letters to this person; the answer is the same whether or not the token is known."""
    token = tokens.token_of(text)
    Invitation.update(stopped=1).where(Invitation.stop_token == token).execute()


def _taking(round_code: str) -> rounds.RoundInfo:
    found = rounds.by_code(round_code)
    if found.state in _OVER:
        raise Conflict(f"Round {round_code} has closed; nobody more can be invited to it.")
    return found


def _codes(round_id: bytes) -> set[str]:
    parts = Participation.select(Participation.organisation)
    return {part.organisation_id for part in parts.where(Participation.round == round_id)}


def _part(round_id: bytes, organisation: str) -> Participation:
    part = Participation.get_or_none(
        (Participation.round == round_id) & (Participation.organisation == organisation)
    )
    if part is None:
        raise NotFound(f"Organisation {organisation} does not take part in this round.")
    return part


def _faults(rows: list[tuple[int, Mapping[str, str]]], codes: set[str]) -> list[str]:
    faults, seen = [], dict[str, int]()
    for line, row in rows:
        email = row["email"].lower()
        if row["organisation"] not in codes:
            faults.append(f"line {line}: organisation {row['organisation']} does not take part")
        if not _EMAIL.fullmatch(email) or len(email) > 254 or not deliverable(email):
            faults.append(f"line {line}: “{row['email']}” is no address like name@example.org")
        if len(row.get("name", "")) > 120 or not row.get("name", "").isprintable():
            faults.append(f"line {line}: the name must be one line of up to 120 characters")
        if email in seen:
            faults.append(f"line {line}: the address stands in line {seen[email]} too")
        seen.setdefault(email, line)
    return faults


def _add(round_id: bytes, row: Mapping[str, str]) -> bool:
    """Whether the person was new."""
    inserted = (
        Invitation.insert(
            id=secrets.token_bytes(16),
            round=round_id,
            organisation=row["organisation"],
            email=row["email"].lower(),
            name=row.get("name", ""),
            stop_token=tokens.random_token(),
        )
        .on_conflict_ignore()
        .as_rowcount()
        .execute()
    )
    return bool(inserted)


def put_in_hand(invitation: bytes, round_id: bytes, kind: str) -> None:
    """A letter is due: once for each person and kind, however often this is said."""
    Outgoing.insert(
        id=secrets.token_bytes(16), invitation=invitation, round=round_id, kind=kind
    ).on_conflict_ignore().execute()


def add_ticket(
    ticket: bytes, round_id: bytes, organisation: str, origin: str, state: str = "unused"
) -> None:
    """The right to submit once, within the caller's transaction."""
    Ticket.insert(
        ticket=ticket, round=round_id, organisation=organisation, origin=origin, state=state
    ).execute()
