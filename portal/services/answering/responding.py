"""A respondent saves pages, and submits the whole."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from portal.errors import (
    AlreadySubmitted,
    ChangedElsewhere,
    Conflict,
    LinkRevoked,
    NotFound,
    Refused,
)
from portal.services.answering import arriving, drafts, sittings
from portal.services.answering.drafts import Envelope, Secrets
from portal.services.answering.sittings import Sitting
from portal.store import db
from portal.store.answers import Ballot, Draft, RoundNow, Ticket, put_ballot
from portal.survey import answers as form
from portal.survey import scoring
from portal.survey.answers import Fields, Reading
from portal.survey.conditions import Answers
from portal.survey.fields import clean
from portal.survey.packing import NAME_LENGTH, pack, room
from portal.survey.questionnaire import FREE_TEXT, Check, Item, Page, Questionnaire
from portal.survey.route import answers_of, doubts
from portal.vault import sealing, tokens

TRIES = 8
"""A save is tried this often when another save of the same draft was there first."""


@dataclass(frozen=True, slots=True)
class Posted:
    """One page's form as it came. ``seen``: the stamp of the page as it was shown, if it came."""

    page: str
    fields: Fields
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """The outcome of a save. Where there are ``messages`` (by field) nothing was kept;
    ``warnings`` are shown once, and what they speak of was kept."""

    before: Sitting
    sitting: Sitting
    page: Page
    reading: Reading
    messages: Mapping[str, str]
    warnings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Submitted:
    """A person's own scores, exact; shown once, kept only inside the sealed ballot."""

    questionnaire: Questionnaire
    scores: Mapping[str, Fraction]


class Unfinished(Conflict):
    """A page on the person's way is not done yet."""

    def __init__(self, page: Page) -> None:
        super().__init__(f"The page “{page.title}” is not finished yet.")
        self.page = page


def save(
    round_code: str,
    code: bytes | None,
    posted: Posted,
    now: datetime,
    keys: Secrets,
    *,
    leaving: bool,
    lenient: bool = False,
) -> Saved:
    """Keep a page's answers.

    ``leaving`` (*Save and continue*) asks for all that is required and marks the page as saved;
    otherwise what is missing may stay so. ``lenient`` (saving as one goes) keeps what is valid
    and says nothing of the rest. Raises ``FormRefused``, ``ChangedElsewhere``, ``OffRoute`` and
    what ``sittings.take`` raises.
    """
    for _ in range(TRIES):
        taken = sittings.take(round_code, code, now, keys)
        page = taken.page(posted.page)
        reading = form.read(
            taken.questionnaire, page, posted.fields, taken.answers, taken.route, posted.seen
        )
        messages = {} if lenient else reading.messages if leaving else reading.faults
        if messages:
            return Saved(taken, taken, page, reading, messages, {})
        if saved := _keep(taken, page, reading, leaving=leaving):
            return saved
    raise ChangedElsewhere("Your answers are being saved from elsewhere too; please try again.")


def submit(round_code: str, code: bytes | None, now: datetime, keys: Secrets) -> Submitted:
    """Seal the answers and let go of the draft, in one transaction.

    Raises ``Unfinished`` while a page on the route is not done, ``AlreadySubmitted``,
    ``LinkRevoked``, and what ``sittings.take`` raises.
    """
    with db.writing():
        taken = sittings.take(round_code, code, now, keys)
        if page := taken.next_page:
            raise Unfinished(page)
        final = form.final(taken.questionnaire, taken.answers)
        scores = scoring.scores(taken.questionnaire, final)
        _spend(taken.held.round, taken.held.envelope, again=taken.shared)
        _cast(taken, _sealed(taken, final, scores))
    return Submitted(taken.questionnaire, scores)


def name_pages(
    round_code: str, code: bytes | None, names: Mapping[str, str], now: datetime, keys: Secrets
) -> None:
    """Note who is to fill in which page of a return. Raises ``Refused`` for a name that is too
    long, ``NotFound`` for a page that is not there."""
    given = {page: clean(name) for page, name in names.items()}
    if any(len(name) > NAME_LENGTH for name in given.values()):
        raise Refused(f"A name may have up to {NAME_LENGTH} characters; shorten it.")
    for _ in range(TRIES):
        taken = sittings.take(round_code, code, now, keys)
        if given.keys() - taken.questionnaire.page_by_id.keys():
            raise NotFound("There is no such page in this return.")
        kept = {**taken.held.envelope.names, **given}
        wanted = replace(taken.held.envelope, names={k: v for k, v in kept.items() if v})
        if wanted == taken.held.envelope or drafts.replace(taken.held, wanted):
            return
    raise ChangedElsewhere("The names are being changed elsewhere too; please try again.")


