"""People arrive by a link or a code: this tells what it leads to, and begins there.

Looking changes nothing (mail scanners follow links); beginning makes a draft, or finds the one
that this browser holds for the same ticket.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from portal.calendar.london import in_london
from portal.errors import (
    AlreadySubmitted,
    LinkRevoked,
    LinkUnknown,
    LinkWithdrawn,
    NotFound,
)
from portal.services.answering import drafts, slots
from portal.services.answering.drafts import Secrets
from portal.services.answering.envelope import Envelope
from portal.services.answering.slots import ByOpenLink
from portal.services.questionnaires import frozen
from portal.store import staff
from portal.store.answers import Draft, Ticket
from portal.store.organisations import Organisation
from portal.store.people import WithdrawnLink, is_void
from portal.store.rounds import Participation, Round
from portal.survey.questionnaire import Questionnaire
from portal.vault import tokens
from portal.vault.manifest import Manifest

UNKNOWN = (
    "This link does not lead to a survey. Check that you copied the whole address,"
    " or use the newest letter that you have."
)
NO_ANSWERS = (
    "There are no answers under this code. Check it against what you wrote down. If the"
    " answers were submitted, or the survey has closed, the code no longer works. If nothing was"
    " saved for a day, open the link again and start."
)
WITHDRAWN = (
    "This link has been withdrawn: ask the people who invited you for the one to use now."
    " If you have already started, nothing is lost: you can carry on and submit."
)

VOID = (
    "This slip is void: ask the people who invited you for another one. If you have already"
    " started, nothing is lost: carry on with your code, and submit."
)


@dataclass(frozen=True, slots=True)
class Welcome:
    """This is what stands behind a link. ``origin``: invitation, slip or open; ``ticket`` is none
    behind an open link, whose places have an ``owner``; ``shared_code`` is a return's, on which all
    who hold the link work together."""

    round_id: bytes
    round_code: str
    title: str
    organisation: str
    organisation_name: str
    origin: str
    closes: str
    questionnaire: Questionnaire
    responses_kept: bool
    ticket: bytes | None
    shared_code: bytes | None
    owner: bytes | None = None


def by_token(text: str, now: datetime, keys: Secrets) -> Welcome:
    """Look up what an invitation or a slip leads to.

    Raises ``LinkUnknown``, ``LinkRevoked``, ``AlreadySubmitted``, and what ``drafts.admit`` raises.
    """
    token = tokens.token_of(text)
    ticket = token and Ticket.get_or_none(Ticket.ticket == tokens.ticket_of(token))
    if not token or not ticket:
        raise unknown(UNKNOWN, now)
    manifest = drafts.admit(ticket.round, now, keys).manifest
    welcome = _welcome(ticket.round, manifest, ticket.organisation, ticket.origin, ticket.ticket)
    shared = welcome.questionnaire.named
    _check_sheet(token, ticket)
    check_usable(ticket, again=shared)
    return replace(welcome, shared_code=tokens.shared_code(token)) if shared else welcome


def by_open_link(text: str, now: datetime, keys: Secrets) -> Welcome:
    """Look up what a forwardable open link leads to. Raises as ``by_token`` does, and
    ``LinkWithdrawn``."""
    token = tokens.token_of(text)
    part = token and Participation.get_or_none(Participation.open_token == token)
    if not part:
        _check_withdrawn(token)
        raise unknown(UNKNOWN, now)
    manifest = drafts.admit(part.round, now, keys).manifest
    welcome = _welcome(part.round, manifest, part.organisation, "open", None)
    return replace(welcome, owner=tokens.open_link_mark(part.open_token))


def psws(welcome: Welcome) -> list[str]:
    """Return the names of those who can be asked about the survey; none of a return's, who is asked
    herself."""
    return [] if welcome.questionnaire.named else staff.psws_by_name(welcome.organisation)


def begin(welcome: Welcome, held: Sequence[bytes], now: datetime, keys: Secrets) -> bytes:
    """Return the resume code of a draft for this link: of one that the browser holds the code of
    and that is bound to the same ticket, else of a new one. An open link always starts again; a
    return has one draft for all. Raises as ``drafts.create`` does, and ``TooManyByOpenLink``."""
    if welcome.origin == "open":
        slots.check_open_link(welcome.round_id, welcome.organisation)
    return _bound(welcome, held, keys) or _new(welcome, now, keys)


@dataclass(frozen=True, slots=True)
class Resumed:
    """This is what a resume code leads to."""

    round_code: str
    title: str
    code: bytes


def by_code(text: str, now: datetime, keys: Secrets) -> Resumed:
    """Look up what a personal link or a typed code leads to.

    Raises ``NotFound`` (no code), ``LinkUnknown``, and what ``drafts.admit`` raises.
    """
    code = tokens.resume_code_of(text)
    if code is None and "/i/" in text:
        raise NotFound(
            "That is the link from a letter. Open it to start, or to carry on in the same browser."
        )
    if code is None:
        raise NotFound(
            "That is not one of our codes: they are five groups of four letters and digits,"
            " like K7QD-2M9X-T4HB-8WZC-5RNE."
        )
    draft = Draft.get_or_none(Draft.id == tokens.draft_id(code))
    if draft is None:
        raise unknown(NO_ANSWERS, now)
    drafts.admit(draft.round, now, keys)
    return Resumed(draft.round.code, draft.round.title, code)


def code_of(text: str) -> bytes | None:
    """Read a resume code, however it was typed; None if it is no code."""
    return tokens.resume_code_of(text)


def code_text(code: bytes) -> str:
    """Write a resume code as people read and type it."""
    return tokens.resume_text(code)


def browser_key(code: bytes) -> str:
    """Write the key under which a page keeps, in its own tab, what it could not send yet."""
    return tokens.url_text(tokens.browser_key(code))


def check_usable(ticket: Ticket, *, again: bool) -> None:
    """Raise ``AlreadySubmitted`` or ``LinkRevoked`` for a ticket that opens nothing. ``again``:
    what was submitted may be corrected."""
    if ticket.state == "spent" and not again:
        raise AlreadySubmitted(drafts.SENT)
    if ticket.state == "void":
        raise LinkRevoked(
            "This link no longer works: use the newest letter that you have, or ask for a new link."
        )


def unknown(message: str, now: datetime) -> LinkUnknown:
    """Say of what leads nowhere all that can be known: how the rounds stand. It is the same for
    everything that leads nowhere, since a round that is counted has nothing left that knows its
    links."""
    begun = [each for each in Round.select(Round.state, Round.closes) if not each.state.planned]
    taking = [each for each in begun if each.state.takes_answers and now < each.closes]
    closed = max((each.closes for each in begun if each not in taking), default=None)
    if closed is None:
        return LinkUnknown(message)
    return LinkUnknown(message, in_london(closed), over=not taking)


def _check_sheet(token: bytes, ticket: Ticket) -> None:
    """Refuse a slip of a sheet that is void, in the same words whether or not it was used."""
    if ticket.origin == "slip" and is_void(tokens.sheet_of(token)):
        raise LinkRevoked(VOID)


def _check_withdrawn(token: bytes | None) -> None:
    old = token and WithdrawnLink.get_or_none(WithdrawnLink.token == token)
    if old:
        raise LinkWithdrawn(WITHDRAWN, old.round.code)


def _welcome(
    of_round: Round,
    manifest: Manifest,
    organisation: Organisation,
    origin: str,
    ticket: bytes | None,
) -> Welcome:
    drafts.check_part(organisation.code, manifest)
    return Welcome(
        round_id=of_round.id,
        round_code=of_round.code,
        title=of_round.title,
        organisation=organisation.code,
        organisation_name=organisation.name,
        origin=origin,
        closes=in_london(manifest.closes),
        questionnaire=frozen.load(manifest.terms.questionnaire),
        responses_kept=manifest.terms.responses,
        ticket=ticket,
        shared_code=None,
    )


def _bound(welcome: Welcome, held: Sequence[bytes], keys: Secrets) -> bytes | None:
    if welcome.ticket is None:
        return None
    for code in held:
        envelope = drafts.peek(code, keys)
        if envelope and envelope.ticket == welcome.ticket:
            return code
    return None


def _new(welcome: Welcome, now: datetime, keys: Secrets) -> bytes:
    by = ByOpenLink(welcome.owner, now) if welcome.owner else None
    code = welcome.shared_code or tokens.new_resume_code(forwarded=by is not None)
    envelope = Envelope(
        ticket=welcome.ticket or tokens.random_token(),
        organisation=welcome.organisation,
        organisation_name=welcome.organisation_name,
        origin=welcome.origin,
    )
    shared = welcome.shared_code is not None
    drafts.create(code, welcome.round_id, envelope, keys, shared=shared, by=by)
    return code
