"""The comments of a round that wait to be read, or for somebody else to confirm what was read.

The ids of comments are random, so their order is one by chance that stays the same. Each reader
begins at another place of it, so that two who read at once seldom meet.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal, TypeAlias

from peewee import JOIN, fn

from portal.errors import Conflict, NotFound
from portal.services.rounds.register import RoundInfo
from portal.services.staff.accounts import Person
from portal.store.comments import PublishedComment, Reading
from portal.store.results import Comment

Stage: TypeAlias = Literal["unread", "later", "back", "read", "confirmed"]
"""How far a comment is: nobody has read it, it is left for later, it was sent back, read by one, or
confirmed by another."""
TO_READ: tuple[Stage, ...] = ("unread", "back")
_STAGE: Any = fn.COALESCE(Reading.state, "unread")


@dataclass(frozen=True, slots=True)
class Queue:
    """It says how many comments of a round are where. ``own``: of those to confirm, so many were
    read by whoever asks; ``withheld``: of those confirmed, so many are not to be published."""

    to_read: int
    later: int
    to_confirm: int
    own: int
    confirmed: int
    withheld: int
    published: int

    @property
    def others(self) -> int:
        """How many whoever asks can confirm."""
        return self.to_confirm - self.own

    @property
    def waiting(self) -> int:
        """How many are not published, nor deleted."""
        return self.to_read + self.later + self.to_confirm + self.confirmed


def check_has_comments(round_: RoundInfo) -> None:
    """Raise ``NotFound`` for a round of returns, and ``Conflict`` before the count."""
    if round_.named:
        raise NotFound(f"{round_.title} has no comments to read: it is a round of returns.")
    if not round_.state.over:
        raise Conflict(f"Comments can be read once {round_.title} has been counted.")


def progress(round_: RoundInfo, who: Person) -> Queue:
    """Count the comments of a round. Raises as ``check_has_comments`` does."""
    check_has_comments(round_)
    own, withheld = Reading.reader == who.id, Reading.withheld != ""
    query = of_round(round_, _STAGE, fn.COUNT("*"), fn.SUM(own), fn.SUM(withheld))
    counts = {stage: numbers for stage, *numbers in query.group_by(_STAGE).tuples()}
    nothing = [0, 0, 0]
    to_confirm, own_ones, _ = counts.get("read", nothing)
    confirmed, _, not_told = counts.get("confirmed", nothing)
    return Queue(
        to_read=sum(counts.get(stage, nothing)[0] for stage in TO_READ),
        later=counts.get("later", nothing)[0],
        to_confirm=to_confirm,
        own=own_ones,
        confirmed=confirmed,
        withheld=not_told,
        published=PublishedComment.select().where(PublishedComment.round == round_.id).count(),
    )


def next_to_read(round_: RoundInfo, who: Person, after: str = "") -> str:
    """Find the next comment that nobody has read, else one that was left for later; empty where
    there is none."""
    place = _place(round_, who, after)
    unread = _next(round_, place, _STAGE.in_(TO_READ))
    return unread or _next(round_, place, _STAGE == "later")


def next_to_confirm(round_: RoundInfo, who: Person, after: str = "") -> str:
    """Find the next comment that somebody else has read; empty where there is none."""
    theirs = (Reading.state == "read") & (Reading.reader != who.id)
    return _next(round_, _place(round_, who, after), theirs)


def of_round(round_: RoundInfo, *columns: Any) -> Any:
    """Begin a query of a round's comments, each with its reading if it has one: what was written in
    comment boxes, and no single words, nor what stands beside “other”."""
    items = [i.id for i in round_.text.items.values() if i.question.type == "comment"]
    return (
        Comment.select(*columns)
        .join(Reading, JOIN.LEFT_OUTER, on=Reading.comment == Comment.id)
        .where(Comment.round == round_.id, Comment.item.in_(items))
        .where(Comment.organisation.is_null(False))
    )


def _next(round_: RoundInfo, place: bytes, where: Any) -> str:
    """Go round: from a place to the end, and on from the beginning."""
    query = of_round(round_, Comment.id).where(where).order_by(Comment.id).limit(1)
    row = query.where(Comment.id > place).tuples().first() or query.tuples().first()
    return row[0].hex() if row else ""


def _place(round_: RoundInfo, who: Person, after: str) -> bytes:
    return bytes.fromhex(after) if after else sha256(round_.id + who.id).digest()[:16]
