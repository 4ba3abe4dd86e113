"""A first version is a number in a mask, which only the draft secret takes off."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from portal.vault import first_versions
from portal.vault.first_versions import key_of, masked

SECRET, OTHER = bytes(range(32)), bytes(range(1, 33))
ID = bytes(range(16))


def test_the_mask_is_the_hmac_of_the_drafts_id() -> None:
    key = key_of(SECRET)
    mac = int.from_bytes(hmac.new(key, ID, hashlib.sha256).digest()[:8], "big")
    assert masked(key, ID, 0) == mac >> 2
    assert masked(key, ID, 82_000) == (mac >> 2) ^ 82_000


def test_who_has_the_secret_takes_the_mask_off_and_nobody_else() -> None:
    versions = [masked(key_of(SECRET), bytes([n]) + ID[1:], 82_000) for n in range(50)]
    seen = [
        [masked(key_of(secret), bytes([n]) + ID[1:], v) for n, v in enumerate(versions)]
        for secret in (SECRET, OTHER)
    ]
    assert seen[0] == [82_000] * 50
    assert len(set(versions)) == len(set(seen[1])) == 50
    assert min(seen[1]) > 10**9
    assert max(versions) < 2**first_versions.BITS


@pytest.mark.parametrize(
    "call",
    [
        lambda: key_of(SECRET[1:]),
        lambda: masked(SECRET[1:], ID, 0),
        lambda: masked(SECRET, ID[1:], 0),
    ],
)
def test_another_width_is_refused(call) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="must be"):
        call()
