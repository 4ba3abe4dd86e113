"""Open ballots: only the count may import this module."""

from __future__ import annotations

from cryptography.exceptions import InvalidTag

from portal.vault.pairs import private_half
from portal.vault.sealing import SUITE, ballot_context, unpad


class Unopenable(Exception):
    """It is not a ballot of this round, or sealed to another key, or altered."""


def open_ballot(private_key: bytes, round_id: bytes, sealed: bytes) -> bytes:
    """Return what ``sealing.seal_ballot`` was given. Raises ``Unopenable`` for anything else.

    A key or id of the wrong width is a ``ValueError``: that says nothing about the ballot.
    """
    key, context = private_half(private_key), ballot_context(round_id)
    try:
        return unpad(SUITE.decrypt(sealed, key, info=context))
    except (InvalidTag, ValueError):
        raise Unopenable("this ballot does not open with the key of this round") from None
