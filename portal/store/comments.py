"""Comments on their way from the count to a report: how each is read, and what is published."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from peewee import JOIN

from portal.store.db import Bytes, Reference, Table, Text
from portal.store.organisations import Organisation
from portal.store.results import Comment
from portal.store.rounds import Round
from portal.store.staff import Staff


class Reading(Table):
    """What two administrators make of a comment; none of one that nobody has read. ``removed``:
    numbers of the words that are struck out; ``withheld``: why it is not to be published at all;
    ``note``: why the ``second`` sent it back to the ``reader``. It goes with the comment."""

    comment = Reference(Comment, column_name="comment", index=False, primary_key=True)
    comment_id: bytes
    round = Reference(Round, column_name="round")
    round_id: bytes
    state = Text()
    removed = Text(default="")
    withheld = Text(default="")
    note = Text(default="")
    reader = Reference(Staff, column_name="reader", index=False)
    reader_id: bytes
    second = Reference(Staff, column_name="second", index=False, null=True)
    second_id: bytes | None

    class Meta:
        dies = "retention"
        without_rowid = True


class PublishedComment(Table):
    """What is left of a comment that two administrators have released, in an order by chance."""

    id = Bytes(primary_key=True)
    round = Reference(Round, column_name="round", index=False)
    round_id: bytes
    organisation = Reference(Organisation, column_name="organisation", index=False)
    organisation_id: str
    item = Text()
    text = Text()

    class Meta:
        dies = "retention"
        indexes = ((("round", "organisation"), False),)
        table_name = "published_comment"
        without_rowid = True


def unfinished(round_ids: Collection[bytes]) -> set[tuple[bytes, str]]:
    """Return the rounds and questions of comments that nobody has read, or nobody has confirmed."""
    done = (Reading.state == "confirmed") | (Reading.state == "later")
    rows: Any = (
        Comment.select(Comment.round, Comment.item)
        .distinct()
        .join(Reading, JOIN.LEFT_OUTER, on=(Reading.comment == Comment.id) & done)
        .where(Comment.round.in_(list(round_ids)), Reading.comment.is_null())
        .where(Comment.organisation.is_null(False))
    )
    return set(rows.tuples())
