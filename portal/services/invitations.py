"""Invitations: whom a round invites. Importing needs no key and happens anywhere; the tickets that
let each of them answer once are made by the worker (``minting``)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.errors import Conflict, NotFound, Refused
from portal.post.letters import deliverable
from portal.services import audit, questionnaires, rounds
from portal.store.db import db
from portal.store.invitations import Invitation, Outgoing
from portal.store.replies import Ticket
from portal.store.rounds import Participation
from portal.survey.schedule import london_day
from portal.vault import tokens

_EMAIL = re.compile(r"[^\s@,;<>\"]{1,64}@[^\s@,;<>\"]+\.[^\s@.,;<>\"]{2,}")
_OVER = ("closing", "closed", "releasing", "counted", "archived")


BATCH = 500
"""People inserted by one statement."""
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
    with db.atomic("IMMEDIATE"):
        faults = _faults(listed, _codes(found.id))
        if faults := [*faults, *_second_links(found, listed)]:
            raise Refused("\n".join(faults))
        added = add(found.id, (_newcomer(row) for _, row in listed))
        audit.note(who, f"invited {added} people to round {round_code}", now)
    return Imported(added=added, known=len(listed) - added)


def reissue(round_code: str, email: str, who: str, now: datetime) -> None:
    """Revoke a person's link and have the worker send a new one, whether or not they have
    answered: nobody is told which. The address is given another chance. Entries for it that wait
    or were taken off stay as they are."""
    found = taking(round_code)
    active = (Invitation.waiting == 0) & (Invitation.withdrawn == 0)
    with db.atomic("IMMEDIATE"):
        changed = (
            Invitation.update(issue=Invitation.issue + 1, undeliverable="")
            .where((Invitation.round == found.id) & (Invitation.email == email.lower()))
            .where(active & (Invitation.minted >= 0))
            .execute()
        )
        if not changed:
            raise NotFound("Nobody with that address has a link to this round yet.")
        audit.note(who, f"re-issued a link of round {round_code}", now)


def slips(round_code: str, organisation: str, count: int, who: str, now: datetime) -> list[bytes]:
    """Tokens for mail merge or paper: returned once, kept nowhere, never reminded."""
    found = _anonymous(round_code)
    if not 1 <= count <= 20_000:
        raise Refused("Ask for 1 to 20,000 slips at a time.")
    made = [tokens.random_token() for _ in range(count)]
    with db.atomic("IMMEDIATE"):
        _part(found.id, organisation)
        for token in made:
            add_ticket(tokens.ticket_of(token), found.id, organisation, "slip")
        audit.note(who, f"made {count} slips of round {round_code} for {organisation}", now)
    return made


def open_link_made(round_code: str, organisation: str) -> bytes | None:
    """The token of the open link, if somebody has asked for one."""
    found: bytes | None = _part(rounds.by_code(round_code).id, organisation).open_token
    return found


def link_text(token: bytes) -> str:
    """What stands in the address."""
    return tokens.link_text(token)


def open_link(round_code: str, organisation: str, who: str, now: datetime) -> bytes:
    """The token of the forwardable link of a round and an organisation, made on first asking."""
    found = _anonymous(round_code)
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


def taking(round_code: str) -> rounds.RoundInfo:
    """The round, while people can be invited to it. Raises ``NotFound``, ``Conflict``."""
    found = rounds.by_code(round_code)
    if found.state in _OVER:
        raise Conflict(f"Round {round_code} has closed; nobody more can be invited to it.")
    return found


def _anonymous(round_code: str) -> rounds.RoundInfo:
    """Raises ``Conflict`` for a return, whose organisation has one link to pass on."""
    found = taking(round_code)
    if questionnaires.frozen(found.questionnaire).kind == "return":
        raise Conflict(f"{ONE_LINK.capitalize()}. Send that one.")
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
        faults += [f"line {line}: {fault}" for fault in faults_of(email, row.get("name", ""))]
        if email in seen:
            faults.append(f"line {line}: the address stands in line {seen[email]} too")
        seen.setdefault(email, line)
    return faults


def faults_of(email: str, name: str) -> list[str]:
    """What is wrong with somebody's address, in small letters, and name."""
    faults = []
    if len(email) > 254 or not _EMAIL.fullmatch(email) or not deliverable(email):
        faults.append(f"“{email[:100]}” is no address like name@example.org")
    if len(name) > 120 or not name.isprintable():
        faults.append("the name must be one line of up to 120 characters")
    return faults


def _second_links(
    found: rounds.RoundInfo, rows: list[tuple[int, Mapping[str, str]]]
) -> Iterator[str]:
    """An organisation has one return, hence one link."""
    if questionnaires.frozen(found.questionnaire).kind != "return":
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


def add(round_id: bytes, people: Iterable[Newcomer]) -> int:
    """How many were new, within the caller's transaction; the others are left as they are."""
    rows = [
        {
            "id": secrets.token_bytes(16),
            "round": round_id,
            "organisation": each.organisation,
            "email": each.email,
            "name": each.name,
            "stop_token": tokens.random_token(),
            "waiting": int(each.waiting),
        }
        for each in people
    ]
    slices = (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
    return sum(
        Invitation.insert_many(part).on_conflict_ignore().as_rowcount().execute() for part in slices
    )


def put_in_hand(invitation: bytes, round_id: bytes, kind: str, now: datetime) -> None:
    """A letter is due: once for each person and kind, however often this is said."""
    Outgoing.insert(
        id=secrets.token_bytes(16),
        invitation=invitation,
        round=round_id,
        kind=kind,
        day=london_day(now),
    ).on_conflict_ignore().execute()


def add_ticket(
    ticket: bytes, round_id: bytes, organisation: str, origin: str, state: str = "unused"
) -> None:
    """The right to submit once, within the caller's transaction."""
    Ticket.insert(
        ticket=ticket, round=round_id, organisation=organisation, origin=origin, state=state
    ).execute()
