"""Minting: an invitation's link key -> its ticket; the worker's, which alone holds the link key."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any

from peewee import fn

from portal.services.answering import drafts
from portal.services.answering.drafts import Secrets
from portal.services.letters import outbox
from portal.services.people.invitations import ACTIVE
from portal.services.questionnaires import frozen
from portal.store import db
from portal.store.answers import Ballot, Draft, Ticket, add_tickets
from portal.store.letters import Outgoing
from portal.store.people import Invitation
from portal.vault import tokens

BATCH = 500
"""Invitations minted in one transaction."""
MOST = 5_000
"""And in one pass."""


def mint(round_id: bytes, link_key: bytes, keys: Secrets, now: datetime) -> int:
    """Make the ticket of every invitation that wants one and put its letter in hand: so many in
    one pass that nothing else has to wait for long.

    Tickets of a batch are inserted in an order of their own. Returns how many were made.
    """
    made = 0
    while made < MOST and (batch := _mint_batch(round_id, link_key, keys, now)):
        made += batch
    return made


def _mint_batch(round_id: bytes, link_key: bytes, keys: Secrets, now: datetime) -> int:
    """Choose a batch under the lock, so that two workers never mint the same one. Who waits for
    an administrator, or was taken off the list, gets no link; who was taken off with a link
    loses it, before another address of the same person gets one."""
    wanting = (Invitation.round == round_id) & _wanting(Invitation)
    other = Invitation.alias()
    losing = other.select().where(_losing(other) & (other.person == Invitation.person))
    ready = _losing(Invitation) | (ACTIVE & ~fn.EXISTS(losing))
    with db.writing():
        batch = list(Invitation.select().where(wanting & ready).limit(BATCH))
        secrets.SystemRandom().shuffle(batch)
        for row in batch:
            _mint_one(row, link_key, keys, now)
    return len(batch)


def _mint_one(row: Invitation, link_key: bytes, keys: Secrets, now: datetime) -> None:
    """Somebody who was taken off gets a ticket too, which is void, or spent as the one before was:
    nothing shows which, and taking them back finds it."""
    new = tokens.invitation_token(link_key, row.id, row.issue)
    state, origin = "unused", _origin(row, link_key)
    if row.minted >= 0:
        old = tokens.invitation_token(link_key, row.id, row.minted)
        spent = _take_over(old) == "spent"
        state = "spent" if spent else "void" if row.withdrawn else "unused"
        if frozen.load(row.round.questionnaire_id).named:
            _hand_over(row.round_id, old, new, keys)
    add_tickets([(tokens.ticket_of(new), row.round_id, row.organisation_id, origin, state)])
    Invitation.update(minted=row.issue).where(Invitation.id == row.id).execute()
    if not row.withdrawn:
        outbox.put_in_hand(row.id, row.round_id, _kind(row), now)


def _wanting(entry: Any) -> Any:
    return entry.minted < entry.issue


def _losing(entry: Any) -> Any:
    return (entry.withdrawn == 1) & (entry.minted >= 0) & _wanting(entry)


def _origin(row: Invitation, link_key: bytes) -> str:
    """Say that a link is of an “invitation”; or “again” while another address of the same person
    has a link that was used or can be: of one person one answer at most is to an invitation."""
    same = (Invitation.person == row.person) & (Invitation.id != row.id) & (Invitation.minted >= 0)
    for other in Invitation.select().where(same):
        ticket = tokens.ticket_of(tokens.invitation_token(link_key, other.id, other.minted))
        if Ticket.get_by_id(ticket).state != "void":
            return "again"
    return "invitation"


def _kind(row: Invitation) -> str:
    """Name the letter: an invitation to whoever has had no letter yet, else a new link."""
    if row.issue == 0:
        return "invitation"
    known = Outgoing.get_or_none(Outgoing.invitation == row.id)
    return f"{'reissue' if known else 'invitation'} {row.issue}"


def _take_over(token: bytes) -> str:
    """Void the ticket of the earlier link; returns the state that it had."""
    ticket = Ticket.ticket == tokens.ticket_of(token)
    state = str(Ticket.select().where(ticket).get().state)
    Ticket.update(state="void").where(ticket).execute()
    return state


def _hand_over(round_id: bytes, old: bytes, new: bytes, keys: Secrets) -> None:
    """Encrypt a return's draft for the new link, and have its ballot lie where that leads."""
    before, after = tokens.shared_code(old), tokens.shared_code(new)
    if envelope := drafts.peek(before, keys):
        moved = replace(envelope, ticket=tokens.ticket_of(new))
        drafts.create(after, round_id, moved, keys, shared=True)
        Draft.delete().where(Draft.id == tokens.draft_id(before)).execute()
    Ballot.update(key=tokens.ballot_key(after)).where(
        Ballot.key == tokens.ballot_key(before)
    ).execute()
