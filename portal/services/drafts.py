"""Drafts: answers in progress, encrypted under the person's code and the round's draft secret."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from portal.errors import AlreadySubmitted, Conflict, NotFound, RoundClosed, RoundNotOpen
from portal.store.replies import Draft
from portal.store.rounds import Round
from portal.survey.conditions import Answers
from portal.survey.packing import pack, unpack
from portal.survey.schedule import in_london
from portal.vault import sealing, tokens

Secrets: TypeAlias = Callable[[bytes], bytes | None]
"""A round's id -> its draft secret, none once it is destroyed."""

CLOSED = "This survey has closed, and takes no more answers."


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a draft holds. ``saved``: pages that were left by *Save and continue*; ``warned``: the
    checks that have been pointed out."""

    ticket: bytes
    organisation: str
    organisation_name: str
    origin: str
    answers: Answers = field(default_factory=dict)
    saved: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A draft that has been opened: its envelope and the version that a save must replace."""

    round: Round
    code: bytes
    version: int
    envelope: Envelope


def check_open(of_round: Round, now: datetime) -> None:
    """Raises ``RoundNotOpen`` or ``RoundClosed``: by its state, not only by the clock."""
    if of_round.state == "scheduled":
        raise RoundNotOpen(f"This survey opens on {in_london(of_round.opens)}.")
    if of_round.state != "open" or of_round.closes <= now:
        raise RoundClosed(CLOSED)


def create(code: bytes, round_id: bytes, envelope: Envelope, keys: Secrets) -> None:
    """A new draft, in its first version. Raises ``RoundClosed`` where the secret is gone."""
    of_round = Round.get_by_id(round_id)
    body = _encrypt(code, 1, envelope, of_round, keys)
    Draft.insert(id=tokens.draft_id(code), round=round_id, version=1, body=body).execute()


def peek(code: bytes, keys: Secrets) -> Envelope | None:
    """What a code leads to, if it leads to anything."""
    draft = Draft.get_or_none(Draft.id == tokens.draft_id(code))
    return _decrypt(code, draft, keys) if draft else None


def fetch(round_code: str, code: bytes | None, now: datetime, keys: Secrets) -> Held:
    """The draft of a round under a code.

    Raises ``NotFound`` (no round, or no code), ``RoundClosed``, ``AlreadySubmitted`` (a draft that
    is gone while its round is open has been submitted).
    """
    of_round = Round.get_or_none(Round.code == round_code)
    if of_round is None:
        raise NotFound("There is no such survey. Open the link in your letter again.")
    check_open(of_round, now)
    if code is None:
        raise NotFound("Open your personal link, or type your code in, to get to your answers.")
    draft = Draft.get_or_none((Draft.id == tokens.draft_id(code)) & (Draft.round == of_round.id))
    if draft is None:
        raise AlreadySubmitted("These answers were already submitted. There is nothing more to do.")
    return Held(of_round, code, draft.version, _decrypt(code, draft, keys))


def replace(held: Held, envelope: Envelope, keys: Secrets) -> Held | None:
    """Save over the version that was opened; none if another save was there first.

    Raises ``sealing.TooLong`` for more than the round has room for.
    """
    version = held.version + 1
    body = _encrypt(held.code, version, envelope, held.round, keys)
    changed = (
        Draft.update(version=version, body=body)
        .where((Draft.id == tokens.draft_id(held.code)) & (Draft.version == held.version))
        .execute()
    )
    return Held(held.round, held.code, version, envelope) if changed else None


def _encrypt(
    code: bytes, version: int, envelope: Envelope, of_round: Round, keys: Secrets
) -> bytes:
    key = tokens.draft_key(code, _secret(of_round.id, keys))
    data = pack(_plain(envelope))
    return sealing.encrypt_draft(key, tokens.draft_id(code), version, data, of_round.size)


def _decrypt(code: bytes, draft: Draft, keys: Secrets) -> Envelope:
    key = tokens.draft_key(code, _secret(draft.round_id, keys))
    try:
        data = sealing.decrypt_draft(key, tokens.draft_id(code), draft.version, draft.body)
    except sealing.Unreadable as error:
        raise Conflict("These answers cannot be read. Please ask for help.") from error
    return _envelope(unpack(data))


def _secret(round_id: bytes, keys: Secrets) -> bytes:
    secret = keys(round_id)
    if secret is None:
        raise RoundClosed(CLOSED)
    return secret


def _plain(envelope: Envelope) -> dict[str, object]:
    return {
        "answers": envelope.answers,
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
