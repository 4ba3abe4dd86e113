"""A draft takes one of the few slots that its link has, so that starting again and again fills no
disk.

A slot follows from the round's draft secret, the link's ticket and a number; once the secret is
destroyed, and to whoever has the database alone, it leads to no ticket. Places are looked for under
the lock under which the draft is written, so that the last one is taken once. An open link that is
full takes the places of drafts in which nothing was saved for a day, which their first version
tells: a save puts a random one in its stead.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.errors import StartedTooOften, TooManyByOpenLink, TooManyInProgress
from portal.store.answers import drafts_in, slots_taken
from portal.store.db import of_part
from portal.store.figures import Tally
from portal.vault import first_versions, tokens

PER_TICKET = 5
"""One person may begin on this many devices and browsers, having kept no code."""

PER_OPEN_LINK = 5_000
"""This many people may have answers in progress by an organisation's open link at one time."""

MOST_BY_OPEN_LINK = 20_000
"""An organisation gets this many answers by open links in a round before nobody more can begin by
one: as many as slips are made at once."""

BLOCK = 250
"""One statement looks at this many places of an open link; twenty blocks are all there are."""

SAMPLE = 25
"""So many drafts of each block are looked at where an open link is full: reading one takes as long
as finding out of forty that they are there. Whom that fails may try again."""

QUARTER = timedelta(hours=6)
"""When a draft was begun is told so finely, and no more."""
KEPT, LOOKED_BACK = 5, 4 * 400
"""A draft keeps its place for this many quarters of a day, which is a day at least, though nothing
was saved in it. None is older than some 400 days: so a random version is taken for a first one only
once in 10**15 times."""


@dataclass(frozen=True, slots=True)
class ByOpenLink:
    """Somebody begins by an open link: ``owner`` of its places, and ``now``."""

    owner: bytes
    now: datetime

    @property
    def quarter(self) -> int:
        return int(self.now.timestamp() // QUARTER.total_seconds())


def of_ticket(draft_secret: bytes, ticket: bytes) -> bytes:
    """Take a free slot at random. Raises ``StartedTooOften``."""
    if free := _free(tokens.draft_slots(draft_secret, ticket, 0, PER_TICKET)):
        return secrets.choice(free)
    raise StartedTooOften(
        "This link has been started five times without being finished. Carry on with the code or"
        " the personal link that you were shown. If you kept neither, ask the people who"
        " invited you for a new link."
    )


def of_return(draft_secret: bytes, ticket: bytes) -> bytes:
    """Take the only slot, free or not."""
    return tokens.draft_slots(draft_secret, ticket, 0, 1)[0]


def of_open_link(draft_secret: bytes, by: ByOpenLink) -> bytes:
    """Take a free slot, looking through block after block from anywhere; if there is none at all,
    that of a draft that has lost it, looking at some of each. Raises ``TooManyInProgress``."""
    for places in _blocks(draft_secret, by.owner):
        if free := _free(places):
            return secrets.choice(free)
    key = first_versions.key_of(draft_secret)
    for places in _blocks(draft_secret, by.owner):
        drafts = drafts_in(secrets.SystemRandom().sample(places, min(SAMPLE, len(places))))
        if lost := [slot for slot, id_, version in drafts if _lost(key, id_, version, by.quarter)]:
            return secrets.choice(lost)
    raise TooManyInProgress(
        "More people have started with this link than we can take at one time. No answers are lost."
        " Please try again later, or ask the people who invited you for a new link."
    )


def first_version(draft_secret: bytes, draft_id: bytes, by: ByOpenLink) -> int:
    """Return the version of a draft that is begun by an open link."""
    return first_versions.masked(first_versions.key_of(draft_secret), draft_id, by.quarter)


def _lost(key: bytes, draft_id: bytes, version: int, quarter: int) -> bool:
    """Say whether nothing was saved in a draft for a day."""
    begun = first_versions.masked(key, draft_id, version)
    return KEPT <= quarter - begun <= LOOKED_BACK


def _blocks(draft_secret: bytes, owner: bytes) -> Iterator[list[bytes]]:
    blocks = PER_OPEN_LINK // BLOCK
    for block in secrets.SystemRandom().sample(range(blocks), blocks):
        yield tokens.draft_slots(draft_secret, owner, block, BLOCK)


def check_open_link(round_id: bytes, organisation: str) -> None:
    """Raise ``TooManyByOpenLink`` where the link has brought all that it may, as at the last
    midnight: what comes until the next one, and what is in progress by then, is let in beyond the
    bound. The tally is read since counting tickets would take longer the more there are."""
    own = of_part(Tally, round_id, organisation)
    last = Tally.select(Tally.by_open_link).where(own).order_by(Tally.day.desc()).first()
    if last is not None and last.by_open_link >= MOST_BY_OPEN_LINK:
        raise TooManyByOpenLink(
            "It has brought as many answers as one link can. If you have already started, nothing"
            " is lost, and you can still submit. If not, ask the people who invited you for a link"
            " of your own."
        )


def _free(places: Sequence[bytes]) -> list[bytes]:
    taken = slots_taken(places)
    return [place for place in places if place not in taken]
