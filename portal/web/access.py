"""Who may see what: nobody anything, unless the view says so.

Each view of the staff site names the roles that it is for with ``allow`` (or that it is for
``anybody``). One check before every request refuses all others, and whatever names an organisation
or a round in its address is looked at once, here: a PSW meets her own organisation and the rounds
that it takes part in, and for everything else hears that there is nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast
from urllib.parse import SplitResult, urlsplit

from flask import Flask, after_this_request, current_app, g, request, url_for
from flask import session as kept
from flask_login import LoginManager, UserMixin, current_user
from werkzeug.wrappers import Response

from portal.errors import NotFound
from portal.services.reports import publishing
from portal.services.rounds.register import RoundInfo
from portal.services.staff import scope, sessions
from portal.services.staff.accounts import Person, Role
from portal.services.staff.scope import Employer, Reached
from portal.services.staff.sessions import Session
from portal.web import held, htmx
from portal.web.desk import desk

View = TypeVar("View", bound=Callable[..., Any])
NOTHING = "There is nothing here. Check the address, or go back to the first page."
FOLLOWS = "X-Follows"
"""What a page that asks for itself again, with nobody touching it, sends along (``hx-headers``)."""
NOWHERE = Reached(round=None, employer=None)
_ROLES = "allowed_roles"
_UPLOADS = "takes_uploads"
_REPORT = "is_a_report"
_PLAN = "is_a_plan"
_LAST = "last"
_AHEAD = "Sec-Purpose"
"""What browsers send along that fetch a page before anybody asks for it."""
UPLOAD = 8 * 1024 * 1024
"""Bytes that staff may send at a time: a list of people."""


class Visitor(UserMixin):  # type: ignore[misc]
    """What flask-login knows as the current user."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def get_id(self) -> str:
        return self.session.id.hex()


def init_app(app: Flask) -> None:
    logins = LoginManager()
    logins.init_app(app, add_context_processor=False)
    logins.request_loader(_visitor)
    app.add_template_global(me)
    app.add_template_global(is_in, "signed_in")
    app.add_template_global(session, "has_session")


def allow(*roles: Role) -> Callable[[View], View]:
    """The view is for these roles, and for nobody else."""

    def mark(view: View) -> View:
        setattr(view, _ROLES, frozenset(roles))
        return view

    return mark


def report(view: View) -> View:
    """The view is an organisation's report: for administrators, and for its PSW once it is
    published."""
    setattr(view, _REPORT, True)
    return allow("administrator", "psw")(view)


def plan(view: View) -> View:
    """The view is of what an organisation does about a report: for whom the report is, and there
    when the report has been deleted."""
    setattr(view, _PLAN, True)
    return allow("administrator", "psw")(view)


def anybody(view: View) -> View:
    """The view is for whoever comes: signing in."""
    setattr(view, _ROLES, None)
    return view


def half_way(view: View) -> View:
    """The view is for somebody who came in by a link and still has to prove the rest."""
    setattr(view, _ROLES, frozenset())
    return view


def uploads(view: View) -> View:
    """The view takes a file, or as much typed in."""
    setattr(view, _UPLOADS, True)
    return view


