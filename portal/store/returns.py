"""Themes of what organisations wrote in their returns, and who put which text under them."""

from __future__ import annotations

from peewee import CompositeKey

from portal.store.db import Bytes, Reference, Table, Text
from portal.store.organisations import Organisation
from portal.store.rounds import Round


class Theme(Table):
    """A theme of the texts that answer one question. ``item``: the key of their answers."""

    id = Bytes(primary_key=True)
    round = Reference(Round, column_name="round", index=False)
    round_id: bytes
    item = Text()
    name = Text()

    class Meta:
        dies = "retention"
        indexes = ((("round", "item", "name"), True),)
        without_rowid = True


class Coding(Table):
    """The ``themes`` (ids with spaces between, or none) under which a ``coder`` (the address of an
    administrator) has put an organisation's text; where the coder is empty, those under which it
    stands in the end, as two coders differed."""

    round = Reference(Round, column_name="round", index=False)
    round_id: bytes
    item = Text()
    organisation = Reference(Organisation, column_name="organisation", index=False)
    organisation_id: str
    coder = Text()
    themes = Text()

    class Meta:
        dies = "retention"
        primary_key = CompositeKey("round", "item", "organisation", "coder")
        without_rowid = True


def put_coding(round_id: bytes, item: str, organisation: str, coder: str, themes: str) -> None:
    """Write it down, in the place of what was there."""
    row = {"round": round_id, "item": item, "organisation": organisation, "coder": coder}
    Coding.insert({**row, "themes": themes}).on_conflict_replace().execute()
