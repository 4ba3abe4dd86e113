"""Pages are served by views, which fetch, call one verb, and answer."""

from __future__ import annotations

from flask import Flask, redirect, request
from flask_wtf import CSRFProtect
from htmx_flask import Htmx
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from portal.web import assets, errors, headers, health, journal, limits
from portal.web.desk import Desk
from portal.web.pages import pages

csrf = CSRFProtect()
MOST_FIELDS = 1000
"""A form may have this many fields, far more than a page has. Flask applies its own limit to
multipart forms alone; reading the 80,000 that 256 kB can hold takes a tenth of a second or more."""


def init_app(app: Flask, desk: Desk) -> None:
    prefix = "__Host-" if desk.https else ""
    # two processes on one name, each with a secret of its own, must not undo each other's cookie
    session = "staff-session" if desk.sites == "staff" else "session"
    app.config.update(
        SECRET_KEY=desk.web_secret,
        SESSION_COOKIE_NAME=f"{prefix}{session}",
        SESSION_COOKIE_SECURE=desk.https,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=256 * 1024,
        MAX_FORM_MEMORY_SIZE=256 * 1024,
        MAX_FORM_PARTS=MOST_FIELDS,
    )
    app.extensions["desk"] = desk
    Htmx(app)
    if desk.sites != "respond":
        from portal.web import access

        app.before_request(access.make_room)
    app.before_request(_keep_body)  # before the form is read, which the next line does
    csrf.init_app(app)
    # a mail program's one-click unsubscribe has no token (RFC 8058)
    csrf.exempt("portal.web.respond.links.stop_letters")
    for part in (journal, headers, errors, limits, assets, pages, health):
        part.init_app(app)
    _open_sites(app, desk.sites)


def _open_sites(app: Flask, sites: str) -> None:
    """Import sites only where they are served: the process that respondents reach loads nothing of
    the staff site."""
    if sites in ("respond", "both"):
        from portal.web import respond

        respond.init_app(app)
    if sites in ("staff", "both"):
        from portal.web import staff

        staff.init_app(app)
    if sites == "staff":
        app.add_url_rule("/", "first", to_staff)


def to_staff() -> Response:
    """Lead whoever types the name alone to the one site that there is."""
    return redirect("/staff/")


def _keep_body() -> None:
    """Hold on to a form's bytes: once the form has been read from them, they are gone, and with
    them what shows whether they were text (``respond/posted.py``). Refuse far too many fields."""
    if request.method == "POST":
        fields = request.get_data(cache=True).count(b"&")
        if fields >= MOST_FIELDS and request.mimetype != "multipart/form-data":
            raise RequestEntityTooLarge
