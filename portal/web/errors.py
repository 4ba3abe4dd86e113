"""Errors become pages, once: each kind has its status, its heading and one way on."""

from __future__ import annotations

from flask import Flask, current_app, render_template, request
from flask.globals import request_ctx
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from portal.errors import (
    AlreadySubmitted,
    ChangedElsewhere,
    Conflict,
    DraftGone,
    LinkRevoked,
    LinkUnknown,
    NoAnswersHere,
    NotFound,
    PortalError,
    Refused,
    ReportWaits,
    RoundClosed,
    RoundNotOpen,
    RoundPaused,
    StartedTooOften,
    TooManyByOpenLink,
    TooManyInProgress,
)
from portal.web.desk import desk

KINDS: tuple[tuple[type[PortalError], int, str], ...] = (
    (DraftGone, 409, "These answers are not here any more"),
    (AlreadySubmitted, 409, "Your answers are already in"),
    (RoundClosed, 409, "This survey has closed"),
    (RoundNotOpen, 409, "This survey is not open yet"),
    (RoundPaused, 503, "This survey is taking a break"),
    (LinkRevoked, 410, "This link no longer works"),
    (ChangedElsewhere, 409, "Your answers changed elsewhere"),
    (StartedTooOften, 409, "Carry on with answers that you have started"),
    (TooManyInProgress, 409, "Please try again later"),
    (TooManyByOpenLink, 409, "This link takes no more answers"),
    (ReportWaits, 409, "The report is being checked"),
    (LinkUnknown, 404, "This link does not lead anywhere"),
    (NoAnswersHere, 404, "This browser holds no answers"),
    (NotFound, 404, "There is nothing here"),
    (Refused, 400, "We could not read that"),
    (Conflict, 409, "That is not possible now"),
    (PortalError, 500, "Something went wrong"),
)
HTTP = {
    400: "Your browser sent something that we could not read. Go back and try again.",
    404: "Check that you copied the whole address, or open the link in your letter again.",
    405: "That address cannot be used in this way. Open the link in your letter again.",
    413: "That was far more than a page of the survey can hold. What you had saved before is safe."
    " Go back, shorten your answer, and continue.",
    415: "That was not one of our forms. Open the link in your letter again.",
    500: "This is our fault, not yours. What you had saved is safe. Try again in a few minutes.",
}
STAFF_HTTP = {
    404: "Check that the whole address was copied, or go back to the first page.",
    413: "That is more than can be sent here: 8 MB of a list or a file, and far less on any other"
    " page. Go back and send it in parts, or leave out what is not needed.",
}
"""Staff need other words for these."""
CSRF = (
    "This page was open for too long, or your browser does not keep cookies for this site."
    " Nothing was changed. Go back, load the page again, and continue."
)


def init_app(app: Flask) -> None:
    app.register_error_handler(PortalError, of_portal)
    app.register_error_handler(CSRFError, of_csrf)
    app.register_error_handler(HTTPException, _of_http)


def page(status: int, heading: str, message: str, *, over: bool = False) -> tuple[str, int]:
    """Make a page that says what happened and what to do; ``over`` where nothing is left to do."""
    if request_ctx.url_adapter is None:  # Flask's way with a host that is none; links need no host
        request_ctx.url_adapter = current_app.url_map.bind("localhost")
    site = desk().sites
    if site == "both":
        site = "staff" if request.path.startswith("/staff/") else "respond"
    html = render_template(
        f"{site}/problem.html",
        status=status,
        heading=heading,
        message=message,
        over=over,
        support=desk().support,
    )
    return html, status


def status_of(error: PortalError) -> int:
    """Return an error's status, for a view that answers with a page of its own."""
    return next(status for kind, status, _ in KINDS if isinstance(error, kind))


def of_portal(error: PortalError) -> tuple[str, int]:
    """Make the page of an error that a person may meet."""
    status, heading = next((s, h) for kind, s, h in KINDS if isinstance(error, kind))
    over = isinstance(error, AlreadySubmitted | RoundClosed)
    return page(status, heading, str(error), over=over)


def of_csrf(_: CSRFError) -> tuple[str, int]:
    """Refuse a form without a token that is ours: nothing was changed."""
    return page(400, "Please try again", CSRF)


def _of_http(error: HTTPException) -> tuple[str, int]:
    status = error.code or 500
    heading = "Something went wrong" if status >= 500 else "There is nothing here"
    if status in (400, 413, 415):
        heading = "We could not read that"
    words = {**HTTP, **STAFF_HTTP} if request.path.startswith("/staff/") else HTTP
    return page(status, heading, words.get(status, HTTP[400]))
