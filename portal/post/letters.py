"""Letters are values: one small function makes each kind, and someone else delivers them.

The words are Markdown, which ``frame`` turns into text and HTML; what stands in ``{{…}}`` is put in
afterwards, as it is.
"""

from __future__ import annotations

import binascii
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from portal.post import frame
from portal.post.headers import POLICY

BOUNDARY = "=_part_of_a_letter"
"""It parts a message, as “=_” never occurs in quoted-printable (RFC 2045, 6.7)."""

STAFF = "staff"
"""Letters to staff have this box; no round has this code."""
STAFF_FOOT = """**About this letter:** the Social Work Health Check sends it, because you have an \
account on its staff site. Its link starts with {{site}}/. We never ask for a password."""


TRIAL = "This is a test, sent only to you because you asked for it. Its links open no survey."


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter is ready to be handed over, all its words put in.

    ``stop`` is the address at which one click ends the letters; letters to staff have none.
    ``via`` says in whose name it comes; ``reply_to`` where answers go, if not to the sender.
    ``reference`` is a random number of this letter's own, by which its failure can be told; ``box``
    the round that it belongs to, or “staff”; ``at`` when it was written. With ``once`` it is tried
    once, whatever becomes of it."""

    to: str
    name: str
    subject: str
    text: str
    html: str
    stop: str = ""
    via: str = ""
    reply_to: str = ""
    reference: str = ""
    box: str = STAFF
    at: datetime | None = None
    once: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """A letter about a round says these. ``closes`` is in words; links are whole addresses.
    ``psw``: the name of the principal social worker who vouches for it, if there is one; ``said``:
    where it is said what was done after last year's round, the same for a whole organisation."""

    to: str
    name: str
    organisation: str
    round: str
    closes: str
    minutes: int
    link: str
    stop: str
    support: str
    psw: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """A letter to staff says these. ``role`` is in words; ``link`` is a whole address."""

    to: str
    name: str
    role: str
    link: str
    support: str
    stop: str = ""


@dataclass(frozen=True, slots=True)
class TroubleFacts:
    """An administrator is told these of a round that needs somebody; ``link`` leads to its page."""

    to: str
    name: str
    round: str
    link: str
    support: str
    stop: str = ""


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """An administrator is told these of a clock in doubt, in words: what it says (``clock``), when
    the worker was last at work (``before``) and until when it waits (``ends``)."""

    to: str
    name: str
    clock: str
    before: str
    ends: str
    link: str
    support: str
    stop: str = ""


def sign_in(facts: StaffFacts) -> Letter:
    """Write a letter whose link lets its reader in once."""
    opening = (
        "Here is your link to the staff site. It works once, for 15 minutes, and only in the "
        "browser in which you asked for it."
    )
    ignore = (
        "If you did not ask for it, somebody has typed your address: nothing has happened, and "
        "you can ignore this letter. Never pass the link on. Questions: {{support}}"
    )
    return staff_letter(facts, "Your sign-in link", opening, "{{link}}", ignore, button="Sign in")


def welcome(facts: StaffFacts) -> Letter:
    """Write to somebody whose account is new."""
    opening = "You now have an account on the staff site of the health check, as {{role}}."
    how = (
        "There is no password. To sign in, open this page and type in this address, {{to}}. We "
        "email you a link that works once."
    )
    questions = "If you did not expect this, tell us. Questions: {{support}}"
    return staff_letter(
        facts, "Your account", opening, how, "{{link}}", questions, button="Go to the sign-in page"
    )


def trial(letter: Letter, to: str, name: str) -> Letter:
    """Turn a letter into one that shows it to somebody else, and says so. No click ends others."""
    text, html = frame.noted(letter.text, letter.html, TRIAL)
    subject = f"Test: {letter.subject}"
    return replace(letter, to=to, name=name, subject=subject, text=text, html=html, stop="")


