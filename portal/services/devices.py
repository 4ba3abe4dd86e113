"""Browsers that somebody has signed in with: what each keeps to show it, encrypted, so that nobody
who merely knows an address can use up the links of those who come back (``signing_in``)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from portal.services.staff import Person
from portal.vault import sealing

LIVES = timedelta(days=180)
MOST = 5
"""People who share a browser and are all remembered in it, the latest first."""
_PURPOSE = "browser of staff"
_ID = 16


def read(note: str, web_secret: bytes, now: datetime) -> dict[bytes, bytes]:
    """By the id of each account: the random number that stands for it in this browser."""
    data = sealing.decrypt_note(web_secret, _PURPOSE, note, int(now.timestamp())) or b""
    pairs = (data[start : start + 2 * _ID] for start in range(0, len(data), 2 * _ID))
    return {pair[:_ID]: pair[_ID:] for pair in pairs}


def signed_in(held: Mapping[bytes, bytes], who: Person, web_secret: bytes, now: datetime) -> str:
    """The note of a browser with somebody added; a new number at each signing in."""
    others = [(id, number) for id, number in held.items() if id != who.id]
    kept = [(who.id, secrets.token_bytes(_ID)), *others][:MOST]
    data = b"".join(id + number for id, number in kept)
    return sealing.encrypt_note(web_secret, _PURPOSE, data, int((now + LIVES).timestamp()))
