"""Signing in by a link that works once: asked for in a browser, sent by the worker, entered in the
same browser.

The link's token is derived by the worker when the letter is sent (``notices``); the database knows
its hash only, as it does of the browser's cookie.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.errors import Conflict, LinkRevoked, NotFound
from portal.services import audit, sessions
from portal.services.staff import Person, by_email, person
from portal.store.db import db
from portal.store.staff import Notice, SignIn, Staff
from portal.vault import passes, tokens

LIVES = timedelta(minutes=15)
"""How long a link is good that somebody asked for in a browser."""
LIVES_BY_HAND = timedelta(hours=1)
"""And one made on the command line, which the operator still has to pass on."""
AT_ONCE, AN_HOUR = 3, 6
"""Links that one account may ask for in the life of a link, and in an hour; what is beyond that is
dropped without a word. Signing in begins the count anew."""
_LINK = "sign-in link"
_BROWSER = "sign-in browser"

UNKNOWN = "This link is not one of ours, or it is over an hour old. Ask for a new one."
EXPIRED = "This link has expired: it is good for a quarter of an hour. Ask for a new one."
USED = "This link has been used already: each works once. Ask for a new one."
ELSEWHERE = (
    "This link was asked for in another browser, and works only there."
    " Open it in that browser, or ask for a new link here."
)


@dataclass(frozen=True, slots=True)
class Entered:
    """``cookie``: of the session that has begun."""

    cookie: str
    person: Person


def ask(email: str, held: str, now: datetime) -> str:
    """Put a link in hand for whoever has an account with this address.

    Returns the text for this browser's cookie, which is the one it ``held`` if that is one of
    ours: so every link that a browser asked for works in it.
    """
    cookie = held if passes.hash_of(held, _BROWSER) else passes.new_pass()
    with db.atomic("IMMEDIATE"):
        found = Staff.get_or_none((Staff.email == email.strip().lower()) & (Staff.suspended == 0))
        if found is not None and _may_ask(found, now):
            row = SignIn.create(
                id=secrets.token_bytes(16),
                staff=found.id,
                browser=passes.hash_of(cookie, _BROWSER),
                asked=now,
            )
            Notice.create(id=secrets.token_bytes(16), staff=found.id, kind="sign-in", about=row.id)
    return cookie


def mint(sign_in: bytes | None, staff_key: bytes, now: datetime) -> str | None:
    """The token of a link that was asked for, as text, its hash noted; none for one that would
    arrive too late. The same whenever its letter is sent."""
    row = SignIn.get_or_none((SignIn.id == sign_in) & (SignIn.used == 0))
    if row is None or now - row.asked > LIVES:
        return None
    text = tokens.link_text(passes.sign_in_token(staff_key, row.id))
    SignIn.update(token=passes.hash_of(text, _LINK)).where(SignIn.id == row.id).execute()
    return text


def by_hand(email: str, who: str, now: datetime) -> str:
    """The token of a link bound to no browser, as text, for the operator to pass on. Raises
    ``NotFound``, ``Conflict`` (suspended)."""
    found = by_email(email)
    if found.suspended:
        raise Conflict(f"{found.email} is suspended; reinstate the account first.")
    text = tokens.link_text(tokens.random_token())
    with db.atomic("IMMEDIATE"):
        SignIn.create(
            id=secrets.token_bytes(16),
            staff=found.id,
            token=passes.hash_of(text, _LINK),
            asked=now,
        )
        audit.note(who, f"made a sign-in link for {found.email}", now)
    return text


def look(token: str, cookie: str, now: datetime) -> Person:
    """Whom a link would sign in; looking spends nothing. Raises as ``enter``."""
    return person(_good(token, cookie, now).staff)


def enter(token: str, cookie: str, now: datetime) -> Entered:
    """Spend a link, and with it all other links of the account.

    Raises ``NotFound``, ``LinkRevoked`` (used, expired), ``Conflict`` (another browser's).
    """
    with db.atomic("IMMEDIATE"):
        row = _good(token, cookie, now)
        if not SignIn.update(used=1).where((SignIn.id == row.id) & (SignIn.used == 0)).execute():
            raise LinkRevoked(USED)
        spend(row.staff_id)
        who = person(row.staff)
        session = sessions.begin(who, now, proven=not who.is_administrator)
        audit.note(who.email, "signed in by a link", now)
    return Entered(session, who)


def out_everywhere(who: Person, now: datetime) -> None:
    """End all sessions of an account, and the links that would begin one."""
    with db.atomic("IMMEDIATE"):
        sessions.end_all(who)
        spend(who.id)
        audit.note(who.email, "signed out everywhere", now)


def spend(staff_id: bytes) -> None:
    """No link that is on its way to this account works any more."""
    SignIn.update(used=1).where(SignIn.staff == staff_id).execute()


def tidy(now: datetime) -> None:
    """Forget links that work no more, once nobody will wonder why, with their letters' rows."""
    old = SignIn.select(SignIn.id).where(SignIn.asked < now - LIVES_BY_HAND)
    Notice.delete().where((Notice.kind == "sign-in") & Notice.about.in_(old)).execute()
    SignIn.delete().where(SignIn.asked < now - LIVES_BY_HAND).execute()


def _may_ask(found: Staff, now: datetime) -> bool:
    unused = (SignIn.staff == found.id) & (SignIn.used == 0)
    within = unused & (SignIn.asked > now - timedelta(hours=1))
    asked = [row.asked for row in SignIn.select(SignIn.asked).where(within)]
    lately = [at for at in asked if now - at < LIVES]
    return len(lately) < AT_ONCE and len(asked) < AN_HOUR


def _good(token: str, cookie: str, now: datetime) -> SignIn:
    """Whether it was used is told before whether it was asked for here: it is over either way."""
    row = SignIn.get_or_none(SignIn.token == (passes.hash_of(token, _LINK) or b""))
    if row is None or row.staff.suspended:
        raise NotFound(UNKNOWN)
    if row.used:
        raise LinkRevoked(USED)
    if now - row.asked > (LIVES_BY_HAND if row.browser is None else LIVES):
        raise LinkRevoked(EXPIRED)
    if row.browser is not None and row.browser != passes.hash_of(cookie, _BROWSER):
        raise Conflict(ELSEWHERE)
    return row
