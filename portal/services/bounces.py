"""Letters that come back: reports of non-delivery (RFC 3464, and what other servers write instead)
mark the address as undeliverable, so that it gets no more letters until somebody corrects it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.message import Message

from flufl.bounce import all_failures

from portal.post.outcomes import REFUSED, why
from portal.services import audit
from portal.store.db import db
from portal.store.invitations import Invitation, Outgoing
from portal.store.rounds import Round

LARGEST = 1_000_000
"""Bytes that are looked at; a report of a letter of ours is far smaller."""
_OURS = re.compile(r"<([0-9a-f]{32})@[^<>\s]+>")
_STATUS = re.compile(r"[45]\.\d{1,3}\.\d{1,3}")
logging.getLogger("flufl.bounce").disabled = True  # it logs what it reads


def note(content: bytes, now: datetime) -> int:
    """Read one message; returns how many invitations it shows to be undeliverable.

    Anything else than a report of permanent failure is of no interest: delays, replies, spam. The
    letter is told by its Message-ID, which only whoever got it can know; else, since some servers
    leave that out, by the address, among the rounds that are open.
    """
    report = message_from_bytes(content[:LARGEST])
    try:
        failed = {each.decode("ascii").lower() for each in all_failures(report)[1]}
    except Exception:  # anybody can write to this address, whatever they like
        return 0
    if not failed:
        return 0
    reason = _reason(report)
    with db.atomic("IMMEDIATE"):
        theirs = _by_letter(report)
        found = _by_address(failed) if theirs is None else theirs
        for invitation in found:
            Invitation.update(undeliverable=reason).where(Invitation.id == invitation.id).execute()
            where = f"{invitation.organisation_id} in round {invitation.round.code}"
            audit.note(audit.WORKER, f"heard that an address of {where} does not work", now)
    return len(found)


def _by_letter(report: Message) -> list[Invitation] | None:
    """None where no letter of ours is quoted that is still known."""
    ids = [bytes.fromhex(found) for found in _letters(report)][:20]
    whose = [row.invitation_id for row in Outgoing.select().where(Outgoing.id.in_(ids))]
    if not whose:
        return None
    return list(Invitation.select().where(Invitation.id.in_(whose), Invitation.undeliverable == ""))


def _by_address(failed: set[str]) -> list[Invitation]:
    still_open = Round.select(Round.id).where(Round.state == "open")
    return list(
        Invitation.select().where(
            Invitation.round.in_(still_open),
            Invitation.email.in_(sorted(failed)[:20]),
            Invitation.undeliverable == "",
        )
    )


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
