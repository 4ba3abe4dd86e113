"""Key pairs of rounds (X25519, RFC 7748): the worker alone holds the private half."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from portal.vault.derivation import KEY_BYTES, exactly


def new_round_key() -> tuple[bytes, bytes]:
    """The private and the public half of an X25519 key pair (RFC 7748), 32 raw bytes each."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def public_of(private_key: bytes) -> bytes:
    """The 32-byte public half, made again from the private one."""
    return private_half(private_key).public_key().public_bytes_raw()


def private_half(private_key: bytes) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(exactly(KEY_BYTES, private_key, "a private key"))