def move(round_code: str, code: bytes | None, link: str, now: datetime, keys: Secrets) -> None:
    """Bind a draft whose link was replaced to the link that took its place.

    Asks for both the code and the newer link, so that nobody gets to answers that are not theirs.
    Raises ``NotFound`` for a link that is not one for the same organisation and round, and what
    ``arriving.by_token`` raises.
    """
    taken = sittings.take(round_code, code, now, keys)
    welcome = arriving.by_token(link.rstrip("/").rsplit("/", 1)[-1].strip(), now, keys)
    envelope = taken.held.envelope
    if (welcome.round_code, welcome.organisation) != (round_code, envelope.organisation):
        raise NotFound("That link belongs to another survey or organisation.")
    moved = replace(envelope, ticket=welcome.ticket or envelope.ticket, origin=welcome.origin)
    if drafts.replace(taken.held, moved) is None:
        raise ChangedElsewhere("Your answers are being saved from elsewhere too; try again.")


def _keep(taken: Sitting, page: Page, reading: Reading, *, leaving: bool) -> Saved | None:
    """Write what was read; None if another save of the same draft came between."""
    fresh = _fresh_doubts(taken, page, reading) if leaving else {}
    wanted = _wanted(taken.held.envelope, page, reading, fresh, leaving=leaving)
    warnings = {f"q_{check.item}": check.message for check in fresh.values()}
    if wanted == taken.held.envelope:
        return Saved(taken, taken, page, reading, {}, warnings)
    if len(pack(reading.answers)) > room(taken.questionnaire):
        items = taken.questionnaire.by_page[page.id]
        return Saved(taken, taken, page, reading, _too_long(items, reading), {})
    held = drafts.replace(taken.held, wanted)
    if held is None:
        return None
    after = Sitting(held, taken.questionnaire, reading.route)
    return Saved(taken, after, page, reading, {}, warnings)


def _wanted(
    envelope: Envelope, page: Page, reading: Reading, fresh: Mapping[str, Check], *, leaving: bool
) -> Envelope:
    """Say what the draft is to hold. A page that has just brought up a question, or a doubt, is not
    left yet."""
    left = leaving and not reading.revealed and not fresh
    saved = envelope.saved
    if left and page.id not in saved:
        saved = (*saved, page.id)
    warned = (*envelope.warned, *fresh)
    return replace(envelope, answers=reading.answers, saved=saved, warned=warned)


def _fresh_doubts(taken: Sitting, page: Page, reading: Reading) -> dict[str, Check]:
    doubted = doubts(page, reading.route.answers)
    return {
        name: check for name, check in doubted.items() if name not in taken.held.envelope.warned
    }


def _too_long(items: Sequence[Item], reading: Reading) -> Mapping[str, str]:
    """Put the message beside the longest text of the page: only there can the person shorten
    now."""
    longest = max(items, key=lambda item: _text_length(item, reading))
    return {
        longest.field: "Your answers are longer, all in all, than this survey has room for;"
        " please shorten this one"
    }


def _text_length(item: Item, reading: Reading) -> int:
    answers = answers_of(item, reading.answers)
    return len(pack(answers)) if item.question.type in FREE_TEXT else 0


def _cast(taken: Sitting, sealed: bytes) -> None:
    """Put the ballot in the place of the draft; a return's draft stays, to be corrected, and its
    ballot replaces the one before."""
    code, round_id = taken.held.code, taken.held.round.id
    if taken.shared:
        key = tokens.ballot_key(code)
        put_ballot(key, round_id, sealed)
        return
    Ballot.insert(key=secrets.token_bytes(16), round=round_id, sealed=sealed).execute()
    Draft.delete().where(Draft.id == tokens.draft_id(code)).execute()


def _spend(of_round: RoundNow, envelope: Envelope, *, again: bool) -> None:
    """Spend the ticket, or (``again``) find it spent; an open link's comes into being spent."""
    if envelope.origin == "open":
        Ticket.insert(
            ticket=envelope.ticket,
            round=of_round.id,
            organisation=envelope.organisation,
            origin="open",
            state="spent",
        ).execute()
        return
    states = ("unused", "spent") if again else ("unused",)
    unused = (Ticket.ticket == envelope.ticket) & Ticket.state.in_(states)
    if Ticket.update(state="spent").where(unused).execute() != 1:
        ticket = Ticket.get_or_none(Ticket.ticket == envelope.ticket)
        if ticket is not None and ticket.state == "void":
            raise LinkRevoked("A newer link has taken the place of the one you began with.")
        raise AlreadySubmitted("These answers were already submitted. There is nothing more to do.")


def _sealed(taken: Sitting, final: Answers, scores: Mapping[str, Fraction]) -> bytes:
    of_round, envelope = taken.held.round, taken.held.envelope
    ballot = {
        "answers": final,
        "scores": {score: str(value) for score, value in scores.items()},
        "organisation": envelope.organisation,
        "origin": envelope.origin,
        "questionnaire": taken.questionnaire.sha256,
    }
    return sealing.seal_ballot(of_round.public_key, of_round.id, pack(ballot), of_round.size)
