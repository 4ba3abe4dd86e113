"""Rounds, the questionnaires frozen with them, and who takes part."""

from __future__ import annotations

from peewee import CompositeKey, ForeignKeyField, IntegerField, TextField

from portal.calendar.state import State
from portal.store.db import Bytes, Day, Moment, Table
from portal.store.library import Frozen
from portal.store.organisations import Organisation


class StateField(TextField):
    """A round's state by its name."""

    def python_value(self, value: str) -> State:
        return State(value)


class Round(Table):
    """``state``: draft, scheduled, open, closing, closed, releasing, counted, archived.
    ``request``: what a person has asked the worker to do next (open, close, count), or nothing.
    ``planned_opens``, ``planned_closes``: what somebody's opening or closing it early has replaced.
    ``wanted_closes``, ``joining``: a later closing, and the codes of organisations (between spaces)
    that somebody has asked for while it is open; the worker grants them.
    ``size``: bytes of every draft and ballot, before encryption. ``aside``: ballots to be left out
    of the count, proposed by one administrator and, once it is so, agreed with another."""

    id = Bytes(primary_key=True)
    code = TextField(unique=True)
    title = TextField()
    series = TextField(default="")
    state = StateField(default=State.SCHEDULED)
    request = TextField(default="")
    questionnaire = ForeignKeyField(Frozen, column_name="questionnaire", index=False)
    questionnaire_id: str
    opens = Moment()
    closes = Moment()
    planned_opens = Moment(null=True)
    planned_closes = Moment(null=True)
    wanted_closes = Moment(null=True)
    joining = TextField(default="")
    retain_until = Day()
    threshold = IntegerField(default=10)
    public_key = Bytes(null=True)
    size = IntegerField()
    problem = TextField(default="")
    aside = IntegerField(default=0)
    aside_reason = TextField(default="")
    aside_by = TextField(default="")
    aside_with = TextField(default="")

    class Meta:
        dies = "never"
        without_rowid = True


class Participation(Table):
    """An organisation's part in a round; ``open_token`` leads its forwardable open link;
    ``slips``: how many have been made."""

    round = ForeignKeyField(Round, column_name="round", index=False)
    round_id: bytes
    organisation = ForeignKeyField(Organisation, column_name="organisation", index=False)
    organisation_id: str
    open_token = Bytes(null=True, unique=True)
    slips = IntegerField(default=0)

    class Meta:
        dies = "never"
        primary_key = CompositeKey("round", "organisation")
        without_rowid = True


class Reminder(Table):
    round = ForeignKeyField(Round, column_name="round", index=False)
    round_id: bytes
    at = Moment()
    done = IntegerField(default=0)

    class Meta:
        dies = "never"
        primary_key = CompositeKey("round", "at")
        without_rowid = True
