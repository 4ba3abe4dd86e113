"""Signing in by a link that works once: asked for in a browser, sent by the worker, entered in the
same browser.

The link's token is derived by the worker when the letter is sent (``notices``); the database knows
its hash only, as it does of the browser's cookie.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.errors import Conflict, LinkRevoked, NotFound
from portal.post import addresses
from portal.services import audit
from portal.services.staff import sessions
from portal.services.staff.accounts import Person, by_email, person
from portal.store import db
from portal.store.letters import Notice
from portal.store.staff import SignIn, Staff
from portal.vault import passes, sealing, tokens

LIVES = timedelta(minutes=15)
"""How long a link is good that somebody asked for in a browser."""
LIVES_BY_HAND = timedelta(hours=1)
"""And one made on the command line, which the operator still has to pass on."""
QUOTA = ((LIVES, 3), (timedelta(hours=1), 6), (timedelta(days=1), 12))
"""Links that may be asked for of one account: in how long, how many; what is beyond that is dropped
without a word. Each browser that the person has signed in with has so many of its own; all others
have so many together. A link that signed somebody in does not count."""
KEPT = timedelta(days=1)
"""How long it is known that a link was asked for."""
ENTERED, VOID = 1, 2
"""Of ``SignIn.used``."""
_LINK = "sign-in link"
_BROWSER = "sign-in browser"
UNKNOWN = "This link is not one of ours, or it is over a day old. Ask for a new one."
EXPIRED = "This link has expired: it works for 15 minutes. Ask for a new one."
USED = "This link has been used already: each works once. Ask for a new one."
ELSEWHERE = (
    "This link was asked for in another browser, and works only there."
    " Open it in that browser, or ask for a new link here."
)
REMEMBERED = timedelta(days=180)
SHARING = 5
"""People who share a browser and are all remembered in it, the latest first."""
_DEVICES = "browser of staff"
_ID = 16


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody has come in by a link. ``cookie``: of the session that has begun."""

    cookie: str
    person: Person


def ask(email: str, held: str, now: datetime, devices: Mapping[bytes, bytes] | None = None) -> str:
    """Put a link in hand for whoever has an account with this address. ``devices``: whose browser
    this is known to be (``devices_in``).

    Returns the text for this browser's cookie, which is the one it ``held`` if that is one of
    ours: so every link that a browser asked for works in it. Where there is nothing to put in hand
    the same is written, and taken back, and where there is, another row, which does not exist:
    how long it takes tells nobody who has an account.
    """
    cookie = held if passes.hash_of(held, _BROWSER) else passes.new_pass()
    with db.writing():
        account = Staff.get_or_none(
            (Staff.email == addresses.plain(email)) & (Staff.suspended == 0)
        )
        if whose := account or Staff.select().first():
            device = (devices or {}).get(whose.id)
            may = _may_ask(whose, device, now)
            row = _put_in_hand(whose, passes.hash_of(cookie, _BROWSER), device, now)
            _take_back(secrets.token_bytes(16) if account and may else row)
    return cookie


def mint(sign_in: bytes | None, staff_key: bytes, now: datetime) -> str | None:
    """Make the token of a link that was asked for, as text, and note its hash; none for one that
    would arrive too late. It is the same whenever its letter is sent."""
    row = SignIn.get_or_none((SignIn.id == sign_in) & (SignIn.used == 0))
    if row is None or now - row.asked > LIVES:
        return None
    text = tokens.link_text(passes.sign_in_token(staff_key, row.id))
    SignIn.update(token=passes.hash_of(text, _LINK)).where(SignIn.id == row.id).execute()
    return text


def by_hand(email: str, who: str, now: datetime) -> str:
    """Make a link bound to no browser, for the operator to pass on; return its token as text.
    Raises ``NotFound``, ``Conflict`` (suspended)."""
    account = by_email(email)
    if account.suspended:
        raise Conflict(f"{account.email} is suspended; reinstate the account first.")
    text = tokens.link_text(tokens.random_token())
    with db.writing():
        SignIn.create(
            id=secrets.token_bytes(16),
            staff=account.id,
            token=passes.hash_of(text, _LINK),
            asked=now,
        )
        audit.note(who, f"made a sign-in link for {account.email}", now)
    return text


