"""Rounds, the questionnaires frozen with them, and who takes part."""

from __future__ import annotations

from peewee import CompositeKey

from portal.calendar.state import State
from portal.store.db import Bytes, Day, Moment, Number, Reference, Table, Text
from portal.store.library import Frozen
from portal.store.organisations import Organisation


class StateField(Text):
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
    of the count, proposed by one administrator and, once it is so, agreed with another.
    ``responses_kept``: single responses outlive the count.
    ``reports_wait``: until an administrator has ``published`` them. ``scheduled``: when that was
    done last, none before it was noted. ``unsent``: kinds of letters to PSWs that are off."""

    id = Bytes(primary_key=True)
    code = Text(unique=True)
    title = Text()
    series = Text(default="")
    state = StateField(default=State.SCHEDULED)
    request = Text(default="")
    questionnaire = Reference(Frozen, column_name="questionnaire", index=False)
    questionnaire_id: str
    opens = Moment()
    closes = Moment()
    planned_opens = Moment(null=True)
    planned_closes = Moment(null=True)
    wanted_closes = Moment(null=True)
    joining = Text(default="")
    retain_until = Day()
    threshold = Number(default=10)
    public_key = Bytes(null=True)
    size = Number()
    problem = Text(default="")
    aside = Number(default=0)
    aside_reason = Text(default="")
    aside_by = Text(default="")
    aside_with = Text(default="")
    responses_kept = Number(default=0)
    reports_wait = Number(default=0)
    published = Moment(null=True)
    published_by = Text(default="")
    scheduled = Moment(null=True)
    unsent = Text(default="")

    class Meta:
        dies = "never"
        without_rowid = True


class Participation(Table):
    """An organisation's part in a round; ``open_token`` leads its forwardable open link;
    ``slips``: how many have been made, less those that were ``voided``; ``type`` and ``region``: of
    the organisation when the round was counted, empty before; ``read``: the day on which one of its
    PSWs first opened its report."""

    round = Reference(Round, column_name="round", index=False)
    round_id: bytes
    organisation = Reference(Organisation, column_name="organisation", index=False)
    organisation_id: str
    open_token = Bytes(null=True, unique=True)
    slips = Number(default=0)
    voided = Number(default=0)
    type = Text(default="")
    region = Text(default="")
    read = Day(null=True)

    class Meta:
        dies = "never"
        primary_key = CompositeKey("round", "organisation")
        without_rowid = True


class Reminder(Table):
    round = Reference(Round, column_name="round", index=False)
    round_id: bytes
    at = Moment()
    done = Number(default=0)

    class Meta:
        dies = "never"
        primary_key = CompositeKey("round", "at")
        without_rowid = True
