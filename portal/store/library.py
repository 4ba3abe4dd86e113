"""Questionnaires: frozen with a round, or uploaded."""

from __future__ import annotations

from peewee import CompositeKey

from portal.store.db import Reference, Table, Text


class Frozen(Table):
    """A questionnaire's text as it was when a round was made of it; never changed."""

    sha256 = Text(primary_key=True)
    text = Text()

    class Meta:
        dies = "never"
        without_rowid = True


class Shelf(Table):
    """A questionnaire that an administrator has uploaded."""

    id = Text()
    version = Text()
    title = Text()
    questionnaire = Reference(Frozen, column_name="questionnaire", index=False)
    questionnaire_id: str

    class Meta:
        dies = "never"
        primary_key = CompositeKey("id", "version")
        without_rowid = True
