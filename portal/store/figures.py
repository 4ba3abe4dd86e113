"""How a round stands, in counts for each organisation."""

from __future__ import annotations

from peewee import CompositeKey

from portal.store.db import Day, Number, Reference, Table, Text
from portal.store.organisations import Organisation
from portal.store.rounds import Round


class Tally(Table):
    """How a round stood in an organisation at the end of a day. ``invited`` by name, by ``slips``
    that were made, less those that were ``voided``, by an ``open_link`` (1 if there is, or was,
    one), each with its answers as staff may see them, 0 where they may not; ``taken_off``: links of
    people that have ended; ``sent``: invitations handed to the mail server."""

    round = Reference(Round, column_name="round", index=False)
    round_id: bytes
    organisation = Reference(Organisation, column_name="organisation", index=False)
    organisation_id: str
    day = Day()
    invited = Number()
    taken_off = Number(default=0)
    slips = Number()
    voided = Number(default=0)
    open_link = Number()
    sent = Number()
    undeliverable = Number()
    by_letter = Number()
    by_slip = Number()
    by_open_link = Number()

    class Meta:
        dies = "never"
        primary_key = CompositeKey("round", "organisation", "day")
        without_rowid = True


class ReturnProgress(Table):
    """How far an organisation's return is: JSON of whether it is submitted, on which day, and
    changed since, and of each page's title, state and who is to fill it in. A return is no secret
    of a person; anonymous rounds have no such row."""

    round = Reference(Round, column_name="round", index=False)
    round_id: bytes
    organisation = Reference(Organisation, column_name="organisation", index=False)
    organisation_id: str
    pages = Text()

    class Meta:
        dies = "closing"
        primary_key = CompositeKey("round", "organisation")
        without_rowid = True


def put_return_progress(round_id: bytes, organisation: str, pages: str) -> None:
    """Write it down, in the place of what was there."""
    row = {"round": round_id, "organisation": organisation, "pages": pages}
    ReturnProgress.insert(row).on_conflict_replace().execute()
