"""A counted round whose people wrote something, and two administrators who read it."""

from __future__ import annotations

from itertools import count

from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.services.staff import accounts
from portal.services.staff.accounts import Person
from portal.store.results import Comment
from portal.store.rounds import Round
from tests.factories import ADA, SMALL, House

BEA = "bea@example.org"
SOURCE = SMALL + (
    "\n```question\nid: support_comment\ntype: comment\nlabel: What of {{organisation}}?\n"
    "max: 1000\nscore: support\n```\n"
    "\n```question\nid: three\ntype: words\nlabel: Three words?\ncount: 3\n```\n"
)
"""The small questionnaire with a comment that speaks of its score, and single words."""
_NUMBERS = count(1)


def written(
    house: House, *texts: str, organisation: str = "northshire", item: str = "why"
) -> RoundInfo:
    """A counted round in which these comments are kept."""
    if not Round.select().exists():
        house.round(source=SOURCE)
        Round.update(state="counted").execute()
    round_ = rounds.by_code("spring")
    for text in texts:
        key = (next(_NUMBERS) * 7919 % 65521).to_bytes(16, "big")
        told = {"organisation": organisation, "item": item, "text": text}
        Comment.create(id=key, round=round_.id, **told)
    return round_


def id_of(text: str) -> str:
    """The comment that holds these words."""
    [row] = Comment.select().where(Comment.text.contains(text))
    return str(row.id.hex())


def ada(house: House) -> Person:
    return house.person(ADA)


def bea(house: House) -> Person:
    """The second administrator."""
    return _administrator(house, BEA)


def cyd(house: House) -> Person:
    """The third."""
    return _administrator(house, "cyd@example.org")


def _administrator(house: House, email: str) -> Person:
    known = {each.email: each for each in accounts.every()}
    return known.get(email) or accounts.add(email, "administrator", None, ADA, house.now)
