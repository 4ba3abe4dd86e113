"""Letters to invited people: which are due, what they say, and what became of each (``queue``).

Only those who have not answered are sent a reminder, so nothing that becomes of one is noted: it is
tried once and then done, as those are that were left out. Nor does it tell of its address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from portal.calendar.london import in_london
from portal.calendar.state import State
from portal.post import wording
from portal.post.letters import Facts, Letter
from portal.post.wording import Kind, Text
from portal.services.letters import queue
from portal.services.questionnaires import frozen
from portal.store import db, letters
from portal.store.letters import Addressed, Outgoing, Wording
from portal.store.people import Invitation
from portal.store.rounds import Round
from portal.vault import tokens

PAUSES = tuple(timedelta(minutes=m) for m in (5, 10, 20, 40, 80, 160, 320, *[480] * 4))
"""Before the second try, the third, …: two days in all."""
GIVEN_UP = "the mail server could not be reached"
ASKED_FOR = ("reissue", "resend")
LAST_DAY = timedelta(hours=36)
"""Before the closing: a reminder in this time says that it is the last one."""


@dataclass(frozen=True, slots=True)
class Sender:
    """What every letter of an installation says. ``base_url`` has no slash at its end."""

    base_url: str
    support: str


@dataclass(frozen=True, slots=True)
class About:
    """What all letters of a round share; ``texts``: the words that are its own."""

    code: str
    title: str
    closes: datetime
    minutes: int
    named: bool
    texts: Mapping[str, Text]


def about(round_id: bytes, now: datetime) -> About | None:
    """None once nothing goes out any more: the round has closed, or is to."""
    row = Round.get_or_none(Round.id == round_id)
    if row is None or row.state != State.OPEN or row.request == "close" or row.closes <= now:
        return None
    questionnaire = frozen.load(row.questionnaire_id)
    own = Wording.select().where(Wording.round == round_id)
    return About(
        code=row.code,
        title=row.title,
        closes=row.closes,
        minutes=questionnaire.minutes,
        named=questionnaire.named,
        texts={text.kind: Text(text.subject, text.body) for text in own},
    )


def due(round_id: bytes, now: datetime, most: int = 100) -> list[bytes]:
    """So many of the letters that nobody has claimed: first those whose next try has come."""
    waiting = (Outgoing.round == round_id) & (Outgoing.state == "due")
    again = Outgoing.select(Outgoing.id).where(waiting & (Outgoing.retry <= now))
    found = [row.id for row in again.order_by(Outgoing.retry).limit(most)]
    fresh = Outgoing.select(Outgoing.id).where(waiting & Outgoing.retry.is_null())
    return found + [row.id for row in fresh.limit(most - len(found))]


def claim(letter_id: bytes, now: datetime, before: bytes | None = None) -> bool:
    """Whether the letter is ours to send. ``before``: one that went out, or was not to go, which is
    noted with it."""
    return queue.claim(Outgoing, letter_id, now, before)


def sent(letter_id: bytes) -> None:
    """It went out, or was not to go."""
    queue.done(Outgoing, letter_id)


def unclaim(letter_id: bytes) -> None:
    """It certainly did not go out, through no fault of its own."""
    queue.unclaim(Outgoing, letter_id)


def later(letter_id: bytes, now: datetime) -> None:
    """It was not taken this time; after two days of it the address counts as undeliverable."""
    with db.writing():
        row = _telling(letter_id)
        if row and not queue.later(Outgoing, letter_id, now, PAUSES):
            _undeliverable(row, GIVEN_UP)


def refused(letter_id: bytes, why: str) -> None:
    """The address does not work: it gets no more letters until somebody corrects it."""
    with db.writing():
        if row := _telling(letter_id):
            _undeliverable(row, why)


def end_abandoned_reminders(round_id: bytes, now: datetime) -> None:
    """Those whose worker died with them in its hand."""
    letters.end_abandoned_reminders(round_id, now - queue.UNCERTAIN_AFTER)


def forget(invitation: bytes) -> None:
    """Within the caller's transaction: somebody's letters went to an address that was not theirs,
    so the next one is their invitation. For a correction, with a new issue of the link."""
    Outgoing.delete().where(Outgoing.invitation == invitation).execute()


def compose(
    letter_id: bytes, of: About, link_key: bytes, sender: Sender, now: datetime
) -> Letter | None:
    """The letter itself.

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
    words = _words(of, kind, now)
    letter = wording.render(words, _facts(to, of, token, sender), named=of.named)
    return replace(
        letter,
        via=to.organisation,
        reply_to=to.reply_to,
        reference=letter_id.hex(),
        box=of.code,
        at=now,
        once=kind == "reminder",
    )


def _words(of: About, kind: str, now: datetime) -> Text:
    """A round's own words, else ours. Towards the end a reminder is the last."""
    names: dict[str, Kind] = {"reminder": "reminder", "reissue": "reissue"}
    name: Kind = names.get(kind, "invitation")
    if name == "reminder" and of.closes - now <= LAST_DAY:
        name = "last day"
    return of.texts.get(name) or wording.defaults(name, named=of.named)


def _telling(letter_id: bytes) -> Outgoing | None:
    """The letter, if it may tell what became of it."""
    told = (Outgoing.id == letter_id) & ~Outgoing.kind.startswith("reminder")
    row: Outgoing | None = Outgoing.get_or_none(told)
    return row


def _undeliverable(row: Outgoing, why: str) -> None:
    queue.refused(Outgoing, row.id)
    Invitation.update(undeliverable=why).where(Invitation.id == row.invitation_id).execute()


def _facts(to: Addressed, of: About, token: bytes, sender: Sender) -> Facts:
    return Facts(
        to=to.email,
        name=to.name,
        organisation=to.organisation,
        round=of.title,
        closes=in_london(of.closes),
        minutes=of.minutes,
        link=f"{sender.base_url}/i/{tokens.link_text(token)}",
        stop=f"{sender.base_url}/stop/{tokens.link_text(to.stop_token)}",
        support=sender.support,
    )
