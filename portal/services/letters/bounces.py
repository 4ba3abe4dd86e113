"""Reports of non-delivery (RFC 3464, and what other servers write instead) mark an address as
undeliverable, so that it gets no more letters until somebody corrects it. Where
none come back, whoever took the letters is asked now and then which of them failed.

Failures of reminders are of no interest: they would show to whom one went, and so who had not
answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from peewee import fn

from portal.post import returned
from portal.post.replies import NO_SUCH_ADDRESS
from portal.services import audit, health
from portal.services.letters import outbox
from portal.services.rounds import register as rounds
from portal.store import db
from portal.store.letters import Outgoing
from portal.store.people import REACHABLE, Invitation

LARGEST = 100_000
"""So many bytes are looked at; a report of a letter of ours is far smaller."""
EVERY = timedelta(hours=1)
"""Failures are asked for so often, whether or not the last time went well."""
KEPT = timedelta(days=7)
"""Notify knows so long of a letter, unless it is told otherwise."""
SLACK = timedelta(minutes=5)
"""A failure may be listed so much later than its time says."""
BATCH = 500
"""So many letters are looked up in one transaction."""
ASKED, HEARD = "failures asked", "failures heard"


def note(content: bytes, now: datetime) -> int:
    """Read one message; returns how many invitations it shows to be undeliverable.

    Anything else than a report of permanent failure is of no interest: delays, replies, spam.
    """
    report = returned.read(content[:LARGEST])
    return _mark(report.letters, report.reason, now) if report else 0


def note_failed(letters: Sequence[bytes], now: datetime) -> int:
    """Do as ``note`` does, for letters whose address whoever took them says is wrong."""
    batches = (letters[start : start + BATCH] for start in range(0, len(letters), BATCH))
    return sum(_mark(batch, NO_SUCH_ADDRESS, now) for batch in batches)


@dataclass(frozen=True, slots=True)
class Unreached:
    """So many addresses of a round do not work for one reason. ``last``: when one was found so, if
    that was noted."""

    why: str
    number: int
    last: datetime | None


def unreached(round_code: str) -> list[Unreached]:
    """Return the reasons for which addresses do not work, that of most first. Raises
    ``NotFound``."""
    counted = fn.COUNT(Invitation.id)
    rows = (
        Invitation.select(
            Invitation.undeliverable.alias("why"),
            counted.alias("number"),
            fn.MAX(Invitation.marked).alias("last"),
        )
        .where(_marked(round_code, None))
        .group_by(Invitation.undeliverable)
        .order_by(counted.desc(), Invitation.undeliverable)
    )
    return cast(list[Unreached], list(rows.objects(Unreached)))


def take_back(round_code: str, since: datetime | None, who: str, now: datetime) -> int:
    """Give the addresses that were found not to work ``since`` a moment, or ever, another chance:
    the fault was ours, or the mail server's. Each gets its last letter again, with the same link.
    Returns how many. Raises ``NotFound``."""
    with db.writing():
        ids = [row.id for row in Invitation.select(Invitation.id).where(_marked(round_code, since))]
        for each in ids:
            Invitation.update(**REACHABLE).where(Invitation.id == each).execute()
            _once_more(each)
        if ids:
            said = audit.counted(len(ids), "address", "addresses")
            audit.note(who, f"had {said} of round {round_code} tried again", now)
    return len(ids)


def _marked(round_code: str, since: datetime | None) -> Any:
    theirs = (Invitation.round == rounds.by_code(round_code).id) & (Invitation.undeliverable != "")
    return theirs if since is None else theirs & (Invitation.marked >= since)


def _once_more(invitation: bytes) -> None:
    """Make the letter due that was refused, or came back: the last one, reminders left out."""
    told = (Outgoing.invitation == invitation) & ~Outgoing.kind.startswith("reminder")
    ended = Outgoing.select().where(told & Outgoing.state.in_(("refused", "done")))
    last = max(filter(_still_tells, ended), key=lambda row: (row.state, row.kind), default=None)
    if last is not None:
        again = Outgoing.update(state="due", attempts=0, retry=None)
        again.where(Outgoing.id == last.id).execute()


def due(now: datetime) -> bool:
    """Say whether it is time to ask which letters failed."""
    last = health.last_work(ASKED)
    return last is None or abs(now - last) >= EVERY


def asked(now: datetime) -> datetime:
    """Note that failures are asked for, which is not done again soon, come what may. Returns since
    when they are of interest: an older one says nothing of a letter that was sent since."""
    health.note_work(ASKED, now)
    last = health.last_work(HEARD)
    return last - SLACK if last else now - KEPT


def heard(now: datetime) -> None:
    """Note that all failures were heard of, as they were at this moment."""
    health.note_work(HEARD, now)


def _mark(letters: Sequence[bytes], reason: str, now: datetime) -> int:
    with db.writing():
        invitations = _invitations(letters)
        for invitation in invitations:
            outbox.mark(invitation.id, reason, now)
            where = f"{invitation.organisation_id} in round {invitation.round.code}"
            audit.note(audit.WORKER, f"heard that an address of {where} does not work", now)
    return len(invitations)


def _invitations(letters: Sequence[bytes]) -> list[Invitation]:
    """Find to whom these letters went, reminders left out, if that may still be of use."""
    told = Outgoing.id.in_(letters) & ~Outgoing.kind.startswith("reminder")
    rows = Outgoing.select(Outgoing, Invitation).join(Invitation).where(told)
    usable = rows.where(Invitation.undeliverable == "")
    invitations = {row.invitation_id: row.invitation for row in usable if _still_tells(row)}
    return list(invitations.values())


def _still_tells(letter: Outgoing) -> bool:
    """Say no of a letter whose link was replaced: the address was given another chance."""
    kind, _, number = letter.kind.partition(" ")
    issue: int = letter.invitation.issue
    return kind == "resend" or int(number or 0) == issue
