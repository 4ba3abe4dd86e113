"""A file between its upload and its confirmation: kept an hour at most, and for its owner alone."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from portal.errors import NotFound
from portal.services.staff import Person
from portal.store.db import db
from portal.store.staff import Upload

KEPT = timedelta(hours=1)


def put(owner: Person, purpose: str, body: bytes, now: datetime) -> str:
    """Keep a file, in the place of its owner's earlier one for the same purpose; the name under
    which it is found again."""
    name = secrets.token_bytes(16)
    with db.atomic("IMMEDIATE"):
        Upload.delete().where((Upload.staff == owner.id) & (Upload.purpose == purpose)).execute()
        Upload.create(id=name, staff=owner.id, purpose=purpose, at=now, body=body)
    return name.hex()


def get(owner: Person, purpose: str, name: str, now: datetime) -> bytes:
    """Raises ``NotFound``, whether it is another's, for something else, or gone."""
    row = Upload.get_or_none(_own(owner, purpose, name))
    if row is None or now - row.at > KEPT:
        raise NotFound("That file is not here any more: it is kept for an hour. Upload it again.")
    return bytes(row.body)


def drop(owner: Person, purpose: str, name: str) -> None:
    """Forget a file, within the caller's transaction where it has one."""
    Upload.delete().where(_own(owner, purpose, name)).execute()


def forget(purpose: str) -> None:
    """Forget every file for a purpose that begins so, within the caller's transaction."""
    Upload.delete().where(Upload.purpose.startswith(purpose)).execute()


def tidy(now: datetime) -> None:
    """Forget files that nobody has confirmed in time."""
    Upload.delete().where(Upload.at < now - KEPT).execute()


def _own(owner: Person, purpose: str, name: str) -> object:
    return (Upload.id == _bytes(name)) & (Upload.staff == owner.id) & (Upload.purpose == purpose)


def _bytes(name: str) -> bytes:
    """Nothing's id for a name that we cannot have given."""
    try:
        return bytes.fromhex(name)
    except ValueError:
        return b""
