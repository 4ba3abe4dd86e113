"""Rounds have key pairs (X25519, RFC 7748), whose private half the worker alone holds."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from portal.vault.derivation import KEY_BYTES, exactly


def new_round_key() -> tuple[bytes, bytes]:
    """Make the private and the public half of a key pair, 32 raw bytes each."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def public_of(private_key: bytes) -> bytes:
    """Make the 32-byte public half again from the private one."""
    return private_half(private_key).public_key().public_bytes_raw()


def private_half(private_key: bytes) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(exactly(KEY_BYTES, private_key, "a private key"))
