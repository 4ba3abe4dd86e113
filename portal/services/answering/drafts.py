"""Answers in progress are drafts, encrypted under the person's code and the round's secret."""

from __future__ import annotations

import dataclasses
import logging
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from portal.calendar.london import in_london
from portal.calendar.state import State
from portal.errors import (
    AlreadySubmitted,
    Conflict,
    DraftGone,
    NoAnswersHere,
    NotFound,
    RoundClosed,
    RoundNotOpen,
    RoundPaused,
    SettingsError,
)
from portal.services.answering import envelope as envelopes
from portal.services.answering import slots
from portal.services.answering.envelope import Envelope
from portal.services.answering.slots import ByOpenLink
from portal.store import answers as stored
from portal.store import db
from portal.store.answers import Draft, DraftNow, RoundNow
from portal.store.rounds import Round
from portal.survey.packing import pack, unpack
from portal.vault import first_versions, sealing, tokens
from portal.vault.manifest import Manifest, Terms

log = logging.getLogger("portal.manifest")


class Secrets(Protocol):
    """What the key folder has of a round, by its id: nothing once it is destroyed."""

    def draft_secret(self, round_id: bytes, /) -> bytes | None: ...
    def manifest(self, round_id: bytes, /) -> Manifest | None: ...


PAUSED = (
    "We have to put something right first. What you have saved is safe. Please try again later."
)
CLOSED = (
    "This survey has closed, and takes no more answers. What was submitted before is in. What was"
    " not is destroyed, and not counted."
)
SENT = (
    "These answers were already submitted, so you do not have to do anything more. They are sealed"
    " until the survey has closed. Nobody can change them or take them back."
)
GONE = (
    "If you have submitted them, they are in, and you do not have to do anything more. If you have"
    " not, nothing was saved here for more than a day, and somebody else has the place. Nothing"
    " that was saved is lost: open the link again and start."
)


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


@dataclass(frozen=True, slots=True)
class Admission:
    """A round takes answers now: with this draft secret, and by this manifest."""

    secret: bytes = field(repr=False)
    manifest: Manifest


def admit(of_round: Round | RoundNow, now: datetime, keys: Secrets) -> Admission:
    """Say by what a round is served. It is open by its state and, by its manifest, not closed yet;
    whatever else the database says of it must agree with the manifest.

    Raises ``RoundNotOpen``, ``RoundClosed`` and ``RoundPaused``.
    """
    if of_round.state.planned:
        raise RoundNotOpen(f"This survey opens on {in_london(of_round.opens)}.")
    secret = keys.draft_secret(of_round.id) if of_round.state == State.OPEN else None
    if secret is None:
        raise RoundClosed(CLOSED)
    manifest = _manifest(of_round, keys)
    if manifest.closes <= now:
        raise RoundClosed(CLOSED)
    return Admission(secret, manifest)


def check_part(organisation: str, manifest: Manifest) -> None:
    """Raise ``RoundPaused`` for an organisation that takes no part by the manifest."""
    if organisation not in manifest.organisations:
        log.error("an organisation is not served: it is not in the manifest of the round")
        raise RoundPaused(PAUSED)


def _manifest(of_round: Round | RoundNow, keys: Secrets) -> Manifest:
    try:
        manifest = keys.manifest(of_round.id)
    except SettingsError as error:
        log.error("round %s is not served: %s", of_round.code, error)
        raise RoundPaused(PAUSED) from error
    if manifest is None or manifest.terms != _terms(of_round):
        log.error("round %s is not served: it does not agree with its manifest", of_round.code)
        raise RoundPaused(PAUSED)
    return manifest


def _terms(of_round: Round | RoundNow) -> Terms:
    """Return what the database says of that which the manifest fixes."""
    key, kept = of_round.public_key or b"", bool(of_round.responses_kept)
    return Terms(key, of_round.questionnaire_id, of_round.size, of_round.threshold, kept)


