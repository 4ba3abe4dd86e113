"""Counting a closed round: open, compare, reduce, store, in one transaction; then let go.

``count`` leaves the round *releasing*; the worker then destroys the round key and writes the
tombstone, and ``finish`` makes it *counted*. Each step can be repeated after a crash.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from portal.errors import CountRefused
from portal.services import audit, questionnaires
from portal.store.db import db
from portal.store.invitations import Invitation, Outgoing
from portal.store.replies import Ballot, Draft, Ticket
from portal.store.results import Certificate, Comment, Response
from portal.store.rounds import Round
from portal.survey import scoring
from portal.survey.packing import pack, unpack
from portal.survey.questionnaire import FREE_TEXT, Questionnaire
from portal.survey.reduction import Attributes, asked_by, reduce
from portal.vault.opening import Unopenable, open_ballot

COMMENTS_FROM = 20
"""Fewest who answered in an organisation for its comments to be kept at all."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Ballots that cannot be opened and that are to be left out, by decision."""

    number: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """One ballot's content. ``texts``: (item or ``<item>__other``, text)."""

    organisation: str
    choices: dict[str, Any]
    texts: list[tuple[str, str]]
    scores: dict[str, str]


def count(round_id: bytes, private_key: bytes, now: datetime, aside: Aside = Aside()) -> None:
    """Open the ballots of a closed round and keep responses that lead to nobody.

    Raises ``CountRefused``, nothing changed: where ballots and spent tickets differ, a ballot
    does not open or does not score as it was sealed, or what was written reads back otherwise.
    """
    with db.atomic("IMMEDIATE"):
        of_round = Round.get_by_id(round_id)
        if of_round.state != "closed":
            raise CountRefused(f"Round {of_round.code} is {of_round.state}; it must be closed.")
        questionnaire = questionnaires.frozen(of_round.questionnaire_id)
        ballots = _open(of_round, questionnaire, private_key, aside)
        _match_tickets(of_round, ballots, aside)
        kept = _write(of_round, questionnaire, ballots)
        _delete_personal(round_id)
        Certificate.create(
            round=round_id,
            counted=now,
            ballots=len(ballots) + aside.number,
            responses=kept,
            withheld=len(ballots) - kept,
            set_aside=aside.number,
            reason=aside.reason,
            questionnaire=questionnaire.sha256,
        )
        Round.update(state="releasing", request="", problem="").where(
            Round.id == round_id
        ).execute()
        audit.note(audit.WORKER, f"counted round {of_round.code}", now)


def finish(round_id: bytes, now: datetime) -> None:
    """The keys are destroyed and the file holds no trace: the round is counted."""
    with db.atomic("IMMEDIATE"):
        Certificate.update(keys_destroyed=now.date()).where(Certificate.round == round_id).execute()
        Round.update(state="counted", request="", problem="").where(
            (Round.id == round_id) & (Round.state == "releasing")
        ).execute()


def _open(
    of_round: Round,
    questionnaire: Questionnaire,
    private_key: bytes,
    aside: Aside,
) -> list[Opened]:
    opened, failed = [], 0
    for row in Ballot.select(Ballot.sealed).where(Ballot.round == of_round.id).iterator():
        try:
            content = unpack(open_ballot(private_key, of_round.id, row.sealed))
            opened.append(_checked(questionnaire, content))
        except (Unopenable, ValueError, LookupError, TypeError, AttributeError):
            failed += 1  # what is inside is none of ours, which no respondent's process seals
    if failed != aside.number:
        raise CountRefused(
            f"{failed} of {failed + len(opened)} ballots of round {of_round.code} cannot be opened;"
            f" {aside.number} were to be set aside. Nothing was changed."
        )
    return opened


def _checked(questionnaire: Questionnaire, content: dict[str, Any]) -> Opened:
    """Scored again: a ballot that scores otherwise than it was sealed stops the count."""
    answers = content["answers"]
    scores = {k: str(value) for k, value in scoring.scores(questionnaire, answers).items()}
    if content["questionnaire"] != questionnaire.sha256 or scores != content["scores"]:
        raise CountRefused("A ballot does not score as it was sealed. Nothing was changed.")
    kept_apart = questionnaire.kind == "anonymous"
    texts = {key for key in answers if kept_apart and _is_text(questionnaire, key)}
    return Opened(
        organisation=content["organisation"],
        choices={key: answer for key, answer in answers.items() if key not in texts},
        texts=[(key, text) for key in sorted(texts) for text in _each(answers[key])],
        scores=scores,
    )


def _is_text(questionnaire: Questionnaire, key: str) -> bool:
    item = questionnaire.items.get(key)
    return key.endswith("__other") or (item is not None and item.question.type in FREE_TEXT)