def make_room() -> tuple[str, int] | None:
    """Let whoever is signed in send more, to a view that takes it; called before a form is read.
    Of anybody else it is not read, and the answer says so."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method != "POST" or not hasattr(view, _UPLOADS):
        return None
    if is_in():
        request.max_content_length = request.max_form_memory_size = UPLOAD
    elif (request.content_length or 0) > current_app.config["MAX_CONTENT_LENGTH"]:
        return held.unread()
    return None


def session() -> Session | None:
    """The session that this request comes with."""
    return current_user.session if current_user.is_authenticated else None


def me() -> Person:
    """The person who is signed in; only where somebody must be."""
    return cast(Session, session()).person


def guard() -> Response | tuple[str, int] | None:
    """Check every request of the staff site before its view, and keep for the view what has been
    looked up for that (``reached``). A form that comes without a session goes back to its sender:
    its token has been checked before, so it is a page of ours that sends it."""
    view = current_app.view_functions[request.endpoint or ""]
    if not hasattr(view, _ROLES):
        raise NotFound(NOTHING)
    roles: frozenset[str] | None = getattr(view, _ROLES)
    if roles is None:
        return None
    current = session()
    if roles and not is_in() and request.method == "POST" and not htmx.wanted():
        return held.page()
    if current is None:
        return htmx.go(url_for("staff.sign_in.ask", next=_here()))
    if not roles:
        return None
    if not current.proven:
        return htmx.go(url_for("staff.authenticator.code", next=_here()))
    if current.person.role not in roles:
        raise NotFound(NOTHING)
    named = request.view_args or {}
    g.reached = scope.check(current.person, named.get("round_code"), named.get("organisation"))
    if hasattr(view, _REPORT):
        round_, administrator = this_round(), current.person.is_administrator
        publishing.check_readable(round_, desk().clock(), is_administrator=administrator)
        if named.get("organisation") and round_.state.over and not administrator:
            after_this_request(_note_opened)
    if hasattr(view, _PLAN):
        administrator = current.person.is_administrator
        publishing.check_published(this_round(), is_administrator=administrator)
    return None


def _note_opened(response: Response) -> Response:
    """Note that a report was opened; what was refused, or fetched before anybody asked, was not."""
    if response.status_code == 200 and request.method == "GET" and _AHEAD not in request.headers:
        publishing.note_opened(this_round(), this_employer().code, desk().clock())
    return response


def reached() -> Reached:
    """Hand on what ``guard`` has looked up for this request; nothing where it has let nobody in."""
    return cast(Reached, g.get("reached", NOWHERE))


def this_round() -> RoundInfo:
    """The round that the address names; only for views whose address does."""
    return cast(RoundInfo, reached().round)


def this_employer() -> Employer:
    """The organisation that the address names, or else a PSW's own; only where there is one."""
    return cast(Employer, reached().employer)


def next_page(text: str) -> str:
    """Find where somebody wanted to go before signing in: a page of the staff site, or its
    first."""
    parts = _parts(text)
    ours = not parts.scheme and not parts.netloc and parts.path.startswith("/staff/")
    return parts.path if ours and "\\" not in text else url_for("staff.home.home")


def is_in() -> bool:
    """Tell whether somebody is signed in, all the way."""
    current = session()
    return current is not None and current.proven


def let_in(response: Response, cookie: str) -> None:
    """Hand the browser the cookie of a session; it goes when the browser is closed."""
    response.set_cookie(_name(), cookie, secure=desk().https, httponly=True, samesite="Lax")


def let_go(response: Response) -> None:
    response.delete_cookie(_name(), secure=desk().https, httponly=True, samesite="Lax")


def forget(comes: Person | None = None) -> None:
    """Forget what the browser's cookie held, but not the token that protects forms: the pages of
    whoever signs out can be sent once they are back. For anybody else who ``comes`` there is a new
    token, so that nobody sends what another has left open, or a page that was planted."""
    token, last = kept.get(held.TOKEN), kept.get(_LAST)
    now = comes.id.hex() if comes else last
    kept.clear()
    if now:
        kept[_LAST] = now
        if token and now == last:
            kept[held.TOKEN] = token


def _name() -> str:
    return f"{'__Host-' if desk().https else ''}staff"


def _visitor(_: object) -> Visitor | None:
    """Find who comes; a page that follows by itself does not keep anybody signed in."""
    cookie = request.cookies.get(_name(), "")
    current = sessions.current(cookie, desk().clock(), touch=FOLLOWS not in request.headers)
    return Visitor(current) if current else None


def _here() -> str:
    """The page that somebody asked for; the first one, where a form was sent."""
    return request.path if request.method == "GET" else url_for("staff.home.home")


def _parts(address: str) -> SplitResult:
    """The parts of an address that a browser sent; empty ones where it is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")
