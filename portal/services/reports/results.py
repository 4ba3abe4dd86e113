"""Fetch what a counted round holds, as values for exports and reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from peewee import fn

from portal.errors import Conflict
from portal.reports import told
from portal.reports.counted import Counted, Place, Remark, Repeated, Reply, Tally
from portal.services.figures import tallies
from portal.services.reports import facts
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.store.comments import PublishedComment
from portal.store.organisations import Organisation
from portal.store.results import Comment, Response
from portal.survey.packing import unpack
from portal.survey.questionnaire import Questionnaire
from portal.survey.transcript import texts

BATCH = 500
"""One statement reads so many rows: never are all of them in memory."""


def counted(round_code: str) -> Counted:
    """Return all of a counted round, in the order of random ids; with what was written in returns.
    Responses and comments are read as somebody goes over them. What may be taken away of it is
    ``records.taken``. Raises ``NotFound``, ``Conflict``."""
    round_ = rounds.by_code(round_code)
    check_counted(round_)
    text, replies = round_.text, Repeated(lambda: _replies(round_.id))
    written = (lambda: _written(text, replies)) if round_.named else (lambda: _apart(round_.id))
    return Counted(
        *(text, replies, Repeated(written), tuple(_tallied(round_)), _places(round_)),
        round=round_.code,
        title=round_.title,
    )


def check_counted(round_: RoundInfo) -> None:
    """Raise ``Conflict`` before the count."""
    if not round_.state.has_results:
        raise Conflict(f"Round {round_.code} is {round_.state}; it can be exported once counted.")


def numbers(round_code: str) -> dict[str, int]:
    """Count the responses that are stored of each organisation (``""``: of none)."""
    round_ = rounds.by_code(round_code)
    counted = Response.select(Response.organisation, fn.COUNT(Response.id))
    own = counted.where(Response.round == round_.id)
    rows: Any = own.group_by(Response.organisation).tuples()
    return {code or "": number for code, number in rows}


def _replies(round_id: bytes) -> Iterator[Reply]:
    for row in _rows(Response, round_id):
        yield Reply(row.organisation_id or "", unpack(row.answers), unpack(row.scores))


def _apart(round_id: bytes) -> Iterator[Remark]:
    """List the comments of people, which lead to no reply: as they were written and, where they are
    published, what is left of them."""
    for table in (Comment, PublishedComment):
        for row in _rows(table, round_id):
            yield Remark(row.organisation_id or "", row.item, row.text)


def _rows(table: Any, round_id: bytes) -> Iterator[Any]:
    last = b""
    rows = table.select().order_by(table.id).limit(BATCH)
    while batch := list(rows.where((table.round == round_id) & (table.id > last))):
        yield from batch
        last = batch[-1].id


def _tallied(round_: RoundInfo) -> Iterator[Tally]:
    for share in facts.of_round(round_):
        options = " ".join(share.options)
        yield Tally(share.organisation or "", share.item, options, share.percent)


def _places(round_: RoundInfo) -> dict[str, Place]:
    """Return the organisations with the types and regions that they had at the count, and what is
    told of how many answered."""
    places = tallies.places(round_)
    own = Organisation.select().where(Organisation.code.in_([*places]))
    named = own.order_by(Organisation.name)
    latest = tallies.latest(round_)

    def place(row: Organisation) -> Place:
        if not (count := latest.get(row.code)):
            return Place(row.name, *places[row.code])
        answered = told.part(count.numbers.shown)
        return Place(row.name, *places[row.code], count.reach.named, answered)

    return {row.code: place(row) for row in named}


def _written(questionnaire: Questionnaire, replies: Iterable[Reply]) -> Iterator[Remark]:
    """List what organisations wrote in their returns, which are kept whole."""
    for reply in replies:
        for item, text in texts(questionnaire, reply.answers):
            yield Remark(reply.organisation, item, text)
