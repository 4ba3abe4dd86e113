"""Administrators and PSWs: their accounts, how they came in, and letters to them."""

from __future__ import annotations

from portal.store.db import Bytes, Day, Moment, Number, Reference, Table, Text
from portal.store.organisations import Organisation


class Staff(Table):
    """``role``: administrator or psw; a PSW belongs to one organisation. ``authenticator``: the
    secret of the codes, encrypted; ``last_code``: the time step of the last one used (RFC 6238),
    so that none is used twice. ``wrong`` codes were given since ``wrong_since``, and ``failed``
    in the longer while since ``failed_since``. ``last_sign_in``: the day, no more."""

    id = Bytes(primary_key=True)
    email = Text(unique=True)
    name = Text(default="")
    role = Text()
    organisation = Reference(Organisation, column_name="organisation", null=True)
    organisation_id: str | None
    suspended = Number(default=0)
    authenticator = Bytes(null=True)
    last_code = Number(default=0)
    wrong = Number(default=0)
    wrong_since = Moment(null=True)
    failed = Number(default=0)
    failed_since = Moment(null=True)
    last_sign_in = Day(null=True)

    class Meta:
        dies = "never"
        without_rowid = True


class Recovery(Table):
    """A recovery code that is still good, by its hash."""

    hash = Bytes(primary_key=True)
    staff = Reference(Staff, column_name="staff", index=False)
    staff_id: bytes

    class Meta:
        dies = "never"
        without_rowid = True


class SignIn(Table):
    """A link that somebody asked for. ``browser``: the hash of the cookie of the browser that
    asked (none: asked for on the command line). ``device``: the random number that a browser has
    which the person has signed in with. ``token``: the hash of the link's, once made. ``used``: 1
    where it signed somebody in, 2 where it works no more for another reason."""

    id = Bytes(primary_key=True)
    staff = Reference(Staff, column_name="staff", index=False)
    staff_id: bytes
    browser = Bytes(null=True)
    device = Bytes(null=True)
    token = Bytes(null=True, unique=True)
    asked = Moment()
    used = Number(default=0)

    class Meta:
        dies = "expiry"
        without_rowid = True


class StaffSession(Table):
    """``id``: the hash of the cookie. ``proven``: nothing more is asked before letting in; an
    administrator's is 0 until the authenticator's code was right. ``began``: by the link."""

    id = Bytes(primary_key=True)
    staff = Reference(Staff, column_name="staff", index=False)
    staff_id: bytes
    proven = Number()
    began = Moment()
    seen = Moment()

    class Meta:
        dies = "expiry"
        without_rowid = True


def psws_by_name(organisation: str) -> list[str]:
    """Return the names of an organisation's principal social workers, as far as they are known."""
    psws = (Staff.organisation == organisation) & (Staff.role == "psw") & (Staff.suspended == 0)
    named = Staff.select(Staff.name).where(psws & (Staff.name != ""))
    return [row.name for row in named.order_by(Staff.name)]
