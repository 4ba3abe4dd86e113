"""Answers in progress are drafts, encrypted under the person's code and the round's secret."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from portal.calendar.london import in_london
from portal.calendar.state import State
from portal.errors import AlreadySubmitted, Conflict, NotFound, RoundClosed, RoundNotOpen
from portal.services.answering import slots
from portal.store import answers as stored
from portal.store import db
from portal.store.answers import Draft, DraftNow, RoundNow
from portal.store.rounds import Round
from portal.survey.conditions import Answers
from portal.survey.packing import pack, unpack
from portal.vault import sealing, tokens

Secrets: TypeAlias = Callable[[bytes], bytes | None]
"""It takes a round's id and gives its draft secret, none once it is destroyed."""

CLOSED = "This survey has closed, and takes no more answers."


@dataclass(frozen=True, slots=True)
class Envelope:
    """This is what a draft holds. ``saved``: pages that were left by *Save and continue*;
    ``warned``: the checks that have been pointed out; ``names``: who is to fill in which page of a
    return."""

    ticket: bytes
    organisation: str
    organisation_name: str
    origin: str
    answers: Answers = field(default_factory=dict)
    saved: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """This draft has been opened. A save must replace its ``version``, a random mark, since a
    number of saves would tell how many questions came up. ``key`` opens it, derived once for a
    request and held no longer."""

    round: RoundNow
    code: bytes
    id: bytes
    key: bytes = field(repr=False)
    version: int
    envelope: Envelope


def check_open(of_round: Round | RoundNow, now: datetime) -> None:
    """Raise ``RoundNotOpen`` or ``RoundClosed``: by the round's state, not only by the clock."""
    if of_round.state.planned:
        raise RoundNotOpen(f"This survey opens on {in_london(of_round.opens)}.")
    if of_round.state != State.OPEN or of_round.closes <= now:
        raise RoundClosed(CLOSED)


def create(
    code: bytes, round_id: bytes, envelope: Envelope, keys: Secrets, *, shared: bool
) -> None:
    """Make a new draft, unless there is one under this code. ``shared``: the one draft of a return.

    Raises ``RoundClosed``, ``StartedTooOften``, ``TooManyInProgress``.
    """
    secret = _secret(round_id, keys)
    draft_id, key = tokens.draft_id(code), tokens.draft_key(code, secret)
    _slot(envelope, secret, shared=shared)  # a full link is refused without holding others up
    with db.writing():
        of_round = Round.get_by_id(round_id)
        if of_round.state != State.OPEN:  # it has closed between the look and this
            raise RoundClosed(CLOSED)
        slot = _slot(envelope, secret, shared=shared)
        version = _new_version()
        body = _encrypt(key, draft_id, version, envelope, of_round.size)
        Draft.insert(
            id=draft_id, round=round_id, slot=slot, version=version, body=body
        ).on_conflict_ignore().execute()


def peek(code: bytes, keys: Secrets) -> Envelope | None:
    """Open what a code leads to, if it leads to anything."""
    draft_id = tokens.draft_id(code)
    draft = Draft.get_or_none(Draft.id == draft_id)
    return _decrypt(_key(code, draft.round_id, keys), draft_id, draft) if draft else None


def fetch(round_code: str, code: bytes | None, now: datetime, keys: Secrets) -> Held:
    """Open the draft of a round under a code.

    Raises ``NotFound`` (no round, or no code), ``RoundClosed``, ``AlreadySubmitted`` (a draft that
    is gone while its round is open has been submitted).
    """
    draft_id = tokens.draft_id(code) if code else b""
    sitting = stored.sitting(round_code, draft_id)
    if sitting is None:
        raise NotFound("There is no such survey. Open the link in your letter again.")
    of_round, draft = sitting
    check_open(of_round, now)
    if code is None:
        raise NotFound(
            "This browser holds no answers. If you have submitted them, they are in, and there is"
            " nothing more to do. Otherwise open your personal link, or type your code in."
        )
    if draft is None:
        raise AlreadySubmitted("These answers were already submitted. There is nothing more to do.")
    key = _key(code, of_round.id, keys)
    envelope = _decrypt(key, draft_id, draft)
    return Held(of_round, code, draft_id, key, draft.version, envelope)


def replace(held: Held, envelope: Envelope) -> Held | None:
    """Save over the version that was opened. Returns None if another save was there first, or
    closing, which deletes the drafts before it destroys what opens them."""
    version = _new_version()
    body = _encrypt(held.key, held.id, version, envelope, held.round.size)
    if not stored.replace_draft(held.id, held.version, version, body):
        return None
    return Held(held.round, held.code, held.id, held.key, version, envelope)


def _slot(envelope: Envelope, secret: bytes, *, shared: bool) -> bytes:
    if shared:
        return slots.of_return(secret, envelope.ticket)
    if envelope.origin == "open":
        return slots.of_open_link(secret, envelope.organisation)
    return slots.of_ticket(secret, envelope.ticket)


def _new_version() -> int:
    return secrets.randbits(62)


def _encrypt(key: bytes, draft_id: bytes, version: int, envelope: Envelope, size: int) -> bytes:
    return sealing.encrypt_draft(key, draft_id, version, pack(_plain(envelope)), size)


def _decrypt(key: bytes, draft_id: bytes, draft: Draft | DraftNow) -> Envelope:
    try:
        data = sealing.decrypt_draft(key, draft_id, draft.version, draft.body)
    except sealing.Unreadable as error:
        raise Conflict("These answers cannot be read. Please ask for help.") from error
    return _envelope(unpack(data))


def _key(code: bytes, round_id: bytes, keys: Secrets) -> bytes:
    return tokens.draft_key(code, _secret(round_id, keys))


def _secret(round_id: bytes, keys: Secrets) -> bytes:
    secret = keys(round_id)
    if secret is None:
        raise RoundClosed(CLOSED)
    return secret


def _plain(envelope: Envelope) -> dict[str, object]:
    return {
        "answers": envelope.answers,
        "names": envelope.names,
        "organisation": envelope.organisation,
        "organisation_name": envelope.organisation_name,
        "origin": envelope.origin,
        "saved": envelope.saved,
        "ticket": envelope.ticket.hex(),
        "warned": envelope.warned,
    }


def _envelope(plain: Mapping[str, object]) -> Envelope:
    values = dict(plain)
    return Envelope(
        ticket=bytes.fromhex(str(values.pop("ticket"))),
        saved=tuple(values.pop("saved")),  # type: ignore[arg-type]
        warned=tuple(values.pop("warned")),  # type: ignore[arg-type]
        **values,  # type: ignore[arg-type]
    )
