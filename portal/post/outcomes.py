"""Say what became of a letter that was handed over, and why an address does not work."""

from __future__ import annotations

import re
from typing import Protocol

from portal.post.letters import Letter


class Deliver(Protocol):
    """Hand a letter over, and return once it is on its way; else raise one of the below."""

    def __call__(self, letter: Letter, /) -> None: ...


class Refused(Exception):
    """This letter never reaches that address. The message says why in a few words."""

    @property
    def of_address(self) -> bool:
        """Say whether it speaks of the address; else it may speak of us."""
        return str(self) not in (REFUSED, BLOCKED)


class TryLater(Exception):
    """This letter was certainly not taken; it may be another time."""


class Unknown(Exception):
    """The connection was lost when the letter may have been taken already: nobody knows."""


class Down(Exception):
    """No letter at all can be handed over now; this one was not. The message says why."""


NO_SUCH_ADDRESS = "there is no such address"
FULL = "the mailbox is full"
REFUSED = "the mail server refused the letter"
BLOCKED = "the mail server does not let letters to it through"
_SAID = (
    (r"[45]\.1\.[0-46]|[45]\.1\.10", NO_SUCH_ADDRESS),
    (r"[45]\.2\.1", "the mailbox is switched off"),
    (r"[45]\.2\.2", FULL),
    (r"[45]\.4\.\d+", "the mail domain cannot be reached"),
    (r"[45]\.7\.\d+", BLOCKED),
)
_ENHANCED = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")
_BY_CODE = {550: NO_SUCH_ADDRESS, 551: NO_SUCH_ADDRESS, 553: NO_SUCH_ADDRESS, 552: FULL}


def why(code: int, text: str = "") -> str:
    """Return a reply's meaning (RFC 5321, 4.2; RFC 3463), never its own words, which may say
    anything."""
    enhanced = _ENHANCED.search(text)
    if enhanced is None:
        return _BY_CODE.get(code, REFUSED)
    return next((said for rule, said in _SAID if re.fullmatch(rule, enhanced[0])), REFUSED)
