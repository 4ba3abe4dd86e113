"""Tell what a mail server means by a reply: of whom it speaks, and why an address does not work.

What counts is the status (RFC 3463), then the words, since many servers give no status, or one that
says nothing, and at last the code (RFC 5321, 4.2). The words themselves, which may say anything,
are never passed on.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, TypeAlias

from portal.post.outcomes import Distrusted, Doubted, Refused, TryLater

About: TypeAlias = Literal["address", "us", "either"]


class Meaning(NamedTuple):
    """It says why a letter does not arrive, and whose fault that is."""

    why: str
    about: About


NO_SUCH_ADDRESS = "there is no such address"
OFF = "the mailbox is switched off"
FULL = "the mailbox is full"
UNREACHED = "the mail domain cannot be reached"
EXPIRED = "the mail server tried for days and gave up"
MALFORMED = "the mail server does not accept an address written like this"
REFUSED = "the mail server refused the letter"
PUT_OFF = "the mail server kept delaying the letter"
BLOCKED = "the mail server blocks our letters"
RELAYING = "the mail server does not pass our letters on"
SENDER = "the mail server does not take the sender of our letters"

_ENHANCED = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")
_SAYS_NOTHING = re.compile(r".\.(0\.\d+|1\.0|5\.\d+)")
"""These statuses are given for want of a better one, or of a command: the words say more."""
_OF_US = (
    (
        r"\bsender\b.{0,60}(reject|verif|fail|refus|den(y|ied)|invalid|not )"
        r"|(verif\w*|reject\w*|invalid|bad|unknown|unverified) (the )?(envelope )?sender\b"
        r"|return[- ]path|mail from",
        SENDER,
    ),
    (
        r"\brelay(ing)?\b.{0,30}(den(y|ied)|not |prohibit|disabled|refus)|\bto relay\b"
        r"|\b(no|not|won't|cannot) relay|not a (gate|relay)|rcpthosts|be relayed",
        RELAYING,
    ),
)
_BY_STATUS = (
    (r".\.1\.[78]", Meaning(SENDER, "us")),
    (r".\.1\.([1-46]|10)", Meaning(NO_SUCH_ADDRESS, "address")),
    (r".\.2\.1", Meaning(OFF, "address")),
    (r".\.2\.2", Meaning(FULL, "address")),
    (r".\.4\.7", Meaning(EXPIRED, "either")),
    (r".\.7\.\d+", Meaning(BLOCKED, "us")),
)
_NOBODY = (
    r"recipient address rejected: access denied"  # Exchange Online, with 5.4.1
    r"|(user|recipient|mailbox|address|account|local part|person|addressee)\b.{0,40}"
    r"(unknown|not found|not exist|n't exist|not known|no longer|invalid|not listed|n't have)"
    r"|(unknown|no such|not a (known|valid)|nonexistent|non-existent|bad|no) "
    r"(virtual |local |e-?mail |destination )?(user|recipient|mailbox|address|account|person)"
    r"|invalid (user|mailbox)"  # but OpenSMTPD calls a recipient so to whom it does not relay
    r"|unrouteable address|no mailbox here"
)
_FULL = r"mailbox.{0,30}full|over ?quota|quota|(exceed|insufficient|out of)\w*.{0,20}stor|disk full"
_OFF = r"(mailbox|account|user)\b.{0,30}(disabled|suspended|inactive|locked)"
_SPAM = (
    r"\bspam|spf\b|dkim|dmarc|black ?list|block ?list|blocked|dnsbl|\brbl\b|reputation|banned"
    r"|polic(y|ies)|greet pause|authenticat|helo\b|ehlo\b|(client|host) .{0,40}(reject|denied)"
    r"|unsolicited|junk mail|too many (message|letter|e-?mail|mail|connection|recipient)s"
    r"|rate limit|not authori[sz]ed"
)
_BY_WORDS = (
    (_SPAM, Meaning(BLOCKED, "us")),
    (_FULL, Meaning(FULL, "address")),
    (_OFF, Meaning(OFF, "address")),
    (_NOBODY, Meaning(NO_SUCH_ADDRESS, "address")),
    (r"expired|retry time(out)?|too long in queue", Meaning(EXPIRED, "either")),
    (r"(host|domain).{0,30}(not found|unknown|not exist)|no route", Meaning(UNREACHED, "either")),
)
_BY_CODE = {
    501: Meaning(MALFORMED, "either"),
    **dict.fromkeys((502, 503, 530, 534, 535, 538), Meaning(BLOCKED, "us")),
    **dict.fromkeys((550, 551, 553), Meaning(NO_SUCH_ADDRESS, "either")),
    552: Meaning(FULL, "either"),
}


def meaning(code: int, text: str = "") -> Meaning:
    """Tell what a reply says of a recipient. An address that is quoted in it says nothing."""
    words = " ".join(re.sub(r"<[^<>]*>|\S+@\S+", " ", text).lower().split())
    enhanced = _ENHANCED.search(text)
    status = enhanced[0] if enhanced else "5.0.0"
    for pattern, why in _OF_US:
        if re.search(pattern, words):
            return Meaning(why, "us")
    for pattern, meant in _BY_STATUS:
        if re.fullmatch(pattern, status):
            return meant
    for pattern, meant in _BY_WORDS:
        if re.search(pattern, words):
            return meant
    if status[1:3] == ".4":
        return Meaning(UNREACHED, "either")
    silent = Meaning(REFUSED if code >= 500 else PUT_OFF, "either")
    return _BY_CODE.get(code, silent) if _SAYS_NOTHING.fullmatch(status) else silent


def to_recipient(code: int, text: str) -> Exception:
    """Return what becomes of a letter to whose recipient this was replied, 400 or above."""
    why, about = meaning(code, text)
    lasting = code >= 500
    if about == "us" and (lasting or why != BLOCKED):  # who puts off by policy does so by domain
        return Distrusted(why)
    if not lasting:
        return TryLater(why)
    return Refused(why) if about == "address" else Doubted(why, of_form=why == MALFORMED)


def to_letter(code: int, text: str) -> Exception:
    """Return what becomes of a letter to which this was replied, 400 or above: after its recipient
    was taken nothing speaks of the address any more, whatever it says."""
    why, about = meaning(code, text)
    silent = REFUSED if code >= 500 else PUT_OFF
    return Distrusted(why if about == "us" or why == FULL else silent)