def look(token: str, cookie: str, now: datetime) -> Person:
    """Tell whom a link would sign in; looking spends nothing. Raises as ``enter``."""
    return person(_good(token, cookie, now).staff)


def enter(token: str, cookie: str, now: datetime) -> Entered:
    """Spend a link, and with it all other links of the account.

    Raises ``NotFound``, ``LinkRevoked`` (used, expired), ``Conflict`` (another browser's).
    """
    with db.writing():
        row = _good(token, cookie, now)
        unused = (SignIn.id == row.id) & (SignIn.used == 0)
        if not SignIn.update(used=ENTERED).where(unused).execute():
            raise LinkRevoked(USED)
        spend(row.staff_id)
        who = person(row.staff)
        session = sessions.begin(who, now, proven=not who.is_administrator)
        audit.note(who.email, "signed in by a link", now)
    return Entered(session, who)


def out_everywhere(who: Person, now: datetime) -> None:
    """End all sessions of an account, and the links that would begin one."""
    with db.writing():
        sessions.end_all(who)
        spend(who.id)
        audit.note(who.email, "signed out everywhere", now)


def spend(staff_id: bytes) -> None:
    """Let no link that is on its way to this account work any more."""
    SignIn.update(used=VOID).where((SignIn.staff == staff_id) & (SignIn.used == 0)).execute()


def tidy(now: datetime) -> None:
    """Forget letters with links that work no more, whatever became of them, and a day after they
    were asked for the links."""
    old = SignIn.select(SignIn.id).where(SignIn.asked < now - LIVES_BY_HAND)
    Notice.delete().where((Notice.kind == "sign-in") & Notice.about.in_(old)).execute()
    SignIn.delete().where(SignIn.asked < now - KEPT).execute()


def devices_in(note: str, web_secret: bytes, now: datetime) -> dict[bytes, bytes]:
    """Read a browser's note: by the id of each account, the random number that stands for it
    there."""
    data = sealing.decrypt_note(web_secret, _DEVICES, note, int(now.timestamp())) or b""
    pairs = (data[start : start + 2 * _ID] for start in range(0, len(data), 2 * _ID))
    return {pair[:_ID]: pair[_ID:] for pair in pairs}


def devices_with(held: Mapping[bytes, bytes], who: Person, web_secret: bytes, now: datetime) -> str:
    """Write the note of a browser with somebody added; they get a new number at each signing in."""
    others = [(id, number) for id, number in held.items() if id != who.id]
    kept = [(who.id, secrets.token_bytes(_ID)), *others][:SHARING]
    data = b"".join(id + number for id, number in kept)
    return sealing.encrypt_note(web_secret, _DEVICES, data, int((now + REMEMBERED).timestamp()))


def _may_ask(whose: Staff, device: bytes | None, now: datetime) -> bool:
    by_them = SignIn.browser.is_null(False) & (SignIn.used != ENTERED)
    by_them &= SignIn.device.is_null() if device is None else SignIn.device == device
    rows = SignIn.select(SignIn.asked).where((SignIn.staff == whose.id) & by_them)
    asked = [now - row.asked for row in rows]
    return all(sum(ago < within for ago in asked) < most for within, most in QUOTA)


def _put_in_hand(whose: Staff, browser: bytes | None, device: bytes | None, now: datetime) -> bytes:
    row = secrets.token_bytes(16)
    SignIn.create(id=row, staff=whose.id, browser=browser, device=device, asked=now)
    Notice.create(id=secrets.token_bytes(16), staff=whose.id, kind="sign-in", about=row)
    return row


def _take_back(row: bytes) -> None:
    Notice.delete().where((Notice.kind == "sign-in") & (Notice.about == row)).execute()
    SignIn.delete().where(SignIn.id == row).execute()


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
