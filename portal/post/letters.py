"""Letters as values: made by one small function each, delivered by someone else.

The words are Markdown; ``prose`` turns them into text and HTML.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

from portal import prose

POLICY = SMTP.clone(max_line_length=998, cte_type="7bit")
"""Long enough that a List-Unsubscribe address is never folded into an encoded word."""


@dataclass(frozen=True, slots=True)
class Letter:
    """``stop``: the address at which one click ends the letters."""

    to: str
    name: str
    subject: str
    text: str
    html: str
    stop: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a letter about a round says. ``closes`` is in words; links are whole addresses."""

    to: str
    name: str
    organisation: str
    round: str
    closes: str
    minutes: int
    link: str
    stop: str
    support: str


PROMISE = """**Nobody at work can see what you answered.** Your answers are sealed when you submit \
them. They are opened only after the survey has closed, and kept without your name, this link, \
your address or the time. No score is ever shown for fewer than ten people."""

FOOT = """This link is yours alone: please do not forward it. We cannot see from it what anybody \
answers. Questions: {support}

No more letters about this survey: {stop}"""


def invitation(facts: Facts) -> Letter:
    """The first letter."""
    opening = (
        "your organisation, {organisation}, asks how safe, well led and supported your work is. "
        "It takes about {minutes} minutes on a phone or a computer; you can stop and come back."
    )
    return _letter(facts, "{round}: your personal link", opening)


def reissue(facts: Facts) -> Letter:
    """A new link in the place of an earlier one."""
    opening = (
        "here is a new personal link for {round} at {organisation}. "
        "The link in our earlier letters no longer works."
    )
    return _letter(facts, "{round}: your new link", opening)


def reminder(facts: Facts) -> Letter:
    """To people who have not submitted."""
    opening = (
        "there is still time to say how your work at {organisation} is. "
        "It takes about {minutes} minutes; if you have begun, you can carry on where you stopped."
    )
    return _letter(facts, "{round}: still open until {closes}", opening)


def message(letter: Letter, sender: str) -> EmailMessage:
    """The letter as an email with a text and an HTML part and one-click unsubscribe (RFC 8058)."""
    email = EmailMessage(policy=POLICY)
    email["From"] = _address(*parseaddr(sender))
    email["To"] = _address(letter.name, letter.to)
    email["Subject"] = letter.subject
    email["List-Unsubscribe"] = f"<{letter.stop}>"
    email["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    email["Auto-Submitted"] = "auto-generated"
    email.set_content(letter.text)
    email.add_alternative(letter.html, subtype="html")
    return email


def _letter(facts: Facts, subject: str, opening: str) -> Letter:
    said = {
        "organisation": facts.organisation,
        "round": facts.round,
        "closes": facts.closes,
        "minutes": facts.minutes,
        "support": facts.support,
        "stop": facts.stop,
    }
    paragraphs = [
        f"Dear {facts.name}," if facts.name else "Hello,",
        opening.format(**said),
        f"{facts.link}",
        f"The survey is open until {facts.closes}.",
        PROMISE,
        FOOT.format(**said),
    ]
    return Letter(
        to=facts.to,
        name=facts.name,
        subject=subject.format(**said),
        text="\n\n".join(prose.plain(paragraph).strip() for paragraph in paragraphs) + "\n",
        html=_html(paragraphs),
        stop=facts.stop,
    )


def _html(paragraphs: list[str]) -> str:
    body = "".join(prose.html(_linked(paragraph)) for paragraph in paragraphs)
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><body>{body}</body></html>'


def _linked(paragraph: str) -> str:
    """Bare addresses as Markdown links."""
    return " ".join(
        f"<{word}>" if word.startswith(("http://", "https://")) else word
        for word in paragraph.split(" ")
    )


def _address(name: str, address: str) -> Address:
    return Address(display_name=name, addr_spec=address)
