"""Fold a letter's headers: lines of 78 characters where that can be done, of 998 at most (RFC 5322,
2.1.1), and encoded words of 75 at most (RFC 2047, 2), which the library does not keep to.

An address on the web or of a mailbox is never broken or encoded: the library would do so with a
long List-Unsubscribe, which nobody could follow then.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.header import Header
from email.headerregistry import Address, BaseHeader, HeaderRegistry
from email.policy import SMTP, Policy

LINE, WORD = 78, 75
"""Characters of a line, and of an encoded word."""
_SPACE = re.compile(r"(?<=\S) (?=\S)")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")


class Folded(BaseHeader):
    """One header, which writes itself in lines."""

    def fold(self, *, policy: Policy) -> str:
        addresses: Sequence[Address] = getattr(self, "addresses", ())
        if addresses:
            pieces = [piece for address in addresses for piece in _mailbox(address)]
        elif self.name.lower() == "subject":
            pieces = _text(str(self))
        else:
            pieces = [str(self)]
        return policy.linesep.join(_lines(f"{self.name}:", pieces)) + policy.linesep


POLICY = SMTP.clone(
    max_line_length=998, cte_type="7bit", header_factory=HeaderRegistry(base_class=Folded)
)


def _lines(start: str, pieces: Sequence[str]) -> list[str]:
    """Put as many pieces in each line as it takes; the first stands beside the header's name."""
    lines = [f"{start} {pieces[0]}" if pieces else start]
    for piece in pieces[1:]:
        if len(lines[-1]) + 1 + len(piece) <= LINE:
            lines[-1] += f" {piece}"
        else:
            lines.append(f" {piece}")
    return lines


def _mailbox(address: Address) -> list[str]:
    if not address.display_name:
        return [address.addr_spec]
    return [*_phrase(address.display_name), f"<{address.addr_spec}>"]


def _phrase(name: str) -> list[str]:
    if not _is_plain(name):
        return _encoded(name)
    if _ATOMS.fullmatch(name):
        return _SPACE.split(name)
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return _SPACE.split(f'"{quoted}"')


def _text(text: str) -> list[str]:
    return _SPACE.split(text) if _is_plain(text) else _encoded(text)


def _is_plain(text: str) -> bool:
    """Say whether it can stand as it is: nothing in it is, or would be taken for, an encoded
    word, and each of its words goes into a line, beside the name of its header."""
    short = all(len(word) <= LINE // 2 for word in _SPACE.split(text))
    return text.isascii() and text.isprintable() and "=?" not in text and short


def _encoded(text: str) -> list[str]:
    """Encode it whole, in words that each hold whole characters."""
    header = Header(text, "utf-8", maxlinelen=WORD, header_name="Subject")
    return [word.strip() for word in header.encode(linesep="\n").split("\n")]
