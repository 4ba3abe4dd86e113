"""Read what comes back: which letters of ours did not arrive, and why not.

A letter is told by the random number in its Message-ID, which only whoever got it can know, so it
is looked for everywhere: in the letter that is quoted, whole or by its headers, as a part of the
report or in its text. An address alone can be written into a report by anybody.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from flufl.bounce import all_failures

from portal.post.replies import EXPIRED, REFUSED, UNREACHED, meaning

PARTS = 30
"""So many parts of a message are looked at: one inside the other costs most; a report has few."""
LETTERS = 20
"""One report may speak of so many letters."""
TOLD = 4_000
"""So many characters of a report's text are read for what went wrong."""
_OURS = re.compile(r"(?<![0-9a-z])([0-9a-f]{32})@", re.IGNORECASE)
_STATUS = re.compile(r"[45]\.\d{1,3}\.\d{1,3}")
_QUOTE = re.compile(
    r"^.*(copy of (the|your) (message|mail|letter)|original message|message header|message-id:)",
    re.IGNORECASE | re.MULTILINE,
)
_DAEMON = re.compile(r"mailer-daemon|postmaster|mail delivery|microsoftexchange|system admin", re.I)
_FAILED = re.compile(
    r"undeliver|not (be )?delivered|delivery (has )?fail|delivery failure|failure notice"
    r"|returned mail|permanent (error|failure)|unable to deliver|returned to sender",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"delayed|will (be )?(re)?tr(y|ied)|still trying|warning|no action|out of office", re.IGNORECASE
)
logging.getLogger("flufl.bounce").disabled = True  # it logs what it reads


@dataclass(frozen=True, slots=True)
class Report:
    """It says which letters did not arrive, by their numbers, and why not."""

    letters: tuple[bytes, ...]
    reason: str


def read(content: bytes) -> Report | None:
    """Read a report of permanent failure; None for whatever is none, or none of ours, or cannot be
    read at all: anybody can write to this address, whatever they like."""
    if content.lower().count(b"content-type") > PARTS:
        return None
    try:
        report = message_from_bytes(content)
        letters = tuple(bytes.fromhex(number) for number in _numbers(report))[:LETTERS]
        return Report(letters, _reason(report)) if letters and _has_failed(report) else None
    except Exception:
        return None


def _numbers(report: Message) -> dict[str, None]:
    """Find the numbers of our own letters."""
    texts = [str(report.get(name, "")) for name in ("In-Reply-To", "References")]
    for part in report.walk():
        if part is not report:
            texts.append(str(part.get("Message-ID", "")))
        if not part.is_multipart():
            texts.append(_text(part))
    return {number.lower(): None for text in texts for number in _OURS.findall(text)}


def _has_failed(report: Message) -> bool:
    """Say whether it speaks of a permanent failure; not of a delay, an absence, or success."""
    statuses = list(_statuses(report))
    if statuses:
        return any(_is_final(status) for status in statuses)
    if report.get("X-Failed-Recipients") or all_failures(report)[1]:
        return True
    told = f"{report.get('Subject', '')}\n{_told(report)}"
    automatic = _DAEMON.search(str(report.get("From", ""))) or report.get("Return-Path") == "<>"
    return bool(automatic and _FAILED.search(told) and not _NOT_YET.search(told))


def _statuses(report: Message) -> Iterator[Message]:
    """Yield what is said of each recipient (RFC 3464, 2.3)."""
    for part in report.walk():
        if part.get("Action") and (part.get("Final-Recipient") or part.get("Original-Recipient")):
            yield part


def _is_final(status: Message) -> bool:
    action, said = str(status["Action"]).strip().lower(), _diagnosis(status).lower()
    if action != "delayed":
        return action == "failed"
    expired = "4.4.7" in str(status.get("Status", "")) or "expired" in said
    return expired and "delayed" not in said and not status.get("Will-Retry-Until")


def _reason(report: Message) -> str:
    """Take the first reason that tells something: by the status with the server's words, by these
    alone, by the report's text."""
    final = [status for status in _statuses(report) if _is_final(status)]
    said = [text for status in final for text in (_status(status), _diagnosis(status))]
    reasons = [meaning(500, text).why for text in (*said, _told(report)) if text]
    clear = [reason for reason in reasons if reason not in (REFUSED, EXPIRED, UNREACHED)]
    return next(iter(clear + [reason for reason in reasons if reason != REFUSED]), REFUSED)


def _status(status: Message) -> str:
    code = _STATUS.search(str(status.get("Status", "")))
    return f"{code[0]} {_diagnosis(status)}" if code else ""


def _diagnosis(status: Message) -> str:
    return " ".join(str(status.get("Diagnostic-Code", "")).split())


def _told(report: Message) -> str:
    """Return what the report says in its own words, up to where it quotes our letter."""
    for part in report.walk():
        if part.get_content_type() == "text/plain":
            text = _text(part)
            quote = _QUOTE.search(text)
            return text[: quote.start() if quote else TOLD][:TOLD]
    return ""


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    return content.decode("ascii", "replace") if isinstance(content, bytes) else ""
