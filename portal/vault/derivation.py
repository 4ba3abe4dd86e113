"""Every derivation and every key must keep to purpose labels and fixed widths.

HKDF-SHA256 (RFC 5869) without salt, because all our secrets are uniformly random. The label keeps
two uses of one secret apart, the fixed widths keep two joined inputs from being read as others.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
ID_BYTES = 16


def exactly(size: int, value: bytes, what: str) -> bytes:
    """Return the value itself. Raises ``ValueError`` when its width is not ``size`` bytes."""
    if len(value) != size:
        raise ValueError(f"{what} must be {size} bytes, not {len(value)}")
    return value


def derive(secret: bytes, purpose: str, size: int) -> bytes:
    return HKDF(SHA256(), size, salt=None, info=purpose.encode()).derive(secret)
