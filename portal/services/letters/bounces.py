"""Reports of non-delivery (RFC 3464, and what other servers write instead) mark an address as
undeliverable, so that it gets no more letters until somebody corrects it. Where
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
"""So many bytes are looked at; a report of a letter of ours is far smaller."""
PARTS = 30
"""So many parts of a message are looked at: one inside the other costs most; a report has few."""
LETTERS = 20
"""One report may speak of so many letters."""
EVERY = timedelta(hours=1)
"""Failures are asked for so often, whether or not the last time went well."""
KEPT = timedelta(days=7)
"""Notify knows so long of a letter, unless it is told otherwise."""
SLACK = timedelta(minutes=5)
"""A failure may be listed so much later than its time says."""
BATCH = 500
"""So many letters are looked up in one transaction."""
ASKED, HEARD = "failures asked", "failures heard"
_OURS = re.compile(r"<([0-9a-f]{32})@[^<>\s]+>")
_STATUS = re.compile(r"[45]\.\d{1,3}\.\d{1,3}")
logging.getLogger("flufl.bounce").disabled = True  # it logs what it reads


@dataclass(frozen=True, slots=True)
class Report:
    """It says which letters did not arrive, by their numbers, and why not."""

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
    """Do as ``note`` does, for letters whose address whoever took them says is wrong."""
    batches = (letters[start : start + BATCH] for start in range(0, len(letters), BATCH))
    return sum(_mark(batch, NO_SUCH_ADDRESS, now) for batch in batches)


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


def _read(content: bytes) -> Report | None:
    """Read a report; None for whatever is none of ours, or cannot be read at all: anybody can write
    to this address, whatever they like."""
    if content.lower().count(b"content-type") > PARTS:
        return None
    try:
        report = message_from_bytes(content)
        failed = all_failures(report)[1]
        letters = tuple(bytes.fromhex(number) for number in _letters(report))[:LETTERS]
        return Report(letters, _reason(report)) if failed and letters else None
    except Exception:
        return None


def _mark(letters: Sequence[bytes], reason: str, now: datetime) -> int:
    with db.writing():
        invitations = _invitations(letters)
        for invitation in invitations:
            bad = Invitation.update(undeliverable=reason)
            bad.where(Invitation.id == invitation.id).execute()
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


def _letters(report: Message) -> Iterator[str]:
    """Yield the numbers of our own letters that are quoted, whole or by their headers."""
    for part in report.walk():
        if part is not report and (ours := _OURS.search(str(part.get("message-id", "")))):
            yield ours[1]
        elif part.get_content_type() == "text/rfc822-headers":
            text = part.get_payload(decode=True)
            quoted = message_from_bytes(text if isinstance(text, bytes) else b"")
            if ours := _OURS.search(str(quoted.get("message-id", ""))):
                yield ours[1]


def _reason(report: Message) -> str:
    for part in report.walk():
        if status := _STATUS.search(str(part.get("status", ""))):
            return why(550, status[0])
    return REFUSED
