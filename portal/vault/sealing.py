"""Encrypt drafts and notes, and seal ballots: all are of one size, whatever they hold.

AES-256-GCM with a fresh random 96-bit nonce in front (NIST SP 800-38D), and HPKE in base mode
(RFC 9180) with X25519, HKDF-SHA256 and AES-256-GCM. What is sealed here is opened by ``opening``,
which a process that serves respondents never loads.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from portal.vault.derivation import ID_BYTES, KEY_BYTES, derive, exactly
from portal.vault.tokens import from_url_text, url_text

LENGTH_BYTES = 4
"""Padding takes these of the size: ``size`` has room for ``size - LENGTH_BYTES`` bytes."""

DRAFT_OVERHEAD = 28
"""An encrypted draft is its size and a 12-byte nonce and a 16-byte tag."""

BALLOT_OVERHEAD = 48
"""A sealed ballot is its size and a 32-byte ephemeral key and a 16-byte tag."""

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)

_NONCE_BYTES = 12
_EXPIRY_BYTES = 8
_NOTE_STEP = 512


class TooLong(ValueError):
    """The content does not fit into the one size that everything here has."""


class Unreadable(Exception):
    """It was not encrypted here, or with another key, for another draft or version, or altered."""


def pad(data: bytes, size: int) -> bytes:
    """Return exactly ``size`` bytes: a 4-byte big-endian length, the data, zeros."""
    room = size - LENGTH_BYTES
    if len(data) > room:
        raise TooLong(f"{len(data)} bytes do not fit: there is room for {max(room, 0)}")
    return len(data).to_bytes(LENGTH_BYTES, "big") + data + bytes(room - len(data))


def unpad(data: bytes) -> bytes:
    """Return what was padded. Raises ``ValueError`` for anything that ``pad`` does not make."""
    length = int.from_bytes(data[:LENGTH_BYTES], "big")
    content = data[LENGTH_BYTES : LENGTH_BYTES + length]
    if len(data) < LENGTH_BYTES or pad(content, len(data)) != data:
        raise ValueError("this is not padded data: its length does not agree with its content")
    return content


def encrypt_draft(key: bytes, draft_id: bytes, version: int, data: bytes, size: int) -> bytes:
    """Encrypt the draft into ``size + DRAFT_OVERHEAD`` bytes, bound to it and to this version.

    Raises ``TooLong`` when the data needs more than ``size - LENGTH_BYTES``.
    """
    return _encrypt(key, pad(data, size), _draft_context(draft_id, version))


def decrypt_draft(key: bytes, draft_id: bytes, version: int, body: bytes) -> bytes:
    """Return the draft. Raises ``Unreadable``, also for an earlier body under a later version."""
    return _decrypt(key, body, _draft_context(draft_id, version))


def seal_ballot(public_key: bytes, round_id: bytes, data: bytes, size: int) -> bytes:
    """Seal it into ``size + BALLOT_OVERHEAD`` bytes, which the key of this round alone opens.

    Raises ``TooLong`` when the data needs more than ``size - LENGTH_BYTES``.
    """
    key = X25519PublicKey.from_public_bytes(exactly(KEY_BYTES, public_key, "a public key"))
    return SUITE.encrypt(pad(data, size), key, info=ballot_context(round_id))


def ballot_context(round_id: bytes) -> bytes:
    """Return HPKE's ``info``, so that a ballot carried over into another round stays shut."""
    return b"ballot" + exactly(ID_BYTES, round_id, "a round's id")


def encrypt_note(secret: bytes, purpose: str, data: bytes, expires: int) -> str:
    """Make a cookie's value that no browser can read, good until ``expires`` (unix seconds).

    Its length shows the content's only in steps of 512 bytes. The key is
    HKDF(secret, "note " and the purpose).
    """
    content = expires.to_bytes(_EXPIRY_BYTES, "big") + data
    steps = -(-(LENGTH_BYTES + len(content)) // _NOTE_STEP)
    return url_text(_encrypt(_note_key(secret, purpose), pad(content, steps * _NOTE_STEP), b""))


def decrypt_note(secret: bytes, purpose: str, text: str, now: int) -> bytes | None:
    """Return what was noted; None if it is forged, malformed, expired or for another purpose."""
    body = from_url_text(text)
    if body is None:
        return None
    try:
        content = _decrypt(_note_key(secret, purpose), body, b"")
    except Unreadable:
        return None
    expires = int.from_bytes(content[:_EXPIRY_BYTES], "big")
    return content[_EXPIRY_BYTES:] if now < expires else None


def _draft_context(draft_id: bytes, version: int) -> bytes:
    return b"draft" + exactly(ID_BYTES, draft_id, "a draft's id") + version.to_bytes(8, "big")


def _note_key(secret: bytes, purpose: str) -> bytes:
    if len(secret) < KEY_BYTES:
        raise ValueError(f"a secret for notes must be at least {KEY_BYTES} bytes")
    return derive(secret, f"note {purpose}", KEY_BYTES)


def _encrypt(key: bytes, padded: bytes, context: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(exactly(KEY_BYTES, key, "a key")).encrypt(nonce, padded, context)


def _decrypt(key: bytes, body: bytes, context: bytes) -> bytes:
    cipher = AESGCM(exactly(KEY_BYTES, key, "a key"))
    try:
        return unpad(cipher.decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], context))
    except (InvalidTag, ValueError):
        raise Unreadable("this was not encrypted with this key for this place") from None
