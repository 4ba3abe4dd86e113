"""A draft takes one of the few slots that its link has, so that starting again and again fills no
disk.

A slot follows from the round's draft secret, the link's ticket and a number; once the secret is
destroyed, and to whoever has the database alone, it leads to no ticket. Places are looked for under
the lock under which the draft is written, so that the last one is taken once.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from portal.errors import StartedTooOften, TooManyByOpenLink, TooManyInProgress
from portal.store.answers import slots_taken
from portal.store.db import of_part
from portal.store.figures import Tally
from portal.vault import tokens

PER_TICKET = 5
"""One person may begin on this many devices and browsers, having kept no code."""

PER_OPEN_LINK = 5_000
"""This many people of an organisation may have answers in progress in a round at one time."""

MOST_BY_OPEN_LINK = 20_000
"""An organisation gets this many answers by open links in a round before nobody more can begin by
one: as many as slips are made at once."""

BLOCK = 250
"""One statement looks at this many places of an open link; twenty blocks are all there are."""


def of_ticket(draft_secret: bytes, ticket: bytes) -> bytes:
    """Take a free slot at random. Raises ``StartedTooOften``."""
    if free := _free(tokens.draft_slots(draft_secret, ticket, 0, PER_TICKET)):
        return secrets.choice(free)
    raise StartedTooOften(
        "This link has been started five times without being finished. Carry on with the code or"
        " the personal link that you were shown; if you kept neither, ask your principal social"
        " worker for a new link."
    )


def of_return(draft_secret: bytes, ticket: bytes) -> bytes:
    """Take the only slot, free or not."""
    return tokens.draft_slots(draft_secret, ticket, 0, 1)[0]


def of_open_link(draft_secret: bytes, organisation: str) -> bytes:
    """Take a free slot, looking through block after block from anywhere. Raises
    ``TooManyInProgress`` only if there is none at all."""
    owner = tokens.organisation_mark(organisation)
    blocks = PER_OPEN_LINK // BLOCK
    for block in secrets.SystemRandom().sample(range(blocks), blocks):
        if free := _free(tokens.draft_slots(draft_secret, owner, block, BLOCK)):
            return secrets.choice(free)
    raise TooManyInProgress(
        "More people have begun with this link than we can take at one time. Nothing that has been"
        " begun is lost; please try again later."
    )


def check_open_link(round_id: bytes, organisation: str) -> None:
    """Raise ``TooManyByOpenLink`` where the link has brought all that it may, as at the last
    midnight: what comes until the next one, and what is in progress by then, is let in beyond the
    bound. The tally is read since counting tickets would take longer the more there are."""
    own = of_part(Tally, round_id, organisation)
    last = Tally.select(Tally.by_open_link).where(own).order_by(Tally.day.desc()).first()
    if last is not None and last.by_open_link >= MOST_BY_OPEN_LINK:
        raise TooManyByOpenLink(
            "It has brought as many answers as one link can. Nothing that has been begun is lost,"
            " and it can still be submitted. If you have not begun yet, ask your principal social"
            " worker for a link of your own."
        )


def _free(places: Sequence[bytes]) -> list[bytes]:
    taken = slots_taken(places)
    return [place for place in places if place not in taken]
