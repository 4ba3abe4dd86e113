"""Check the codes of an authenticator app, and those that help out when it is lost.

They are TOTP codes (RFC 6238) with SHA-1, six digits and steps of 30 seconds.
"""

from __future__ import annotations

import base64
import hmac
import secrets

import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.vault.derivation import ID_BYTES, KEY_BYTES, derive, exactly
from portal.vault.tokens import new_resume_code, resume_code_of, resume_text

STEP = 30
"""A code stands for so many seconds."""
NEAR = (0, -1, 1)
"""The codes of the steps before and after the present one are accepted too: clocks differ."""
_SECRET_BYTES = 20
"""A secret is as long as the output of the hash (RFC 4226, section 4)."""
_NONCE_BYTES = 12


def proposed(web_secret: bytes, about: bytes) -> str:
    """Derive the secret that is offered for setting up, in base 32: it is the same each time the
    page is looked at, and stored nowhere before it is confirmed. ``about`` is what it is good for,
    this session and no later one."""
    secret = derive(web_secret, f"authenticator offered {about.hex()}", _SECRET_BYTES)
    return base64.b32encode(secret).decode("ascii")


def conceal(web_secret: bytes, staff: bytes, secret: str) -> bytes:
    """Encrypt the secret for the database, bound to the account."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + _cipher(web_secret).encrypt(nonce, secret.encode("ascii"), _context(staff))


def reveal(web_secret: bytes, staff: bytes, concealed: bytes) -> str | None:
    """Decrypt it; None where it was encrypted under another secret, or for another account."""
    nonce, body = concealed[:_NONCE_BYTES], concealed[_NONCE_BYTES:]
    try:
        return str(_cipher(web_secret).decrypt(nonce, body, _context(staff)).decode("ascii"))
    except (InvalidTag, ValueError):
        return None


def address(secret: str, account: str, issuer: str) -> str:
    """Return the ``otpauth://`` address that a QR code holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)


def step_of(secret: str, code: str, now: int) -> int | None:
    """Return the time step whose code this is, among those near ``now`` (unix seconds), or None."""
    codes = pyotp.HOTP(secret)
    present = now // STEP
    for step in (present + near for near in NEAR):
        if hmac.compare_digest(codes.at(step).encode(), code.encode()):
            return step
    return None


def new_recovery_code() -> str:
    """Make a code of 100 random bits, as people read and type it."""
    return resume_text(new_resume_code())


def recovery_hash(staff: bytes, text: str) -> bytes | None:
    """Return what the database keeps of an account's recovery code; None for what cannot be one."""
    code = resume_code_of(text)
    if code is None:
        return None
    return derive(exactly(ID_BYTES, staff, "an account's id") + code, "recovery code", KEY_BYTES)


def _cipher(web_secret: bytes) -> AESGCM:
    return AESGCM(derive(web_secret, "authenticator", KEY_BYTES))


def _context(staff: bytes) -> bytes:
    return b"authenticator" + exactly(ID_BYTES, staff, "an account's id")
