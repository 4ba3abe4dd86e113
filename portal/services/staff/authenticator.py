"""What an administrator proves besides having the mailbox: a code of an authenticator app, or one
of ten recovery codes. The web process's secret, which encrypts, is handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.errors import Conflict, Refused
from portal.services import audit
from portal.services.staff import sessions, signing_in
from portal.services.staff.accounts import Person
from portal.services.staff.sessions import Session
from portal.store import db
from portal.store.staff import Recovery, Staff
from portal.survey.packing import pack, unpack
from portal.vault import authenticator, sealing

ISSUER = "Social Work Health Check"
CODES = 10
"""Recovery codes at a time."""
TRIES, WITHIN = 5, timedelta(minutes=15)
"""Wrong codes that one account may give, over all processes, in how long from the first of them."""
FAILURES, A_DAY = 30, timedelta(days=1)
"""And those after which no code of the app is looked at. A right one does not begin this count
again: whoever guesses must not be helped by whoever signs in meanwhile."""
SHOWN = 600
"""Seconds for which new recovery codes can be looked at."""

WRONG = "That code is not right, or has been used. Wait for the next one, and try that."
ENOUGH = "There were too many wrong codes. Wait 15 minutes, then try again."
TODAY = (
    "Somebody, perhaps not you, typed too many wrong codes in a day. Use a recovery code, or ask "
    "another administrator to reset your authenticator."
)
UNREADABLE = (
    "The authenticator of this account can no longer be read. Ask another administrator, or the "
    "operator, to reset it."
)
RECOVERY = "recovery code"
LAST = ", the last that is looked at within a day; only recovery codes are taken now"
_PURPOSE = "recovery codes"
_NO_DAY: dict[str, object] = {"failed": 0, "failed_since": None}
_NONE_WRONG: dict[str, object] = {"wrong": 0, "wrong_since": None, **_NO_DAY}


@dataclass(frozen=True, slots=True)
class Offer:
    """A secret for an authenticator app, and the address that its QR code holds."""

    secret: str
    address: str


def offer(session: Session, web_secret: bytes) -> Offer:
    """Say what to put into the app. Raises ``Conflict`` for an account that has an
    authenticator."""
    secret = _offered(session, _row(session.person), web_secret)
    return Offer(secret, authenticator.address(secret, session.person.email, ISSUER))


def set_up(session: Session, code: str, web_secret: bytes, now: datetime) -> list[str]:
    """Keep the offered secret, which the code shows to be in the app; return the recovery codes,
    which are told this once. Raises ``Refused``, ``Conflict``."""
    with db.writing():
        row = _row(session.person)
        secret = _offered(session, row, web_secret)
        step = _step(secret, code, now)
        if step is None:
            raise Refused("That is not the code that the app shows now. Try the next one.")
        concealed = authenticator.conceal(web_secret, row.id, secret)
        _change(row, authenticator=concealed, last_code=step, **_NONE_WRONG)
        sessions.prove(session)
        audit.note(row.email, "set up an authenticator", now)
        return _new_codes(row)


def prove(session: Session, code: str, web_secret: bytes, now: datetime) -> None:
    """Let a session all the way in, by a code of the app or a recovery code. Raises ``Refused``
    for a wrong one, ``Conflict`` after too many."""
    _accept(session.person, code, web_secret, now, "proved a code")
    sessions.prove(session)


def renew_codes(person: Person, code: str, web_secret: bytes, now: datetime) -> list[str]:
    """Make ten new recovery codes in the place of those there are. Raises as ``prove``."""
    _accept(person, code, web_secret, now, "made new recovery codes")
    with db.writing():
        return _new_codes(_row(person))


def replace(session: Session, code: str, web_secret: bytes, now: datetime) -> None:
    """Give the authenticator up for another, which this session then sets up; all other sessions
    end. Raises as ``prove``."""
    _accept(session.person, code, web_secret, now, "gave the authenticator up for another")
    with db.writing():
        _forget(_row(session.person))
        sessions.end_others(session)


def reset(person: Person, who: str, now: datetime) -> None:
    """Sign somebody out everywhere who has lost authenticator and recovery codes, to set a new one
    up at the next signing in. Raises ``Conflict`` where there is none to reset, and for oneself:
    that needs a code (``replace``)."""
    if person.email == who:
        raise Conflict(
            "You cannot reset your own authenticator. Move to another one on the page of your"
            " account, or ask another administrator."
        )
    with db.writing():
        row = _row(person)
        if row.authenticator is None:
            raise Conflict(f"{person.email} has no authenticator to reset.")
        _forget(row)
        sessions.end_all(person)
        signing_in.spend(row.id)
        audit.note(who, f"reset the authenticator of {person.email}", now)


def codes_left(person: Person) -> int:
    return int(Recovery.select().where(Recovery.staff == person.id).count())


def note(codes: list[str], session: Session, web_secret: bytes, now: datetime) -> str:
    """Make a cookie's value that holds new recovery codes on the way to the page that shows
    them."""
    content = {"session": session.id.hex(), "codes": codes}
    expires = int(now.timestamp()) + SHOWN
    return sealing.encrypt_note(web_secret, _PURPOSE, pack(content), expires)


def read(text: str, session: Session, web_secret: bytes, now: datetime) -> list[str]:
    """Return the codes of a note of this session; none where it is no longer good."""
    data = sealing.decrypt_note(web_secret, _PURPOSE, text, int(now.timestamp()))
    content = unpack(data) if data else {}
    return list(content["codes"]) if content.get("session") == session.id.hex() else []


def _row(person: Person) -> Staff:
    row: Staff = Staff.get_by_id(person.id)
    return row


def _change(row: Staff, **values: object) -> None:
    Staff.update(**values).where(Staff.id == row.id).execute()


def _offered(session: Session, row: Staff, web_secret: bytes) -> str:
    """Return another secret after each code that was used, so that a replaced one never comes
    again."""
    if row.authenticator is not None:
        raise Conflict("This account has an authenticator; type in a code of it.")
    about = session.id + row.last_code.to_bytes(8, "big")
    return authenticator.proposed(web_secret, about)


def _step(secret: str, code: str, now: datetime) -> int | None:
    return authenticator.step_of(secret, "".join(code.split()), int(now.timestamp()))


def _accept(person: Person, code: str, web_secret: bytes, now: datetime, did: str) -> None:
    """Check a code and count it, good or wrong, in one transaction; a wrong one is raised only
    when it has been counted."""
    with db.writing():
        row = _row(person)
        wrong, since = _lately(row.wrong, row.wrong_since, WITHIN, now)
        failed, day = _lately(row.failed, row.failed_since, A_DAY, now)
        if wrong >= TRIES:
            raise Conflict(ENOUGH)
        good = _spend(row, code, web_secret, now, app=failed < FAILURES)
        if good:
            again = _NONE_WRONG if good == RECOVERY else {"wrong": 0, "wrong_since": None}
            _change(row, **again)
            audit.note(row.email, f"{did} ({good})", now)
        else:
            failed += 1
            _change(row, wrong=wrong + 1, wrong_since=since, failed=failed, failed_since=day)
            audit.note(row.email, "gave a wrong code" + (LAST if failed == FAILURES else ""), now)
    if not good:
        raise Refused(ENOUGH if wrong + 1 >= TRIES else WRONG)


def _lately(
    number: int, since: datetime | None, within: timedelta, now: datetime
) -> tuple[int, datetime]:
    """Return a count and when it began; a new one once so much time has gone by."""
    return (0, now) if since is None or now - since > within else (number, since)


def _spend(row: Staff, code: str, web_secret: bytes, now: datetime, *, app: bool) -> str:
    """Use a code up; return what kind of code it was, or nothing for a wrong one. ``app``: whether
    one of the app may be looked at."""
    hashed = authenticator.recovery_hash(row.id, code)
    if hashed and Recovery.delete().where(Recovery.hash == hashed).execute():
        return RECOVERY
    if not app:
        raise Conflict(TODAY)
    secret = authenticator.reveal(web_secret, row.id, row.authenticator or b"")
    if secret is None:
        raise Conflict(UNREADABLE)
    step = _step(secret, code, now)
    if step is None or step <= row.last_code:
        return ""
    _change(row, last_code=step)
    return "authenticator"


def _forget(row: Staff) -> None:
    """``last_code`` stays: it is what makes the next secret another one."""
    _change(row, authenticator=None, **_NONE_WRONG)
    Recovery.delete().where(Recovery.staff == row.id).execute()


def _new_codes(row: Staff) -> list[str]:
    Recovery.delete().where(Recovery.staff == row.id).execute()
    codes = [authenticator.new_recovery_code() for _ in range(CODES)]
    for code in codes:
        Recovery.create(hash=authenticator.recovery_hash(row.id, code), staff=row.id)
    return codes
