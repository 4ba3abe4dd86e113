"""What organisations do about what their people said, and the pages on which they say so."""

from __future__ import annotations

from datetime import timedelta

from peewee import CompositeKey

from portal.calendar.years import without_years
from portal.store.db import Bytes, Day, Moment, Number, Reference, Table, Text, execute
from portal.store.organisations import Organisation
from portal.store.rounds import Round

LAST_YEAR = timedelta(days=550)
"""A round that closed so long before another opens is not of the year before."""
_SAID_BEFORE = """
SELECT s.organisation, s.token, r.series, n.series FROM said AS s
JOIN round AS r ON r.id = s.round
JOIN round AS n ON n.id = ?
WHERE s.published IS NOT NULL AND r.id <> n.id
  AND r.closes <= n.opens AND julianday(n.opens) - julianday(r.closes) <= ?
ORDER BY r.closes
"""


class Action(Table):
    """It is one thing that an organisation plans to do. ``round``: after which it was planned;
    ``about``, ``measure`` and ``figure``: the score or item that it is to move, and the released
    cell of that time, empty where it is about something else. ``shown``: to staff, once it is
    published; ``moved``: the day on which its progress last changed. ``reminded``: how far before
    or after its day its PSWs have been reminded, last on the day ``told``."""

    id = Bytes(primary_key=True)
    round = Reference(Round, column_name="round", index=False)
    round_id: bytes
    organisation = Reference(Organisation, column_name="organisation", index=False)
    organisation_id: str
    finding = Text()
    action = Text()
    owner = Text()
    due = Day(null=True)
    progress = Text()
    note = Text()
    shown = Number()
    about = Text()
    measure = Text()
    figure = Text()
    moved = Day()
    reminded = Number(default=0)
    told = Day(null=True)

    class Meta:
        dies = "never"
        indexes = ((("organisation", "round"), False),)
        without_rowid = True


class Said(Table):
    """It is an organisation's page “You said, we did” after a round, as it was ``published``; null
    while it is taken back. ``token`` leads there, the same for all; ``body`` is JSON."""

    round = Reference(Round, column_name="round", index=False)
    round_id: bytes
    organisation = Reference(Organisation, column_name="organisation", index=False)
    organisation_id: str
    token = Bytes(unique=True)
    opening = Text()
    published = Moment(null=True)
    body = Text()

    class Meta:
        dies = "never"
        primary_key = CompositeKey("round", "organisation")
        without_rowid = True


def said_before(round_id: bytes) -> dict[str, bytes]:
    """Return the tokens of the pages that organisations have published after the round of the year
    before in its series."""
    rows = execute(_SAID_BEFORE, round_id, LAST_YEAR.days).fetchall()
    return {
        str(code): bytes(token)
        for code, token, before, now in rows
        if without_years(before) == without_years(now)
    }
