"""The demonstration: an open round, and counted ones in which invented people have answered.

It goes in one step, with its organisations: an administrator asks for it, and the worker does it,
since keys are destroyed.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from peewee import fn

from portal.errors import Conflict, NotFound, Refused
from portal.services import audit, uploads
from portal.services.answering import casting
from portal.services.letters import notices
from portal.services.questionnaires import frozen
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.store import db
from portal.store.answers import Ballot, RoundNow, Ticket, sitting
from portal.store.comments import PublishedComment
from portal.store.db import Table
from portal.store.letters import Notice, Outgoing
from portal.store.organisations import Organisation
from portal.store.records import Audit, Upload
from portal.store.results import Comment
from portal.store.rounds import Participation, Round
from portal.store.staff import Staff
from portal.store.tables import TABLES, delete_of_round, of_rounds
from portal.survey import scoring
from portal.survey.conditions import Answers

REMOVE = "remove"
"""What a person asks of the round."""
CLEARED = tuple(table for table in of_rounds() if table is not Participation)
"""The tables of a round, but for that which tells whose it is."""
TRACED: tuple[type[Table], ...] = (*CLEARED, Upload)
"""Those in which traces of people may be left."""
_DONE = "removed the demonstration"


@dataclass(frozen=True, slots=True)
class Leaving:
    """What goes with the demonstration: names of organisations, and addresses of accounts there.
    ``staying``: organisations that take part in another round, too."""

    organisations: tuple[str, ...]
    accounts: tuple[str, ...]
    staying: tuple[str, ...]


def take_as_sent(code: str) -> None:
    """Take the letters to invented people as sent, without sending them. Raises as ``answer``."""
    with db.writing():
        Outgoing.update(state="done").where(Outgoing.round == _open(code).id).execute()


def answer(code: str, organisation: str, origin: str, people: Sequence[Answers]) -> None:
    """Cast the ballots of invented people of an organisation, each by a link that nobody has used.
    ``origin``: of these links. Raises ``Refused`` but for an open round of the demonstration,
    ``Conflict`` where there are not so many links."""
    of_round = _open(code)
    questionnaire = frozen.load(of_round.questionnaire_id)
    own = db.of_part(Ticket, of_round.id, organisation) & (Ticket.origin == origin)
    with db.writing():
        unused = Ticket.select(Ticket.ticket).where(own & (Ticket.state == "unused"))
        tickets = [row.ticket for row in unused.limit(len(people))]
        if len(tickets) < len(people):
            raise Conflict(f"There are fewer than {len(people)} links of {organisation} left.")
        Ticket.update(state="spent").where(Ticket.ticket.in_(tickets)).execute()
        for answers in people:
            scores = scoring.scores(questionnaire, answers)
            sealed = casting.sealed(of_round, questionnaire, answers, scores, organisation, origin)
            Ballot.create(key=secrets.token_bytes(16), round=of_round.id, sealed=sealed)


def publish_comments(code: str, besides: str) -> None:
    """Publish what invented people wrote in boxes, each text once for a question, as if two had
    read it; what an organisation's people said (``besides``) waits to be read. Nothing is done
    twice. Raises ``Refused`` but for a round of the demonstration."""
    round_ = rounds.by_code(code)
    if not round_.shown:
        raise Refused("Comments are read by two, but for those of the demonstration.")
    boxes = [item.id for item in round_.text.items.values() if item.question.type == "comment"]
    written = (Comment.round == round_.id) & Comment.item.in_(boxes)
    written &= Comment.organisation != besides
    with db.writing():
        columns = Comment.organisation, Comment.item, Comment.text
        texts: Any = Comment.select(*columns).distinct().where(written).tuples()
        rows = list(texts)
        secrets.SystemRandom().shuffle(rows)
        names = ("round", "organisation", "item", "text")
        told = [dict(zip(names, (round_.id, *row), strict=True)) for row in rows]
        if told:
            ids = sorted(secrets.token_bytes(16) for _ in rows)
            db.insert_rows(
                PublishedComment, [{"id": i, **t} for i, t in zip(ids, told, strict=True)]
            )
            Comment.delete().where(written).execute()


def _open(code: str) -> RoundNow:
    now = sitting(code, b"")
    if code not in rounds.DEMONSTRATIONS or now is None or not now[0].state.takes_answers:
        raise Refused("Invented people answer an open round of the demonstration, and no other.")
    return now[0]


def leaving() -> Leaving:
    """Say what goes with the demonstration. Raises ``NotFound`` where there is none."""
    _check_there(rounds.demonstrations())
    gone = rounds.of_demonstration_alone()
    shown = rounds.of_demonstration()
    names = {row.code: row.name for row in Organisation.select().order_by(Organisation.name)}
    accounts = Staff.select().where(Staff.organisation.in_(gone)).order_by(Staff.email)
    return Leaving(
        organisations=tuple(name for code, name in names.items() if code in gone),
        accounts=tuple(row.email for row in accounts),
        staying=tuple(name for code, name in names.items() if code in shown - gone),
    )


def ask_to_remove(who: str, now: datetime) -> str:
    """Have the worker remove the demonstration; returns the code of a round that tells when it is
    gone. Raises ``NotFound``."""
    with db.writing():
        every = rounds.demonstrations()
        _check_there(every)
        Round.update(request=REMOVE).where(Round.id.in_([each.id for each in every])).execute()
        audit.note(who, "asked for the demonstration to be removed", now)
    return every[-1].code


def to_remove() -> list[RoundInfo]:
    """Return the rounds of the demonstration, once somebody has asked for it to be removed."""
    return [each for each in rounds.demonstrations() if each.request == REMOVE]


def empty(round_: RoundInfo) -> None:
    """Delete all that was made for the round."""
    with db.writing():
        delete_of_round(CLEARED, round_.id)
        Notice.delete().where(fn.SUBSTR(Notice.about, 1, notices.ID) == round_.id).execute()
        uploads.forget(f"people {round_.code} ")


def remove(round_id: bytes, now: datetime) -> bool:
    """Delete the round, once it is empty, with the organisations that take part in no other, and
    the accounts there. Says whether nothing of the demonstration is left."""
    with db.writing():
        parts = Participation.select().where(Participation.round == round_id)
        own = {part.organisation_id for part in parts}
        Participation.delete().where(Participation.round == round_id).execute()
        Round.delete().where(Round.id == round_id).execute()
        gone = own - {part.organisation_id for part in Participation.select()}
        _remove_accounts([row.id for row in Staff.select().where(Staff.organisation.in_(gone))])
        Organisation.delete().where(Organisation.code.in_(gone)).execute()
        if last := not rounds.demonstrations():
            audit.note(audit.WORKER, _DONE, now)
    return last


def removed() -> bool:
    """Say whether there was a demonstration that somebody had removed."""
    return bool(Audit.select().where(Audit.did == _DONE).exists())


def _check_there(every: Sequence[RoundInfo]) -> None:
    if not every:
        raise NotFound("There is no demonstration.")


def _remove_accounts(accounts: Collection[bytes]) -> None:
    for table in TABLES:
        for reference in cast(Any, table)._meta.model_refs.get(Staff, ()):
            cast(Any, table).delete().where(reference.in_(accounts)).execute()
    Staff.delete().where(Staff.id.in_(accounts)).execute()
