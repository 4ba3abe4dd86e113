"""The link of an organisation that may be forwarded, which needs no list, and can be withdrawn once
it has got into the wrong hands.

Nobody begins by a link that was withdrawn; what was begun by it before can be submitted, and
counts. It stays known as one until the round closes, so that whoever opens it is told so, and it
never becomes good again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any, Literal, TypeAlias

from peewee import Value

from portal.errors import Conflict
from portal.post import addresses
from portal.services import audit
from portal.services.people.invitations import ONE_LINK, anonymous, part_in, taking
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.store import db
from portal.store.people import Invitation, WithdrawnLink
from portal.store.rounds import Participation
from portal.tabular.people import Entry
from portal.vault import tokens

LinkStatus: TypeAlias = Literal["", "made", "withdrawn"]


def renew(round_code: str, organisation: str, who: str, now: datetime) -> bytes:
    """Make a new link in the place of the one there is; return its token. Raises as ``link``
    does."""
    with db.writing():
        withdraw(round_code, organisation, who, now)
        return open_link(round_code, organisation, who, now)


def withdraw(round_code: str, organisation: str, who: str, now: datetime) -> None:
    """Let nobody begin by the link any more. Raises as ``link`` does."""
    with db.writing():
        round_, token = link(round_code, organisation)
        WithdrawnLink.create(token=token, round=round_.id, organisation=organisation)
        Participation.update(open_token=None).where(Participation.open_token == token).execute()
        audit.note(who, f"withdrew the open link of round {round_code} for {organisation}", now)


def link(round_code: str, organisation: str) -> tuple[RoundInfo, bytes]:
    """Return the round, and the token that can be withdrawn. Raises ``NotFound``, and ``Conflict``
    where the round takes nobody more or there is no link."""
    round_ = taking(round_code)
    token = open_link_made(round_code, organisation)
    if token is None:
        raise Conflict("There is no link to forward, so there is none to withdraw.")
    return round_, token


def statuses(round_ids: Collection[bytes], organisation: str) -> dict[bytes, LinkStatus]:
    """How an organisation's links stand, by round: there is one, or there was one. Rounds without
    one are left out; a round that has closed is without one."""
    if not round_ids:
        return {}
    own, theirs = (
        table.round.in_(round_ids) & (table.organisation == organisation)
        for table in (Participation, WithdrawnLink)
    )
    gone = WithdrawnLink.select(WithdrawnLink.round, Value("withdrawn")).where(theirs)
    made = Participation.select(Participation.round, Value("made"))
    rows: Any = gone.union_all(made.where(own & Participation.open_token.is_null(False))).tuples()
    return dict(sorted(rows, key=lambda row: row[1] == "made"))


def open_link_made(round_code: str, organisation: str) -> bytes | None:
    """Return the token of the open link, if somebody has asked for one."""
    part = part_in(rounds.by_code(round_code).id, organisation)
    return bytes(part.open_token) if part.open_token else None


def link_text(token: bytes) -> str:
    """Return a token as it stands in an address."""
    return tokens.link_text(token)


def open_link(round_code: str, organisation: str, who: str, now: datetime) -> bytes:
    """Return the token of the forwardable link of a round and an organisation, made on first
    asking."""
    round_ = anonymous(round_code)
    with db.writing():
        part = part_in(round_.id, organisation)
        if part.open_token is None:
            part.open_token = tokens.random_token()
            own = db.of_part(Participation, round_.id, organisation)
            Participation.update(open_token=part.open_token).where(own).execute()
            audit.note(who, f"made an open link of round {round_code} for {organisation}", now)
    return bytes(part.open_token)


def second_links(round_: RoundInfo, listed: Iterable[Entry]) -> Iterator[tuple[Entry, str]]:
    """Find people beyond the first of an organisation, which has one return, hence one link."""
    if not round_.named:
        return
    invited = Invitation.select().where(Invitation.round == round_.id)
    first = {row.organisation_id: row.email for row in invited}
    for entry in listed:
        email = addresses.plain(entry.email)
        if first.setdefault(entry.organisation, email) != email:
            yield entry, ONE_LINK
