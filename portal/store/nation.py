"""National reports that were made public."""

from __future__ import annotations

from portal.store.db import Moment, Reference, Table, Text
from portal.store.rounds import Round


class PublicReport(Table):
    """The national report of a round as everybody reads it. ``page``: HTML, as it was when an
    administrator made it public."""

    round = Reference(Round, column_name="round", index=False, primary_key=True)
    round_id: bytes
    made = Moment()
    page = Text()

    class Meta:
        dies = "retention"
        table_name = "public_report"
        without_rowid = True