def message(letter: Letter, sender: str) -> EmailMessage:
    """Make an email of it, with a text and an HTML part and one-click unsubscribe (RFC 8058).

    Its Message-ID tells mail servers on its way no more than that letters differ; with the
    database, whom it went to, for as long as the database itself says so.
    """
    email = EmailMessage(policy=POLICY)
    email["From"] = _sender(letter.via, sender)
    email["To"] = _address(letter.name, letter.to)
    if letter.reply_to:
        email["Reply-To"] = _header("Reply-To", letter.reply_to)
    email["Subject"] = _header("Subject", letter.subject)
    if letter.at:
        email["Date"] = letter.at
    if letter.reference:
        email["Message-ID"] = f"<{letter.reference}@{parseaddr(sender)[1].rpartition('@')[2]}>"
    if letter.stop:
        email["List-Unsubscribe"] = f"<{letter.stop}>"
        email["List-Unsubscribe-Post"] = _header(
            "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"
        )
    email["Auto-Submitted"] = _header("Auto-Submitted", "auto-generated")
    email["MIME-Version"] = _header("MIME-Version", "1.0")
    email["Content-Type"] = _header("Content-Type", f'multipart/alternative; boundary="{BOUNDARY}"')
    email.attach(_part("plain", letter.text))
    email.attach(_part("html", letter.html))
    return email


def _part(kind: str, text: str) -> EmailMessage:
    """Write it in quoted-printable, which never holds the boundary or a line that is too long."""
    part = EmailMessage(policy=POLICY)
    part["Content-Type"] = _header("Content-Type", f'text/{kind}; charset="utf-8"')
    part["Content-Transfer-Encoding"] = _header("Content-Transfer-Encoding", "quoted-printable")
    lines = "\r\n".join([*text.splitlines(), ""])
    part.set_payload(binascii.b2a_qp(lines.encode(), istext=True).decode("ascii"))
    return part


@lru_cache(maxsize=512)
def _header(name: str, value: str) -> Any:
    """Parse it once for all letters in which it is the same: that takes longer than all the rest.
    Raises ``ValueError`` for a value of several lines."""
    return POLICY.header_store_parse(name, value)[1]


@lru_cache(maxsize=512)
def _sender(via: str, sender: str) -> Any:
    return POLICY.header_store_parse("From", _from(via, sender))[1]


def seen_from(via: str, sender: str) -> str:
    """Say from whom a letter is, as mail programs show it. ``via``: in whose name it comes."""
    return str(_from(via, sender))


def _from(via: str, sender: str) -> Address:
    name, address = parseaddr(sender)
    return _address(f"{via} via {name}" if via and name else name, address)


def staff_letter(
    facts: StaffFacts | TroubleFacts | ClockFacts,
    subject: str,
    *paragraphs: str,
    button: str = "Go to the staff site",
) -> Letter:
    """Write to staff, in whole paragraphs; what stands below them is the same for all."""
    whole = f"Social Work Health Check: {subject[0].lower()}{subject[1:]}"
    body = "\n\n".join(["{{greeting}}", *paragraphs, STAFF_FOOT])
    return written(facts, whole, body, button)


def written(
    facts: Facts | StaffFacts | TroubleFacts | ClockFacts,
    subject: str,
    markdown: str,
    button: str,
) -> Letter:
    """Put what they need into the words; ``{{greeting}}`` has the name, if there is one. All links
    are on the ``{{site}}`` of the first one; ``{{limits}}`` is its page with what is not promised.
    ``button``: what the link does, as words to press."""
    words = {name: " ".join(str(value).split()) for name, value in asdict(facts).items()}
    words["greeting"] = f"Dear {words['name']}," if words["name"] else "Hello,"
    words["site"] = "{0.scheme}://{0.netloc}".format(urlsplit(words["link"]))
    words["limits"] = f"{words['site']}/privacy#limits"
    subject = frame.filled(subject, words)
    text, html = frame.written(markdown, words, subject, button)
    return Letter(facts.to, words["name"], subject, text, html, stop=facts.stop)


def _address(name: str, address: str) -> Address:
    return Address(display_name=name, addr_spec=address)
