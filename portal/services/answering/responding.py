"""A respondent saves pages, and submits the whole."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from portal.calendar.london import london_day
from portal.errors import (
    AlreadySubmitted,
    ChangedElsewhere,
    Conflict,
    DraftGone,
    LinkRevoked,
    NotFound,
    Refused,
)
from portal.services.answering import arriving, casting, drafts, sittings
from portal.services.answering.drafts import Secrets
from portal.services.answering.envelope import Envelope, Submission
from portal.services.answering.sittings import Sitting
from portal.store import db
from portal.store.answers import Ballot, Draft, RoundNow, Ticket, put_ballot
from portal.survey import answers as form
from portal.survey import merging, scoring
from portal.survey.answers import Fields, Reading
from portal.survey.fields import clean
from portal.survey.packing import NAME_LENGTH, pack, room
from portal.survey.questionnaire import FREE_TEXT, Check, Item, Page, Questionnaire
from portal.survey.route import answers_of
from portal.survey.route import doubts as doubts_about
from portal.vault import tokens

TRIES = 8
"""A save is tried this often when another save of the same draft was there first."""


@dataclass(frozen=True, slots=True)
class Posted:
    """One page's form as it came. ``seen``: the stamps of the page as it was shown, if they came;
    ``earlier``: forms that the page sent before, and does not know whether they arrived."""

    page: str
    fields: Fields
    seen: str | None = None
    earlier: tuple[Fields, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """The outcome of a save. ``messages`` (by field) tell what was not kept, or is missing;
    ``doubts`` are shown once, and what they speak of was kept. ``kept``: whether anything could
    be."""

    sitting: Sitting
    page: Page
    reading: Reading
    messages: Mapping[str, str]
    doubts: Mapping[str, str]
    kept: bool = True

    @property
    def left(self) -> bool:
        """Say whether nothing holds the person back on the page."""
        return not (self.messages or self.doubts or self.reading.clashing)

    @property
    def seen(self) -> str:
        """Stamp what the page shows once it has heard of this."""
        items = self.sitting.questionnaire.by_page[self.page.id]
        of_page = self.reading.stamps if self.kept else self.reading.stamps_before
        return merging.seen(items, self.sitting.answers, self.reading.route.shown, of_page)


@dataclass(frozen=True, slots=True)
class Submitted:
    """A person's own scores, exact; kept only inside the sealed ballot, and for five
    minutes in the person's browser."""

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
    looking: bool = False,
) -> Saved:
    """Keep all of a page's answers that are valid and that nobody has changed elsewhere too.

    ``leaving`` (*Save and continue*) asks for what is required as well, and marks the page as saved
    if nothing is wrong with it. ``looking`` keeps nothing: it tells what comes and goes. Raises
    ``FormRefused``, ``ChangedElsewhere``, ``OffRoute`` and what ``sittings.take`` raises.
    """
    for _ in range(TRIES):
        taken = sittings.take(round_code, code, now, keys)
        page = taken.page(posted.page)
        reading = form.read(
            taken.questionnaire,
            page,
            posted.fields,
            taken.answers,
            taken.route,
            posted.seen,
            posted.earlier,
        )
        if looking:
            return Saved(taken, page, reading, reading.faults, {}, kept=False)
        if saved := _keep(taken, page, reading, leaving=leaving):
            return saved
    raise ChangedElsewhere("Your answers are being saved from elsewhere too; please try again.")


def submit(round_code: str, code: bytes | None, now: datetime, keys: Secrets) -> Submitted:
    """Seal the answers and let go of the draft, in one transaction. A return's draft stays, to be
    corrected, and notes what was submitted.

    Raises ``Unfinished`` while a page on the route is not done, ``AlreadySubmitted``,
    ``LinkRevoked``, and what ``sittings.take`` raises.
    """
    with db.writing():
        taken = _to_submit(round_code, code, now, keys)
        if page := taken.next_page:
            raise Unfinished(page)
        final = form.final(taken.questionnaire, taken.answers)
        scores = scoring.scores(taken.questionnaire, final)
        of_round, held = taken.held.round, taken.held.envelope
        _spend(of_round, held, again=taken.shared)
        sealed = casting.sealed(
            of_round, taken.questionnaire, final, scores, held.organisation, held.origin
        )
        if taken.shared:
            _cast_shared(taken, sealed, Submission(london_day(now), sittings.mark(final), final))
        else:
            _cast(taken, sealed)
    return Submitted(taken.questionnaire, scores)


def _to_submit(round_code: str, code: bytes | None, now: datetime, keys: Secrets) -> Sitting:
    """Take up a draft that was shown as finished, so it was saved: if it is gone, it is in."""
    try:
        return sittings.take(round_code, code, now, keys)
    except DraftGone as error:
        raise AlreadySubmitted(drafts.SENT) from error


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
    if len(pack(reading.answers)) > room(taken.questionnaire):
        items = taken.questionnaire.by_page[page.id]
        return Saved(taken, page, reading, _too_long(items, reading), {}, kept=False)
    messages = reading.messages if leaving else reading.faults
    done = leaving and not (messages or reading.clashing or reading.revealed)
    fresh = _fresh_doubts(taken, page, reading) if done else {}
    wanted = _wanted(taken.held.envelope, page, reading, fresh, done=done and not fresh)
    doubts = {f"q_{check.item}": check.message for check in fresh.values()}
    unchanged = wanted == taken.held.envelope and not wanted.blank
    held = taken.held if unchanged else drafts.replace(taken.held, wanted)
    if held is None:
        return None
    after = Sitting(held, taken.questionnaire, reading.route)
    return Saved(after, page, reading, messages, doubts)


def _wanted(
    envelope: Envelope, page: Page, reading: Reading, fresh: Mapping[str, Check], *, done: bool
) -> Envelope:
    """Say what the draft is to hold."""
    saved = envelope.saved
    if done and page.id not in saved:
        saved = (*saved, page.id)
    warned = (*envelope.warned, *fresh)
    return replace(envelope, answers=reading.answers, saved=saved, warned=warned)


def _fresh_doubts(taken: Sitting, page: Page, reading: Reading) -> dict[str, Check]:
    doubted = doubts_about(page, reading.route.answers)
    return {
        name: check for name, check in doubted.items() if name not in taken.held.envelope.warned
    }


def _too_long(items: Sequence[Item], reading: Reading) -> Mapping[str, str]:
    """Put the message beside the longest text of the page: only there can the person shorten
    now."""
    longest = max(items, key=lambda item: _text_length(item, reading))
    return {
        longest.field: "Together your answers are longer than this survey has room for:"
        " please shorten this one"
    }


def _text_length(item: Item, reading: Reading) -> int:
    answers = answers_of(item, reading.answers)
    return len(pack(answers)) if item.question.type in FREE_TEXT else 0


def _cast(taken: Sitting, sealed: bytes) -> None:
    """Put the ballot in the place of the draft."""
    round_id = taken.held.round.id
    Ballot.insert(key=secrets.token_bytes(16), round=round_id, sealed=sealed).execute()
    Draft.delete().where(Draft.id == taken.held.id).execute()


def _cast_shared(taken: Sitting, sealed: bytes, submission: Submission) -> None:
    """Put a return's ballot in the place of the one before, and note in the draft what it holds:
    nobody can open the ballot to look."""
    put_ballot(tokens.ballot_key(taken.held.code), taken.held.round.id, sealed)
    drafts.replace(taken.held, replace(taken.held.envelope, submitted=submission))


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
            raise LinkRevoked("A newer link has replaced the one that you started with.")
        raise AlreadySubmitted(drafts.SENT)
