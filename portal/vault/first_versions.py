"""A draft's first version says, to whoever holds the round's draft secret, when it was begun, and
that nothing has been saved since. To everybody else it is a random number, as later ones are."""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from portal.vault.derivation import ID_BYTES, KEY_BYTES, derive, exactly

BITS = 62
"""A version is a number of so many bits, which the database can hold."""


def key_of(draft_secret: bytes) -> bytes:
    """Derive 32 bytes, HKDF(draft secret, "draft begun"), once for many drafts."""
    secret = exactly(KEY_BYTES, draft_secret, "a draft secret")
    return derive(secret, "draft begun", KEY_BYTES)


def masked(key: bytes, draft_id: bytes, number: int) -> int:
    """Turn a number into a version, and a version back into the number.

    It is XORed with the first 62 bits of HMAC-SHA256(key, 16-byte id). Of a version that is no
    first one comes a random number. Raises ``ValueError`` for another width.
    """
    mac = HMAC(exactly(KEY_BYTES, key, "a key"), SHA256())
    mac.update(exactly(ID_BYTES, draft_id, "a draft's id"))
    return (int.from_bytes(mac.finalize()[:8], "big") >> (64 - BITS)) ^ number
