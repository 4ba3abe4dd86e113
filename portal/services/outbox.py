"""The outbox: which letters are due, to whom, and saying that one is on its way.

A letter is claimed by a conditional update before it is sent, so that two workers never send the
same one; a letter caught in the very moment of sending stays *sending* and is not sent again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.post import letters
from portal.post.letters import Facts, Letter
from portal.services import audit, invitations, questionnaires
from portal.store.db import db
from portal.store.invitations import Invitation, Outgoing
from portal.store.replies import Ticket
from portal.store.rounds import Reminder, Round
from portal.survey.schedule import in_london
from portal.vault import tokens

MAKERS = {
    ("anonymous", "invitation"): letters.invitation,
    ("anonymous", "reissue"): letters.reissue,
    ("anonymous", "reminder"): letters.reminder,
    ("return", "invitation"): letters.return_invitation,
    ("return", "reissue"): letters.return_reissue,
    ("return", "reminder"): letters.return_reminder,
}


@dataclass(frozen=True, slots=True)
class Sender:
    """What every letter of an installation says. ``base_url`` has no slash at its end."""

    base_url: str
    support: str


def due(round_id: bytes) -> list[bytes]:
    """The letters that nobody has claimed."""
    rows = Outgoing.select(Outgoing.id).where(
        (Outgoing.round == round_id) & (Outgoing.state == "due")
    )
    return [row.id for row in rows]


def claim(letter_id: bytes) -> bool:
    """Whether the letter is ours to send: false if another worker was there first, or the round
    has closed meanwhile."""
    return _move(letter_id, "due", "sending")


def sent(letter_id: bytes) -> None:
    """It went out, or was not to go."""
    _move(letter_id, "sending", "done")


def unclaim(letter_id: bytes) -> None:
    """It certainly did not go out: whoever comes next may send it."""
    _move(letter_id, "sending", "due")


def compose(letter_id: bytes, link_key: bytes, sender: Sender) -> Letter | None:
    """The letter itself.

    None for somebody who wants no more (but for a new link, which they asked for), for a link
    that has been replaced meanwhile, and for a reminder to somebody who has submitted.
    """
    row = Outgoing.get_or_none(Outgoing.id == letter_id)
    if row is None:
        return None
    invitation = Invitation.get_by_id(row.invitation_id)
    kind, _, detail = row.kind.partition(" ")
    token = tokens.invitation_token(link_key, invitation.id, invitation.minted)
    if kind == "reminder":
        wanted = not invitation.stopped and not _answered(token)
    else:
        wanted = int(detail or 0) == invitation.minted and not (invitation.stopped and not detail)
    if not wanted:
        return None
    of = questionnaires.frozen(invitation.round.questionnaire_id).kind
    return MAKERS[of, kind](_facts(invitation, token, sender))


def remind(round_id: bytes, now: datetime) -> int:
    """Put the latest reminder that is due in hand for everybody with a link; returns for how many.

    Everybody gets a row, whether or not they have answered; after an outage several reminders
    become one.
    """
    with db.atomic("IMMEDIATE"):
        ready = (Reminder.round == round_id) & (Reminder.done == 0) & (Reminder.at <= now)
        times = [row.at for row in Reminder.select().where(ready).order_by(Reminder.at)]
        if not times:
            return 0
        invited = list(Invitation.select(Invitation.id).where(_has_link(round_id)))
        for row in invited:
            invitations.put_in_hand(row.id, round_id, f"reminder {times[-1].isoformat()}")
        Reminder.update(done=1).where(ready).execute()
        code = Round.get_by_id(round_id).code
        audit.note(audit.WORKER, f"put a reminder of round {code} in hand", now)
    return len(invited)


def _has_link(round_id: bytes) -> object:
    return (Invitation.round == round_id) & (Invitation.minted >= 0)


def _answered(token: bytes) -> bool:
    ticket = Ticket.get_or_none(Ticket.ticket == tokens.ticket_of(token))
    return ticket is None or ticket.state != "unused"


def _facts(invitation: Invitation, token: bytes, sender: Sender) -> Facts:
    of_round = invitation.round
    questionnaire = questionnaires.frozen(of_round.questionnaire_id)
    return Facts(
        to=invitation.email,
        name=invitation.name,
        organisation=invitation.organisation.name,
        round=of_round.title,
        closes=in_london(of_round.closes),
        minutes=questionnaire.minutes,
        link=f"{sender.base_url}/i/{tokens.link_text(token)}",
        stop=f"{sender.base_url}/stop/{tokens.link_text(invitation.stop_token)}",
        support=sender.support,
    )


def _move(letter_id: bytes, before: str, after: str) -> bool:
    changed = (
        Outgoing.update(state=after)
        .where((Outgoing.id == letter_id) & (Outgoing.state == before))
        .execute()
    )
    return bool(changed)
