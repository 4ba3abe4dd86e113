"""Which addresses letters can go to: those that mail servers take (RFC 5321, 4.1.2), and no others.

Of what that grammar allows, three things are left out that servers refuse or that are no person's:
quoted names, addresses of machines in brackets, and letters with accents (RFC 6531).
"""

from __future__ import annotations

import re
import unicodedata

LOCAL, WHOLE = 64, 254
"""So many characters may stand before the @, and in all."""
_QUOTES = {"'": "'", '"': '"', "‘": "’", "“": "”", "`": "'"}
_NAMED = re.compile(r"[^<>]*<([^<>]*)>")
_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(\.{_ATOM})*")
_SHARED = {
    *("admin", "administration", "contact", "contactus", "donotreply", "enquiry", "frontdoor"),
    *("helpdesk", "hr", "hub", "info", "information", "noreply", "office", "postmaster"),
    *("reception", "recruitment", "referrals", "safeguarding", "service", "shared", "support"),
}
_ENDS = ("team", "teams", "services", "inbox", "mailbox", "enquiries")
"""A word of a mailbox that several people read is one of these, or ends so; none is a name."""
_DUTY = {"duty", "edt", "mash", "amhp", "adults", "childrens", "families", "managers", "staff"}
_BESIDE = {
    *("area", "asc", "care", "central", "children", "desk", "door", "east", "fostering", "front"),
    *("hours", "north", "of", "and", "out", "social", "south", "the", "west", "work", "workers"),
}
"""Words that stand beside those of ``_DUTY``, any of which beside another word may be a name
(“jo.duty@”)."""
_PIECES = re.compile(r"[\s;,/]+")
_LABEL = r"(?!-)[a-z0-9-]{1,63}(?<!-)"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+(?=[a-z0-9-]*[a-z])(?!.\Z){_LABEL}")


def plain(text: str) -> str:
    """Return the address itself, in small letters: mail programs copy it with quotes, brackets, a
    name before it, or a sign after it."""
    text = text.strip(" \t\r\n;,").rstrip(".")
    if named := _NAMED.fullmatch(text):
        text = named[1].strip()
    text = text.lower().removeprefix("mailto:")
    for _ in range(2):  # quotes in quotes; a line of nothing else holds nobody up
        if len(text) > 1 and _QUOTES.get(text[0]) == text[-1]:
            text = text[1:-1].strip()
    return text


def is_domain(name: str) -> bool:
    """Say whether this is a mail domain, in small letters."""
    return len(name) <= WHOLE - 2 and _DOMAIN.fullmatch(name) is not None


def is_shared(address: str) -> bool:
    """Say whether the mailbox looks like one that several people read."""
    local = address.partition("@")[0].partition("+")[0]
    parts = [part for part in re.split(r"[._\-]|\d+", local) if part]
    words = {*parts, "".join(parts)}
    if words & _SHARED or any(word.endswith(_ENDS) for word in words):
        return True
    return bool(words & _DUTY) and {*parts} <= _DUTY | _BESIDE


def fault_of(address: str) -> str:
    """Say what is wrong with an address, in small letters, and what would be right; “” if nothing
    is."""
    local, _, domain = address.rpartition("@")
    if local and is_domain(domain) and _LOCAL.fullmatch(local) and _is_short(local, address):
        return ""
    return f"“{address[:100]}” is no address like name@example.org{_right(local, domain, address)}"


def _is_short(local: str, address: str) -> bool:
    return len(local) <= LOCAL and len(address) <= WHOLE


def _right(local: str, domain: str, address: str) -> str:
    if not local or not domain:
        return ""
    if strange := next((sign for sign in address if not sign.isascii()), ""):
        if not strange.isprintable():
            return ": there is a character in it that cannot be seen; type the address in again"
        if unicodedata.normalize("NFD", strange)[0].isascii():
            return ": it takes letters without accents only"
        return f": the “{strange}” in it is no letter from a to z; type the address in again"
    first, *others = (piece for piece in _PIECES.split(address) if piece)
    if is_domain(first.rpartition("@")[2]) and others:
        several = any("@" in piece for piece in others)
        return ": keep one address" if several else ": write nothing beside the address"
    if not is_domain(domain):
        return (
            ": after the @ come names of up to 63 letters, digits and hyphens with dots between"
            " them, and no hyphen at the beginning or end of one"
        )
    if not _is_short(local, address):
        return f": it takes up to {LOCAL} characters before the @, and up to {WHOLE} in all"
    return ": before the @ come letters, digits and signs like . - _ + with no space"