def _each(answer: str | list[str]) -> list[str]:
    return answer if isinstance(answer, list) else [answer]


def _match_tickets(of_round: Round, ballots: Sequence[Opened], aside: Aside) -> None:
    """As many ballots as spent tickets for each organisation, but for those set aside."""
    rows = Ticket.select(Ticket.organisation).where(
        (Ticket.round == of_round.id) & (Ticket.state == "spent")
    )
    spent = Counter(row.organisation_id for row in rows)
    opened = Counter(ballot.organisation for ballot in ballots)
    if opened - spent or (spent - opened).total() != aside.number:
        raise CountRefused(
            f"Round {of_round.code} has {spent.total()} spent tickets and {opened.total()} ballots"
            " that open, or they differ for an organisation. Nothing was changed."
        )


def _write(of_round: Round, questionnaire: Questionnaire, ballots: Sequence[Opened]) -> int:
    """Store responses and comments, each under a shuffle of its own; returns how many responses.

    None at all are kept of a round in which fewer than the threshold answered. A return is its
    organisation's own statement and is kept whole.
    """
    if questionnaire.kind == "return":
        _insert(Response, [_response(of_round.id, each, each.organisation) for each in ballots])
        return len(ballots)
    attributes = reduce(
        [_attributes(questionnaire, ballot) for ballot in ballots], of_round.threshold
    )
    if attributes is None:
        return 0
    reduced = [
        _reduced(questionnaire, ballot, kept)
        for ballot, kept in zip(ballots, attributes, strict=True)
    ]
    responses = [
        _response(of_round.id, ballot, kept[0])
        for ballot, kept in zip(reduced, attributes, strict=True)
    ]
    _insert(Response, responses)
    fewest = max(COMMENTS_FROM, of_round.threshold)
    _insert(Comment, list(_comments(of_round.id, reduced, fewest)))
    return len(responses)


def _attributes(questionnaire: Questionnaire, ballot: Opened) -> Attributes:
    return (ballot.organisation, *(ballot.choices.get(item) for item in questionnaire.breakdowns))


def _reduced(questionnaire: Questionnaire, ballot: Opened, kept: Attributes) -> Opened:
    """The ballot without the breakdowns that were blanked, and without all that tells them: what
    was asked because of them, texts included, and scores made of that."""
    values = zip(questionnaire.breakdowns, kept[1:], strict=True)
    blank = [item for item, value in values if value is None]
    told = asked_by(questionnaire, blank)
    gone = {*blank, *(key for item in told for key in questionnaire.items[item].keys)}
    silent = {score.id for score in questionnaire.scores if not told.isdisjoint(score.items)}
    return replace(
        ballot,
        choices={key: answer for key, answer in ballot.choices.items() if key not in gone},
        texts=[(key, text) for key, text in ballot.texts if key not in gone],
        scores={key: value for key, value in ballot.scores.items() if key not in silent},
    )


def _response(round_id: bytes, ballot: Opened, organisation: str | None) -> dict[str, Any]:
    return {
        "round": round_id,
        "organisation": organisation,
        "answers": pack(ballot.choices).decode(),
        "scores": pack(ballot.scores).decode(),
    }


def _comments(round_id: bytes, ballots: Sequence[Opened], fewest: int) -> Iterable[dict[str, Any]]:
    answered = Counter(ballot.organisation for ballot in ballots)
    for ballot in ballots:
        if answered[ballot.organisation] >= fewest:
            for item, text in ballot.texts:
                yield {
                    "round": round_id,
                    "organisation": ballot.organisation,
                    "item": item,
                    "text": text,
                }


def _insert(table: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Insert under fresh random ids, in the order of those ids, which is an order by chance; read
    back and compare before anything commits."""
    shuffled = list(rows)
    secrets.SystemRandom().shuffle(shuffled)
    ids = sorted(secrets.token_bytes(16) for _ in shuffled)
    for row_id, row in zip(ids, shuffled, strict=True):
        table.insert(id=row_id, **row).execute()
    if not rows:
        return
    columns = [getattr(table, column) for column in rows[0] if column != "round"]
    written = table.select(*columns).where(table.round == rows[0]["round"]).tuples()
    wanted = Counter(tuple(v for k, v in row.items() if k != "round") for row in rows)
    if Counter(tuple(row) for row in written) != wanted:
        raise CountRefused("What was written does not read back the same. Nothing was changed.")


def _delete_personal(round_id: bytes) -> None:
    for table in (Draft, Outgoing, Invitation, Ticket, Ballot):
        table.delete().where(table.round == round_id).execute()
