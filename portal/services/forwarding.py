"""The link of an organisation that may be forwarded, once it has got into the wrong hands.

Nobody begins by a link that was withdrawn; what was begun by it before can be submitted, and
counts. It stays known as one until the round closes, so that whoever opens it is told so, and it
never becomes good again.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

from portal.errors import Conflict
from portal.services import audit, invitations
from portal.services.rounds import RoundInfo
from portal.store.db import db
from portal.store.rounds import Participation, WithdrawnLink

Standing: TypeAlias = Literal["", "made", "withdrawn"]


def renew(round_code: str, organisation: str, who: str, now: datetime) -> bytes:
    """The token of a new link, in the place of the one there is. Raises as ``link`` does."""
    with db.atomic("IMMEDIATE"):
        withdraw(round_code, organisation, who, now)
        return invitations.open_link(round_code, organisation, who, now)


def withdraw(round_code: str, organisation: str, who: str, now: datetime) -> None:
    """Raises as ``link`` does."""
    with db.atomic("IMMEDIATE"):
        found, token = link(round_code, organisation)
        WithdrawnLink.create(token=token, round=found.id, organisation=organisation)
        Participation.update(open_token=None).where(Participation.open_token == token).execute()
        audit.note(who, f"withdrew the open link of round {round_code} for {organisation}", now)


def link(round_code: str, organisation: str) -> tuple[RoundInfo, bytes]:
    """The round, and the token that can be withdrawn. Raises ``NotFound``, and ``Conflict`` where
    the round takes nobody more or there is no link."""
    found = invitations.taking(round_code)
    token = invitations.open_link_made(round_code, organisation)
    if token is None:
        raise Conflict("There is no link to forward, so there is none to withdraw.")
    return found, token


def standing(round_id: bytes, organisation: str) -> Standing:
    """Whether there is a link, was one, or (empty) there never was; of a round that has closed,
    never."""
    of_both = (Participation.round == round_id) & (Participation.organisation == organisation)
    part = Participation.get_or_none(of_both)
    if part is not None and part.open_token is not None:
        return "made"
    ended = (WithdrawnLink.round == round_id) & (WithdrawnLink.organisation == organisation)
    return "withdrawn" if WithdrawnLink.select().where(ended).exists() else ""
