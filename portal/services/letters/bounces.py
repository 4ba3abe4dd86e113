"""Letters that come back: reports of non-delivery (RFC 3464, and what other servers write instead)
mark the address as undeliverable, so that it gets no more letters until somebody corrects it. Where
none come back, whoever took the letters is asked now and then which of them failed.

Failures of reminders are of no interest: they would show to whom one went, and so who had not
answered.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message

from flufl.bounce import all_failures

from portal.post.outcomes import NO_SUCH_ADDRESS, REFUSED, why
from portal.services import audit, health
from portal.store import db
from portal.store.letters import Outgoing
from portal.store.people import Invitation

LARGEST = 100_000
"""Bytes that are looked at; a report of a letter of ours is far smaller."""
PARTS = 30
"""Parts of a message that are looked at, as one inside the other costs most; a report has few."""
LETTERS = 20
"""Letters that one report may speak of."""
EVERY = timedelta(hours=1)
"""How often failures are asked for, whether or not the last time went well."""
KEPT = timedelta(days=7)
"""How long Notify knows of a letter, unless it is told otherwise."""
SLACK = timedelta(minutes=5)
"""A failure may be listed so much later than its time says."""
BATCH = 500
"""Letters that are looked up in one transaction."""
ASKED, HEARD = "failures asked", "failures heard"
_OURS = re.compile(r"<([0-9a-f]{32})@[^<>\s]+>")
_STATUS = re.compile(r"[45]\.\d{1,3}\.\d{1,3}")
logging.getLogger("flufl.bounce").disabled = True  # it logs what it reads


@dataclass(frozen=True, slots=True)
class Report:
    """Which letters did not arrive, by their numbers, and why not."""

    letters: tuple[bytes, ...]
    reason: str


def note(content: bytes, now: datetime) -> int:
    """Read one message; returns how many invitations it shows to be undeliverable.

    Anything else than a report of permanent failure is of no interest: delays, replies, spam. The
    letter is told by the random number in its Message-ID, which only whoever got it can know: an
    address alone can be written into a report by anybody.
    """
    report = _read(content[:LARGEST])
    return _mark(report.letters, report.reason, now) if report else 0


def note_failed(letters: Sequence[bytes], now: datetime) -> int:
    """As ``note``, of letters whose address whoever took them says is wrong."""
    batches = (letters[start : start + BATCH] for start in range(0, len(letters), BATCH))
    return sum(_mark(batch, NO_SUCH_ADDRESS, now) for batch in batches)


def due(now: datetime) -> bool:
    """Whether it is time to ask which letters failed."""
    last = health.last_work(ASKED)
    return last is None or last <= now - EVERY


def asked(now: datetime) -> datetime:
    """Failures are asked for, and that is not done again soon, come what may. Returns since when
    they are of interest: an older one says nothing of a letter that was sent since."""
    health.note_work(ASKED, now)
    last = health.last_work(HEARD)
    return last - SLACK if last else now - KEPT


def heard(now: datetime) -> None:
    """All of them, as they were at this moment."""
    health.note_work(HEARD, now)


def _read(content: bytes) -> Report | None:
    """None for whatever is no report of ours, or cannot be read at all: anybody can write to this
    address, whatever they like."""
    if content.lower().count(b"content-type") > PARTS:
        return None
    try:
        report = message_from_bytes(content)
        failed = all_failures(report)[1]
        letters = tuple(bytes.fromhex(found) for found in _letters(report))[:LETTERS]
        return Report(letters, _reason(report)) if failed and letters else None
    except Exception:
        return None


def _mark(letters: Sequence[bytes], reason: str, now: datetime) -> int:
    with db.writing():
        found = _invitations(letters)
        for invitation in found:
            bad = Invitation.update(undeliverable=reason)
            bad.where(Invitation.id == invitation.id).execute()
            where = f"{invitation.organisation_id} in round {invitation.round.code}"
            audit.note(audit.WORKER, f"heard that an address of {where} does not work", now)
    return len(found)


def _invitations(letters: Sequence[bytes]) -> list[Invitation]:
    """To whom these letters went, reminders left out, if that is not known to be of no use."""
    told = Outgoing.id.in_(letters) & ~Outgoing.kind.startswith("reminder")
    rows = Outgoing.select(Outgoing, Invitation).join(Invitation).where(told)
    usable = rows.where(Invitation.undeliverable == "")
    found = {row.invitation_id: row.invitation for row in usable if _still_tells(row)}
    return list(found.values())


def _still_tells(letter: Outgoing) -> bool:
    """A letter whose link was replaced meanwhile does not: the address was given another chance."""
    kind, _, number = letter.kind.partition(" ")
    return kind == "resend" or int(number or 0) == letter.invitation.issue


def _letters(report: Message) -> Iterator[str]:
    """The numbers of our own letters that are quoted, whole or by their headers."""
    for part in report.walk():
        if part is not report and (found := _OURS.search(str(part.get("message-id", "")))):
            yield found[1]
        elif part.get_content_type() == "text/rfc822-headers":
            text = part.get_payload(decode=True)
            quoted = message_from_bytes(text if isinstance(text, bytes) else b"")
            if found := _OURS.search(str(quoted.get("message-id", ""))):
                yield found[1]


def _reason(report: Message) -> str:
    for part in report.walk():
        if found := _STATUS.search(str(part.get("status", ""))):
            return why(550, found[0])
    return REFUSED
