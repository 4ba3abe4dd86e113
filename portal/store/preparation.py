"""What principal social workers do around a round, and have ticked off."""

from __future__ import annotations

from collections.abc import Iterable

from peewee import CompositeKey

from portal.store.db import Reference, Table, Text, execute
from portal.store.organisations import Organisation
from portal.store.rounds import Round

_DONE = """
SELECT round, 'ticked', GROUP_CONCAT(item, ' ') FROM tick WHERE organisation = ?1 GROUP BY round
UNION ALL
SELECT round, 'planned', MIN(CASE WHEN progress IN ('not started', 'under way') THEN due END)
FROM action WHERE organisation = ?1 GROUP BY round
UNION ALL
SELECT round, 'said', published FROM said WHERE organisation = ?1 AND published IS NOT NULL
"""


class Tick(Table):
    """An item of the checklist is done, in one organisation's part of a round; not by whom."""

    round = Reference(Round, column_name="round", index=False)
    round_id: bytes
    organisation = Reference(Organisation, column_name="organisation", index=False)
    organisation_id: str
    item = Text()

    class Meta:
        dies = "never"
        primary_key = CompositeKey("round", "organisation", "item")
        without_rowid = True


def done(organisation: str) -> Iterable[tuple[bytes, str, str | None]]:
    """Return what an organisation has done in all of its rounds, in one statement: the items that
    are ticked, that something is planned with the first open day, and when it was told."""
    rows = execute(_DONE, organisation).fetchall()
    return [(bytes(round_id), str(what), value) for round_id, what, value in rows]
