"""What remains of a round after its count."""

from __future__ import annotations

from portal.store.db import Bytes, Day, Moment, Number, Reference, Table, Text
from portal.store.organisations import Organisation
from portal.store.rounds import Round


class Response(Table):
    """One person's answers, none of them free text, with every combination of organisation and
    breakdowns shared by at least as many responses as the round's threshold. ``answers`` and
    ``scores`` are JSON; a score is an exact fraction."""

    id = Bytes(primary_key=True)
    round = Reference(Round, column_name="round")
    round_id: bytes
    organisation = Reference(Organisation, column_name="organisation", index=False, null=True)
    organisation_id: str | None
    answers = Text()
    scores = Text()

    class Meta:
        dies = "retention"
        without_rowid = True


class Comment(Table):
    """A free text, in an order of its own, with nothing that leads to a response."""

    id = Bytes(primary_key=True)
    round = Reference(Round, column_name="round")
    round_id: bytes
    organisation = Reference(Organisation, column_name="organisation", index=False, null=True)
    organisation_id: str | None
    item = Text()
    text = Text()

    class Meta:
        dies = "retention"
        without_rowid = True


class FactShare(Table):
    """So many ``percent`` of an organisation's people are what one of these options says; of all
    others together where the organisation is null. ``options``: their ids with spaces
    between; ``-`` for those who skipped the question, or were not asked."""

    id = Bytes(primary_key=True)
    round = Reference(Round, column_name="round")
    round_id: bytes
    organisation = Reference(Organisation, column_name="organisation", index=False, null=True)
    organisation_id: str | None
    item = Text()
    options = Text()
    percent = Number()

    class Meta:
        dies = "retention"
        without_rowid = True


class ReleasedCells(Table):
    """What may be told of an organisation, a type, a region or the nation (``disclosure.cells``),
    as JSON. ``name``: its code or name; ``chapter``: ``scores``, or ``detail`` for all the rest."""

    id = Bytes(primary_key=True)
    round = Reference(Round, column_name="round", index=False)
    round_id: bytes
    level = Text()
    name = Text()
    chapter = Text()
    cells = Text()

    class Meta:
        dies = "retention"
        indexes = ((("round", "level", "name"), False),)
        table_name = "released"
        without_rowid = True


class Certificate(Table):
    """What happened to a round's answers: ballots and spent tickets matched, but for those that
    were ``set_aside``. ``kept``: whether there were enough to be kept. ``keys_destroyed``: the day,
    once it is done."""

    round = Reference(Round, column_name="round", index=False, primary_key=True)
    round_id: bytes
    counted = Moment()
    kept = Number()
    set_aside = Number()
    reason = Text(default="")
    questionnaire = Text()
    keys_destroyed = Day(null=True)

    class Meta:
        dies = "never"
        without_rowid = True
