"""A file between its upload and its confirmation: kept an hour at most, and for its owner alone.

Once it is confirmed, numbers take its place for the rest of that hour, so that an impatient second
click is told what the first one did.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from portal.errors import Conflict, NotFound
from portal.store import db
from portal.store.records import Upload

KEPT = timedelta(hours=1)


class Confirmed(Conflict):
    """The file was confirmed before. ``numbers``: what came of it."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        super().__init__("You have already confirmed this file.")
        self.numbers = numbers


def put(owner: bytes, purpose: str, body: bytes, now: datetime) -> str:
    """Keep a file, in the place of its owner's earlier one for the same purpose; return the name
    under which it is found again. ``owner``: the id of an account."""
    name = secrets.token_bytes(16)
    with db.writing():
        Upload.delete().where((Upload.staff == owner) & (Upload.purpose == purpose)).execute()
        Upload.create(id=name, staff=owner, purpose=purpose, at=now, confirmed=0, body=body)
    return name.hex()


def get(owner: bytes, purpose: str, name: str, now: datetime) -> bytes:
    """Return a file. Raises ``NotFound``, whether it is another's, for something else, or gone;
    ``Confirmed``."""
    row = Upload.get_or_none(_own(owner, purpose, name))
    if row is None or now - row.at > KEPT:
        raise NotFound(
            "Your upload is no longer here: we keep it for an hour, or until you upload "
            "something else. Upload it again."
        )
    if row.confirmed:
        raise Confirmed(json.loads(row.body))
    return bytes(row.body)


def confirmed(owner: bytes, purpose: str, name: str, numbers: Mapping[str, int]) -> None:
    """Leave nothing of the file but these numbers, within the caller's transaction, in which it has
    been got."""
    body = json.dumps(numbers).encode()
    Upload.update(confirmed=1, body=body).where(_own(owner, purpose, name)).execute()


def drop(owner: bytes, purpose: str, name: str, now: datetime) -> None:
    """Forget a file. Raises ``Confirmed``; one that is gone already may be dropped."""
    with suppress(NotFound), db.writing():
        get(owner, purpose, name, now)
        Upload.delete().where(_own(owner, purpose, name)).execute()


def forget(purpose: str) -> None:
    """Forget every file for a purpose that begins so, within the caller's transaction."""
    Upload.delete().where(Upload.purpose.startswith(purpose)).execute()


def tidy(now: datetime) -> None:
    """Forget files that nobody has confirmed in time."""
    Upload.delete().where(Upload.at < now - KEPT).execute()


def _own(owner: bytes, purpose: str, name: str) -> Any:
    return (Upload.id == _bytes(name)) & (Upload.staff == owner) & (Upload.purpose == purpose)


def _bytes(name: str) -> bytes:
    """Return nothing's id for a name that we cannot have given."""
    try:
        return bytes.fromhex(name)
    except ValueError:
        return b""
