"""Opening ballots: only the count and custody may import this module."""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from portal.vault.derivation import KEY_BYTES, exactly
from portal.vault.sealing import SUITE, ballot_context, unpad


class Unopenable(Exception):
    """Not a ballot of this round, or sealed to another key, or altered."""


def new_round_key() -> tuple[bytes, bytes]:
    """The private and the public half of an X25519 key pair (RFC 7748), 32 raw bytes each."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def public_of(private_key: bytes) -> bytes:
    """The 32-byte public half, made again from the private one."""
    return _private(private_key).public_key().public_bytes_raw()


def open_ballot(private_key: bytes, round_id: bytes, sealed: bytes) -> bytes:
    """What ``sealing.seal_ballot`` was given; ``Unopenable`` if this is anything else.

    A key or id of the wrong width is a ``ValueError``: that says nothing about the ballot.
    """
    key, context = _private(private_key), ballot_context(round_id)
    try:
        return unpad(SUITE.decrypt(sealed, key, info=context))
    except (InvalidTag, ValueError):
        raise Unopenable("this ballot does not open with the key of this round") from None


def _private(private_key: bytes) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(exactly(KEY_BYTES, private_key, "a private key"))