def create(
    code: bytes,
    round_id: bytes,
    envelope: Envelope,
    keys: Secrets,
    *,
    shared: bool,
    by: ByOpenLink | None = None,
) -> None:
    """Make a new draft, unless there is one under this code. ``shared``: the one draft of a return.
    ``by``: the open link with which it is begun.

    Raises ``RoundClosed``, ``RoundPaused``, ``StartedTooOften``, ``TooManyInProgress``.
    """
    secret = _secret(round_id, keys)
    draft_id, key = tokens.draft_id(code), tokens.draft_key(code, secret)
    _slot(envelope, secret, by, shared=shared)  # a full link is refused without holding others up
    with db.writing():
        of_round = Round.get_by_id(round_id)
        if of_round.state != State.OPEN:  # it has closed between the look and this
            raise RoundClosed(CLOSED)
        manifest = _manifest(of_round, keys)
        check_part(envelope.organisation, manifest)
        slot = _slot(envelope, secret, by, shared=shared)
        version = slots.first_version(secret, draft_id, by) if by else _new_version()
        if by:  # the slot is free, or that of a draft in which nothing was saved
            Draft.delete().where(Draft.slot == slot).execute()
        body = _encrypt(key, draft_id, version, envelope, manifest.terms.size)
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

    Raises ``NotFound`` (no round), ``NoAnswersHere`` (no code), what ``admit`` raises,
    ``AlreadySubmitted`` (a draft that is gone while its round is open has been submitted),
    ``DraftGone`` (or has lost its place).
    """
    draft_id = tokens.draft_id(code) if code else b""
    sitting = stored.sitting(round_code, draft_id)
    if sitting is None:
        raise NotFound("There is no such survey. Open the link in your letter again.")
    of_round, draft = sitting
    admitted = admit(of_round, now, keys)
    if code is None:
        raise NoAnswersHere(
            "If you have pressed “Submit”, your answers are in, and you do not have to do more."
            " Otherwise open your personal link, or type your code in."
        )
    if draft is None and tokens.is_forwarded(code):
        raise DraftGone(GONE)
    if draft is None:
        raise AlreadySubmitted(SENT)
    key = tokens.draft_key(code, admitted.secret)
    envelope = _decrypt(key, draft_id, draft)
    check_part(envelope.organisation, admitted.manifest)
    by_manifest = _by_manifest(of_round, admitted.manifest)
    return Held(by_manifest, code, draft_id, key, draft.version, envelope)


def replace(held: Held, envelope: Envelope) -> Held | None:
    """Save over the version that was opened. Returns None if another save was there first, or
    closing, which deletes the drafts before it destroys what opens them."""
    version, envelope = _new_version(), _fitting(envelope, held.round.size)
    body = _encrypt(held.key, held.id, version, envelope, held.round.size)
    if not stored.replace_draft(held.id, held.version, version, body):
        return None
    return Held(held.round, held.code, held.id, held.key, version, envelope)


def _by_manifest(of_round: RoundNow, manifest: Manifest) -> RoundNow:
    """Take from the manifest when the round closes; what answers are sealed with agrees with it."""
    return dataclasses.replace(of_round, closes=manifest.closes)


def _slot(envelope: Envelope, secret: bytes, by: ByOpenLink | None, *, shared: bool) -> bytes:
    if shared:
        return slots.of_return(secret, envelope.ticket)
    if by:
        return slots.of_open_link(secret, by)
    return slots.of_ticket(secret, envelope.ticket)


def _new_version() -> int:
    return secrets.randbits(first_versions.BITS)


def _encrypt(key: bytes, draft_id: bytes, version: int, envelope: Envelope, size: int) -> bytes:
    return sealing.encrypt_draft(key, draft_id, version, pack(envelopes.plain(envelope)), size)


def _decrypt(key: bytes, draft_id: bytes, draft: Draft | DraftNow) -> Envelope:
    try:
        data = sealing.decrypt_draft(key, draft_id, draft.version, draft.body)
    except sealing.Unreadable as error:
        raise Conflict("These answers cannot be read. Please ask for help.") from error
    return envelopes.read(unpack(data))


def _key(code: bytes, round_id: bytes, keys: Secrets) -> bytes:
    return tokens.draft_key(code, _secret(round_id, keys))


def _secret(round_id: bytes, keys: Secrets) -> bytes:
    secret = keys.draft_secret(round_id)
    if secret is None:
        raise RoundClosed(CLOSED)
    return secret


def _fitting(envelope: Envelope, size: int) -> Envelope:
    """Let go of the text that was submitted where there is no room for it: a round that was planned
    before drafts had twice the room keeps its size."""
    was = envelope.submitted
    if was and len(pack(envelopes.plain(envelope))) > size - sealing.LENGTH_BYTES:
        return dataclasses.replace(envelope, submitted=dataclasses.replace(was, answers=None))
    return envelope
