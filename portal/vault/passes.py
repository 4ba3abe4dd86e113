"""Links and cookies let staff in; the database knows their hashes only."""

from __future__ import annotations

import secrets

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from portal.vault.derivation import ID_BYTES, KEY_BYTES, derive, exactly
from portal.vault.tokens import TOKEN_BYTES, from_url_text, url_text


def new_pass() -> str:
    """Make a cookie's text of 32 random bytes."""
    return url_text(secrets.token_bytes(KEY_BYTES))


def hash_of(text: str, purpose: str) -> bytes | None:
    """Return what the database keeps of a pass or token; None for what cannot be one.

    A plain derivation will do, since what is hashed has at least 128 random bits.
    """
    secret = from_url_text(text)
    if secret is None or len(secret) not in (TOKEN_BYTES, KEY_BYTES):
        return None
    return derive(secret, purpose, KEY_BYTES)


def sign_in_token(staff_key: bytes, sign_in: bytes) -> bytes:
    """Make the 16 bytes of a sign-in's link, when its letter is sent; they are never stored.

    They are the first 128 bits of HMAC-SHA256(staff key, "sign-in" ‖ 16-byte id).
    """
    mac = HMAC(exactly(KEY_BYTES, staff_key, "the staff key"), SHA256())
    mac.update(b"sign-in" + exactly(ID_BYTES, sign_in, "a sign-in's id"))
    return mac.finalize()[:TOKEN_BYTES]
