"""Make the tokens in links, and the codes with which a person comes back.

A link's token *T* leads to a ticket and to nothing else. A resume code *R* is made independently of
T, so that whoever reads the person's mail can start again but never open what was written.
"""

from __future__ import annotations

import base64
import re
import secrets

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from portal.vault.derivation import ID_BYTES, KEY_BYTES, derive, exactly

TOKEN_BYTES = 16
SHEET_BYTES = 5
CODE_BYTES = 13
"""A resume code is a big-endian number below 2**100: the upper four bits are zero."""

_CODE_BITS = 100
_ISSUES = 2**32
_URL_SAFE = re.compile(r"[A-Za-z0-9_-]*")
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011")
_AS_DIGITS = str.maketrans(_CROCKFORD, "0123456789abcdefghijklmnopqrstuv")
"""Python's own digits of base 32."""
_BETWEEN_GROUPS = re.compile(r"[\s\u00ad\u200b\u2010-\u2015\u2212-]")
"""It matches white space, and what keyboards and word processors make of a hyphen."""


def new_link_key() -> bytes:
    """Make 32 random bytes, one key per round."""
    return secrets.token_bytes(KEY_BYTES)


def invitation_token(link_key: bytes, invitation: bytes, issue: int) -> bytes:
    """Return the 16 bytes of T, the same for every letter of this issue, so it is never stored.

    They are the first 128 bits of HMAC-SHA256(link key, "invitation" ‖ 16-byte id ‖ 4-byte issue).
    Raises ``ValueError`` for any other width.
    """
    if not 0 <= issue < _ISSUES:
        raise ValueError(f"an issue number must be from 0 to {_ISSUES - 1}, not {issue}")
    mac = HMAC(exactly(KEY_BYTES, link_key, "a link key"), SHA256())
    mac.update(b"invitation" + exactly(ID_BYTES, invitation, "an invitation's id"))
    mac.update(issue.to_bytes(4, "big"))
    return mac.finalize()[:TOKEN_BYTES]


def random_token() -> bytes:
    """Make 16 random bytes, for open links and "no more reminders"."""
    return secrets.token_bytes(TOKEN_BYTES)


def new_sheet() -> bytes:
    """Make the five random bytes with which the tokens of all slips of a sheet begin. They are no
    secret: whoever holds a slip can read them."""
    return secrets.token_bytes(SHEET_BYTES)


def slip_token(sheet: bytes) -> bytes:
    """Make the token of a slip: its sheet's bytes, and eleven random ones of its own."""
    own = secrets.token_bytes(TOKEN_BYTES - SHEET_BYTES)
    return exactly(SHEET_BYTES, sheet, "a sheet") + own


def sheet_of(token: bytes) -> bytes:
    """Return the sheet of a slip."""
    return token[:SHEET_BYTES]


def ticket_of(token: bytes) -> bytes:
    """Derive 16 bytes, HKDF(T, "ticket"), which are what the database may know of a link."""
    return derive(exactly(TOKEN_BYTES, token, "a token"), "ticket", ID_BYTES)


def link_text(token: bytes) -> str:
    """Write it in 22 characters that need no quoting in an address."""
    return url_text(exactly(TOKEN_BYTES, token, "a token"))


AFTER = ".,;:!?)>]}'\"’”*"
"""These follow an address in a sentence, and come along where a mail program has cut it wrongly."""
PERSONAL = "/r/"
"""A personal link has the code behind this."""


def token_of(text: str) -> bytes | None:
    """Return the token, which has one spelling; None for any other, another encoding included. What
    a mail program takes for the end of an address, and is the end of a sentence, is left out."""
    text = text.rstrip(AFTER)
    token = from_url_text(text) if len(text) == 22 else None
    return token if token is not None and len(token) == TOKEN_BYTES else None


