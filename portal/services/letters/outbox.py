"""Letters to invited people are put in hand, found when they are due, and composed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from portal.calendar.london import in_london, london_day
from portal.calendar.state import State
from portal.post import wording
from portal.post.letters import Facts, Letter
from portal.post.wording import Kind, Text
from portal.services.letters.box import UNCERTAIN_AFTER, Box
from portal.services.questionnaires import frozen
from portal.services.rounds.register import RoundInfo
from portal.store import letters
from portal.store.actions import said_before
from portal.store.letters import Addressed, Outgoing, Wording
from portal.store.people import Invitation
from portal.store.rounds import Round
from portal.survey.audience import Audience
from portal.vault import tokens

ASKED_FOR = ("reissue", "resend")
LAST_DAY = timedelta(hours=36)
"""A reminder that goes so long before the closing says that it is the last one."""
_TWO_DAYS = tuple(timedelta(minutes=m) for m in (5, 10, 20, 40, 80, 160, 320, *[480] * 4))


def _undeliverable(letter: Outgoing, why: str, now: datetime) -> None:
    mark(letter.invitation_id, why, now)


def mark(invitation: bytes, why: str, now: datetime) -> None:
    """Note that an address does not work: it gets no more letters until somebody corrects it, or
    takes the mark back."""
    bad = Invitation.update(undeliverable=why, marked=now)
    bad.where(Invitation.id == invitation).execute()


BOX = Box(Outgoing, _TWO_DAYS, _undeliverable)


@dataclass(frozen=True, slots=True)
class Sender:
    """It is what every letter of an installation says. ``base_url`` has no slash at its end;
    ``mail_from``: whom letters are from, nothing where GOV.UK Notify says that."""

    base_url: str
    support: str
    mail_from: str = ""


@dataclass(frozen=True, slots=True)
class RoundLetters:
    """They share all of this; ``texts``: the words that are its own; ``said``: by organisation, the
    tokens of the pages on what was done after last year's round."""

    code: str
    title: str
    closes: datetime
    minutes: int
    audience: Audience
    texts: Mapping[str, Text]
    said: Mapping[str, bytes]


def round_letters(round_id: bytes, now: datetime) -> RoundLetters | None:
    """Return what they share; None once nothing goes out: the round has closed, or is to."""
    row = Round.get_or_none(Round.id == round_id)
    if row is None or row.state != State.OPEN or row.request == "close" or row.closes <= now:
        return None
    questionnaire = frozen.load(row.questionnaire_id)
    own = Wording.select().where(Wording.round == round_id)
    return RoundLetters(
        code=row.code,
        title=row.title,
        closes=row.closes,
        minutes=questionnaire.minutes,
        audience=questionnaire.audience,
        texts={text.kind: Text(text.subject, text.body) for text in own},
        said={} if questionnaire.named else said_before(row.id),
    )


def put_in_hand(invitation: bytes, round_id: bytes, kind: str, now: datetime) -> None:
    """Make a letter due: once for each person and kind, however often this is said."""
    Outgoing.insert(
        id=secrets.token_bytes(16),
        invitation=invitation,
        round=round_id,
        kind=kind,
        day=london_day(now),
    ).on_conflict_ignore().execute()


def due(round_id: bytes, now: datetime, most: int = 100) -> list[bytes]:
    """Return so many of the letters that nobody has claimed: first those whose next try has come,
    and reminders only where nothing else is due, since how long they take tells how many of them
    go out."""
    waiting = (Outgoing.round == round_id) & (Outgoing.state == "due")
    again = Outgoing.select(Outgoing.id).where(waiting & (Outgoing.retry <= now))
    tried = [row.id for row in again.order_by(Outgoing.retry).limit(most)]
    fresh = Outgoing.select(Outgoing.id).where(waiting & Outgoing.retry.is_null())
    links = fresh.where(~Outgoing.kind.startswith("reminder")).limit(most - len(tried))
    return tried + [row.id for row in links] or [row.id for row in fresh.limit(most)]


def end_abandoned_reminders(round_id: bytes, now: datetime) -> None:
    """End those whose worker died with them in its hand."""
    letters.end_abandoned_reminders(round_id, now - UNCERTAIN_AFTER)


def forget(invitation: bytes) -> None:
    """Delete somebody's letters, within the caller's transaction: they went to an address that was
    not theirs, so the next one is their invitation. For a correction, with a new issue of the
    link."""
    Outgoing.delete().where(Outgoing.invitation == invitation).execute()


def compose(
    letter_id: bytes, common: RoundLetters, link_key: bytes, sender: Sender, now: datetime
) -> Letter | None:
    """Write the letter itself.

    None for somebody who was taken off, must wait or cannot be reached; for somebody who wants no
    more (but for a link, new or the same, which they asked for); for a link that has been replaced
    meanwhile; and for a reminder to somebody who has submitted.
    """
    to = letters.fetch(letter_id)
    if to is None or to.barred:
        return None
    kind, _, detail = to.kind.partition(" ")
    token = tokens.invitation_token(link_key, to.invitation, to.minted)
    if to.stopped and kind not in ASKED_FOR:
        return None
    if kind == "reminder":
        if letters.spent(tokens.ticket_of(token)):
            return None
    elif kind != "resend" and int(detail or 0) != to.minted:
        return None
    facts = _facts(to, common, token, sender)
    name = _name(common, kind, now)
    if name == "invitation" and (page := common.said.get(to.employer)):
        facts = replace(facts, said=f"{sender.base_url}{said_path(page)}")
    words = common.texts.get(name) or wording.defaults(name, common.audience)
    letter = wording.render(words, facts, common.audience)
    return replace(
        letter,
        via=to.organisation,
        reply_to=to.reply_to,
        reference=letter_id.hex(),
        box=common.code,
        at=now,
        once=kind == "reminder",
    )


def said_path(token: bytes) -> str:
    """Return where an organisation says what it did, the same for all of its people."""
    return f"/you-said/{tokens.link_text(token)}"


def said_last_year(round_: RoundInfo, organisation: str) -> str:
    """Return where an organisation says what it did after last year's round; empty where it does
    not."""
    token = None if round_.named else said_before(round_.id).get(organisation)
    return said_path(token) if token else ""


def _name(common: RoundLetters, kind: str, now: datetime) -> Kind:
    """Say in which words a letter goes out. Towards the end a reminder is the last."""
    names: dict[str, Kind] = {"reminder": "reminder", "reissue": "reissue"}
    name: Kind = names.get(kind, "invitation")
    if name == "reminder" and common.closes - now <= LAST_DAY:
        name = "last day"
    return name


def _facts(to: Addressed, common: RoundLetters, token: bytes, sender: Sender) -> Facts:
    return Facts(
        to=to.email,
        name=to.name,
        organisation=to.organisation,
        round=common.title,
        closes=in_london(common.closes),
        minutes=common.minutes,
        link=f"{sender.base_url}/i/{tokens.link_text(token)}",
        stop=f"{sender.base_url}/stop/{tokens.link_text(to.stop_token)}",
        support=sender.support,
        psw=to.psw,
    )
