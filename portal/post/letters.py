"""Letters as values: made by one small function each, delivered by someone else.

The words are Markdown, which ``prose`` turns into text and HTML; what stands in ``{{…}}`` is put in
afterwards, as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

from markupsafe import Markup, escape

from portal import prose

POLICY = SMTP.clone(max_line_length=998, cte_type="7bit")
"""Long enough that a List-Unsubscribe address is never folded into an encoded word."""

STYLE = "max-width: 36em; font: 16px/1.5 arial, sans-serif; color: #0b0c0c"
"""Mail programs read no stylesheet."""
_PIPE = re.compile(r"\{\{([a-z]+)\}\}")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


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


LINK = """{{link}}

The survey is open until {{closes}}."""

PROMISE = """**Nobody at work can see what you answered.** Your answers are sealed when you submit \
them. They are opened only after the survey has closed, and kept without your name, this link, \
your address or the time. No score is ever shown for fewer than ten people."""

FOOT = """This link is yours alone: please do not forward it. We cannot see from it what anybody \
answers. Questions: {{support}}

No more letters about this survey: {{stop}}"""


NAMED = """This return is your organisation's own statement, and names it: it is not anonymous. \
Whoever has the link works on the same answers, so pass it on to those who hold the figures. It \
can be corrected until the closing."""

FOOT_OF_RETURN = """Questions: {{support}}

No more letters about this return: {{stop}}"""


def invitation(facts: Facts) -> Letter:
    """The first letter."""
    opening = (
        "Your organisation, {{organisation}}, asks how safe, well led and supported your work is. "
        "It takes about {{minutes}} minutes on a phone or a computer; you can stop and come back."
    )
    return _letter(facts, "{{round}}: your personal link", opening)


def reissue(facts: Facts) -> Letter:
    """A new link in the place of an earlier one."""
    opening = (
        "Here is a new personal link for {{round}} at {{organisation}}. "
        "The link in our earlier letters no longer works."
    )
    return _letter(facts, "{{round}}: your new link", opening)


def reminder(facts: Facts) -> Letter:
    """To people who have not submitted."""
    opening = (
        "There is still time to say how your work at {{organisation}} is. "
        "It takes about {{minutes}} minutes; if you have begun, you can carry on where you stopped."
    )
    return _letter(facts, "{{round}}: still open until {{closes}}", opening)


def return_invitation(facts: Facts) -> Letter:
    """The link of an organisation's return, which its people share."""
    opening = (
        "Here is the link to the return of {{organisation}}. It has a list of pages, and room to "
        "say who is to fill in which. Allow about {{minutes}} minutes in all, and time to find "
        "the figures."
    )
    return _letter(facts, "{{round}}: your organisation's return", opening, NAMED, FOOT_OF_RETURN)


def return_reissue(facts: Facts) -> Letter:
    """A new link to a return; the answers are where they were."""
    opening = (
        "Here is a new link to the return of {{organisation}}. The link in our earlier letters no "
        "longer works; the answers so far are kept."
    )
    return _letter(facts, "{{round}}: your new link", opening, NAMED, FOOT_OF_RETURN)


def return_reminder(facts: Facts) -> Letter:
    """While a return has not been submitted."""
    opening = (
        "The return of {{organisation}} has not been submitted yet. The link opens it where you "
        "and your colleagues left it."
    )
    subject = "{{round}}: your return is open until {{closes}}"
    return _letter(facts, subject, opening, NAMED, FOOT_OF_RETURN)


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


def deliverable(address: str) -> bool:
    """Whether a letter can be addressed so: plain ASCII, one mailbox, and no other one than that
    (an address may hold comments, which a mail server drops)."""
    try:
        return address.isascii() and _address("", address).addr_spec == address
    except (ValueError, IndexError, HeaderParseError):
        return False


def _letter(
    facts: Facts, subject: str, opening: str, promise: str = PROMISE, foot: str = FOOT
) -> Letter:
    words = {name: " ".join(str(value).split()) for name, value in asdict(facts).items()}
    hello = "Dear {{name}}," if words["name"] else "Hello,"
    markdown = "\n\n".join([hello, opening, LINK, promise, foot])
    return Letter(
        to=facts.to,
        name=words["name"],
        subject=_filled(subject, words),
        text=_filled(prose.plain(markdown), words) + "\n",
        html=_html(markdown, words),
        stop=facts.stop,
    )


def _html(markdown: str, words: Mapping[str, str]) -> str:
    shown = {name: escape(word) for name, word in words.items()}
    shown |= {name: _linked(words[name]) for name in ("link", "stop", "support")}
    body = _filled(prose.html(markdown), shown)
    head = '<!doctype html><html lang="en"><meta charset="utf-8">'
    return f'{head}<body style="{STYLE}">{body}</body></html>'


def _linked(word: str) -> Markup:
    """Whom to ask may be an address on the web, or words."""
    if _ADDRESS.fullmatch(word):
        return Markup('<a href="{0}">{0}</a>').format(word)
    return escape(word)


def _filled(text: str, words: Mapping[str, str]) -> str:
    """Names are put in last, so that nothing in them is read as Markdown or HTML."""
    return _PIPE.sub(lambda match: words[match[1]], text)


def _address(name: str, address: str) -> Address:
    return Address(display_name=name, addr_spec=address)
