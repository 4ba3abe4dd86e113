"""Fetch what a counted round holds, as values for exports and reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.errors import Conflict
from portal.services.reports import facts
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.store.comments import PublishedComment
from portal.store.results import Comment, Response
from portal.survey.packing import unpack
from portal.survey.questionnaire import Questionnaire
from portal.survey.transcript import texts


@dataclass(frozen=True, slots=True)
class Reply:
    """It is one response. ``organisation`` is empty where it was blanked; scores are exact
    fractions as text."""

    organisation: str
    answers: Mapping[str, Any]
    scores: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Remark:
    """It is a free text; ``item`` may end in ``__other``."""

    organisation: str
    item: str
    text: str


@dataclass(frozen=True, slots=True)
class Tally:
    """So many per cent of an organisation's people gave one of these ``options`` (ids; ``-`` for
    no answer) to an item that asks what they are."""

    organisation: str
    item: str
    options: str
    percent: int


@dataclass(frozen=True, slots=True)
class Counted:
    questionnaire: Questionnaire
    replies: tuple[Reply, ...]
    remarks: tuple[Remark, ...]
    tallies: tuple[Tally, ...]

    def rows(self) -> tuple[list[Any], list[Any], list[Any]]:
        """Return replies, remarks and tallies as exports take them."""
        replies = [(r.organisation, r.answers, r.scores) for r in self.replies]
        remarks = [(r.organisation, r.item, r.text) for r in self.remarks]
        return (
            replies,
            remarks,
            [(t.organisation, t.item, t.options, t.percent) for t in self.tallies],
        )


def counted(round_code: str) -> Counted:
    """Return all of a counted round, in the order of random ids; with what was written in returns.
    What may be taken away of it is ``records.taken``. Raises ``NotFound``, ``Conflict``."""
    round_ = rounds.by_code(round_code)
    check_counted(round_)
    responses = Response.select().where(Response.round == round_.id).order_by(Response.id)
    replies = tuple(
        Reply(row.organisation_id or "", unpack(row.answers), unpack(row.scores))
        for row in responses
    )
    remarks = _written(round_, replies) if round_.named else _apart(round_)
    return Counted(round_.text, replies, tuple(remarks), tuple(_tallied(round_)))


def check_counted(round_: RoundInfo) -> None:
    """Raise ``Conflict`` before the count."""
    if not round_.state.has_results:
        raise Conflict(f"Round {round_.code} is {round_.state}; it can be exported once counted.")


def _apart(round_: RoundInfo) -> Iterator[Remark]:
    """List the comments of people, which lead to no reply: as they were written and, where they are
    published, what is left of them."""
    for table in (Comment, PublishedComment):
        kind: Any = table
        for row in kind.select().where(kind.round == round_.id).order_by(kind.id):
            yield Remark(row.organisation_id or "", row.item, row.text)


def _tallied(round_: RoundInfo) -> Iterator[Tally]:
    for share in facts.of_round(round_):
        options = " ".join(share.options)
        yield Tally(share.organisation or "", share.item, options, share.percent)


def _written(round_: RoundInfo, replies: Iterable[Reply]) -> Iterator[Remark]:
    """List what organisations wrote in their returns, which are kept whole."""
    for reply in replies:
        for item, text in texts(round_.text, reply.answers):
            yield Remark(reply.organisation, item, text)
