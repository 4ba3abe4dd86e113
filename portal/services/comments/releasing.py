"""What two administrators have agreed on is published, permanently."""

from __future__ import annotations

import secrets
from datetime import datetime

from peewee import chunked

from portal.errors import Conflict
from portal.pointing import striking
from portal.services import audit, health
from portal.services.comments.queue import check_has_comments, of_round
from portal.services.rounds.register import RoundInfo
from portal.services.staff.accounts import Person
from portal.store import db
from portal.store.comments import PublishedComment, Reading
from portal.store.results import Comment

_AT_ONCE = 500
"""Rows that one statement names."""


def publish(round_: RoundInfo, who: Person, now: datetime) -> int:
    """Publish every comment of a round that is confirmed, and delete what was struck out, or
    withheld: nobody needs it any more. Return how many are published. Raises ``Conflict`` where
    none is confirmed."""
    check_has_comments(round_)
    with db.writing():
        columns = Comment.id, Comment.organisation, Comment.item, Comment.text
        query = of_round(round_, *columns, Reading.removed, Reading.withheld)
        rows = list(query.where(Reading.state == "confirmed").tuples())
        if not rows:
            raise Conflict("No comment is confirmed, so there is nothing to publish.")
        told = [
            {
                "id": secrets.token_bytes(16),  # no order leads from these to the queue's
                "round": round_.id,
                "organisation": organisation,
                "item": item,
                "text": striking.left(text, set(map(int, removed.split()))),
            }
            for _, organisation, item, text, removed, withheld in rows
            if not withheld
        ]
        db.insert_rows(PublishedComment, told)
        done = [row[0] for row in rows]
        for some in chunked(done, _AT_ONCE):
            Reading.delete().where(Reading.comment.in_(some)).execute()
            Comment.delete().where(Comment.id.in_(some)).execute()
        health.note_work(health.TRACES, now)
        audit.note(who.email, _said(len(told), len(rows) - len(told), round_.code), now)
    return len(told)


def _said(told: int, withheld: int, code: str) -> str:
    number = audit.counted(told, "comment", "comments")
    return f"published {number} of round {code}, and withheld {withheld:,} permanently"