def url_text(data: bytes) -> str:
    """Write it in base64 for addresses and cookies (RFC 4648, section 5), without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_url_text(text: str) -> bytes | None:
    """Read it back; None unless ``url_text`` would have written exactly this.

    Python's decoder skips what it does not know and ignores spare bits, hence the two checks.
    """
    if not _URL_SAFE.fullmatch(text) or len(text) % 4 == 1:
        return None
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return data if url_text(data) == text else None


def new_resume_code(*, forwarded: bool = False) -> bytes:
    """Make a code of 100 random bits in 13 bytes, of which one says, to whoever has the code,
    whether it was begun by a link that is ``forwarded``: so it is drawn until that is right."""
    while True:
        code = secrets.randbits(_CODE_BITS).to_bytes(CODE_BYTES, "big")
        if is_forwarded(code) == forwarded:
            return code


def is_forwarded(code: bytes) -> bool:
    """Say whether a code was made for answers that were begun by a link to forward: it is the
    lowest bit of HKDF(R, "forwarded")."""
    return bool(derive(_code(code), "forwarded", 1)[0] & 1)


def resume_text(code: bytes) -> str:
    """Write it in five groups of four characters of Crockford's base 32, as people are shown it."""
    number = int.from_bytes(_code(code), "big")
    letters = [_CROCKFORD[number >> shift & 31] for shift in range(_CODE_BITS - 5, -1, -5)]
    return "-".join("".join(letters[start : start + 4]) for start in range(0, 20, 4))


def resume_code_of(text: str) -> bytes | None:
    """Read the code as people type it: any case, spaces or dashes anywhere, O for 0, I or L for 1;
    or the whole personal link, as it was copied.

    It is None when it is not twenty characters of the alphabet, which has no U.
    """
    typed = _BETWEEN_GROUPS.sub("", text.rpartition(PERSONAL)[2].strip().rstrip(AFTER))
    letters = typed.upper().translate(_READ_AS)
    if len(typed) != 20 or not typed.isascii() or not set(letters) <= set(_CROCKFORD):
        return None
    return int(letters.translate(_AS_DIGITS), 32).to_bytes(CODE_BYTES, "big")


def shared_code(token: bytes) -> bytes:
    """Derive a return's resume code from its link, so that all who hold it work on one draft."""
    bits: int = int.from_bytes(derive(token, "shared code", CODE_BYTES), "big") % 2**_CODE_BITS
    return bits.to_bytes(CODE_BYTES, "big")


def ballot_key(code: bytes) -> bytes:
    """Return the key under which a return's ballot lies, so that submitting again replaces it."""
    return derive(_code(code), "ballot key", ID_BYTES)


def new_draft_secret() -> bytes:
    """Make a round's 32 random bytes; once they are gone, no draft in any backup can be read."""
    return secrets.token_bytes(KEY_BYTES)


def draft_id(code: bytes) -> bytes:
    """Derive the key of the draft's row, 16 bytes: HKDF(R, "draft id")."""
    return derive(_code(code), "draft id", ID_BYTES)


def draft_key(code: bytes, draft_secret: bytes) -> bytes:
    """Derive 32 bytes, HKDF(R ‖ draft secret, "draft key"); neither half alone reads the draft."""
    secret = _code(code) + exactly(KEY_BYTES, draft_secret, "a draft secret")
    return derive(secret, "draft key", KEY_BYTES)


def browser_key(code: bytes) -> bytes:
    """Derive 32 bytes, HKDF(R, "browser"), which a page holds and nobody stores: what its tab keeps
    until it can be sent says nothing without them."""
    return derive(_code(code), "browser", KEY_BYTES)


def draft_slots(draft_secret: bytes, owner: bytes, block: int, number: int) -> list[bytes]:
    """Derive a block of up to 510 places for the drafts of one owner, 16 bytes each.

    It is HKDF(draft secret ‖ 16-byte owner ‖ 4-byte block, "draft slot"), cut up; fewer are the
    first of more. The owner is a ticket or an ``open_link_mark``. Without the secret nothing joins
    them.
    """
    secret = exactly(KEY_BYTES, draft_secret, "a draft secret")
    secret += exactly(ID_BYTES, owner, "an owner of drafts") + block.to_bytes(4, "big")
    places = derive(secret, "draft slot", ID_BYTES * number)
    return [places[start : start + ID_BYTES] for start in range(0, len(places), ID_BYTES)]


def open_link_mark(token: bytes) -> bytes:
    """Derive 16 bytes, HKDF(T, "open link"), which own the places of an open link: one that takes
    its place has others."""
    return derive(exactly(TOKEN_BYTES, token, "a token"), "open link", ID_BYTES)


def _code(code: bytes) -> bytes:
    if exactly(CODE_BYTES, code, "a resume code")[0] >> 4:
        raise ValueError("a resume code must be below 2**100")
    return code
