"""Who is signed in: a cookie's hash, when it was last seen, and whether enough was proven."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.calendar.london import london_day
from portal.services.staff.accounts import Person, person
from portal.store.staff import Staff, StaffSession
from portal.vault import passes

IDLE = timedelta(minutes=30)
"""A session ends after so long without a request."""
LONGEST = timedelta(hours=12)
"""And after so long whatever is done in it."""
NOTED = timedelta(minutes=1)
"""How exactly the last request is noted."""
_PURPOSE = "staff session"


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody is signed in. ``proven``: an administrator's authenticator code was right; a PSW
    needs none. ``ends``: when it ends if nothing more is done in it; ``last``: whatever is done."""

    id: bytes
    person: Person
    proven: bool
    ends: datetime
    last: bool


def begin(staff: Person, now: datetime, *, proven: bool) -> str:
    """Sign somebody in, within the caller's transaction; return the cookie's text."""
    cookie = passes.new_pass()
    StaffSession.create(
        id=passes.hash_of(cookie, _PURPOSE),
        staff=staff.id,
        proven=int(proven),
        began=now,
        seen=now,
    )
    if proven:
        _is_in(staff, now)
    return cookie


def current(cookie: str, now: datetime, *, touch: bool = True) -> Session | None:
    """Return the session of a cookie, none once it has ended; it is kept alive by this, unless (no
    ``touch``) nobody did anything."""
    row = (
        StaffSession.select(StaffSession, Staff)
        .join(Staff)
        .where(StaffSession.id == (passes.hash_of(cookie, _PURPOSE) or b""))
        .first()
    )
    if row is None or row.staff.suspended or _over(row, now):
        return None
    if touch and now - row.seen > NOTED:
        StaffSession.update(seen=now).where(StaffSession.id == row.id).execute()
        row.seen = now
    idle, longest = row.seen + IDLE, row.began + LONGEST
    return Session(
        row.id, person(row.staff), bool(row.proven), min(idle, longest), last=longest <= idle
    )


def prove(session: Session, now: datetime) -> None:
    """Note that the authenticator's code was right."""
    StaffSession.update(proven=1).where(StaffSession.id == session.id).execute()
    _is_in(session.person, now)


def end(session: Session) -> None:
    StaffSession.delete().where(StaffSession.id == session.id).execute()


def end_others(session: Session) -> None:
    """Sign somebody out everywhere but here; and here, whatever was proven has to be proven
    again."""
    StaffSession.delete().where(
        (StaffSession.staff == session.person.id) & (StaffSession.id != session.id)
    ).execute()
    StaffSession.update(proven=0).where(StaffSession.id == session.id).execute()


def end_all(staff: Person) -> None:
    """Sign somebody out everywhere, at once."""
    StaffSession.delete().where(StaffSession.staff == staff.id).execute()


def tidy(now: datetime) -> None:
    """Forget sessions that have ended by themselves."""
    StaffSession.delete().where(
        (StaffSession.seen < now - IDLE) | (StaffSession.began < now - LONGEST)
    ).execute()


def _is_in(staff: Person, now: datetime) -> None:
    """Note the day on which somebody has signed in, all the way."""
    Staff.update(last_sign_in=london_day(now)).where(Staff.id == staff.id).execute()


def _over(row: StaffSession, now: datetime) -> bool:
    return bool(now - row.seen > IDLE or now - row.began > LONGEST)
