"""What can become of a letter that is handed over, and why an address does not work, in words."""

from __future__ import annotations

import re
from typing import Protocol

from portal.post.letters import Letter


class Deliver(Protocol):
    """Hands a letter over, and returns once it is on its way; else raises one of the below."""

    def __call__(self, letter: Letter, /) -> None: ...


class Refused(Exception):
    """For good: this letter never reaches that address. The message says why in a few words."""

    @property
    def of_address(self) -> bool:
        """Whether it speaks of the address; else it may speak of us."""
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
    """A reply's meaning (RFC 5321, 4.2; RFC 3463), never its own words: they may say anything."""
    found = _ENHANCED.search(text)
    if found is None:
        return _BY_CODE.get(code, REFUSED)
    return next((said for rule, said in _SAID if re.fullmatch(rule, found[0])), REFUSED)
