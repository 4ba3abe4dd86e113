"""Signing in: ask for a link, open it in the same browser, press the button."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask import session as csrf_session
from werkzeug.wrappers import Response

from portal.errors import LinkRevoked, PortalError
from portal.services.staff import signing_in
from portal.web import access, errors, limits
from portal.web.desk import desk
from portal.web.forms import ButtonForm
from portal.web.staff.accounts.forms import AddressForm

blueprint = Blueprint("sign_in", __name__)
REMEMBERS = 3600
"""Seconds for which a browser knows which links it asked for."""


@blueprint.get("/sign-in")
@access.anybody
def ask() -> str | Response:
    if access.is_in():
        return redirect(url_for("staff.home.home"))
    if wanted := request.args.get("next"):
        csrf_session["next"] = access.next_page(wanted)
    return render_template("staff/accounts/sign_in/ask.html", form=AddressForm())


@blueprint.post("/sign-in")
@access.anybody
def send() -> Response | tuple[str, int]:
    """The same answer, whether or not the address has an account."""
    form = AddressForm()
    if not form.validate_on_submit():
        return render_template("staff/accounts/sign_in/ask.html", form=form), 422
    known = _devices()
    if not known and (refused := limits.asked_too_often()):
        return refused
    email, held = form.email.data or "", request.cookies.get(_name(), "")
    cookie = signing_in.ask(email, held, desk().clock(), known)
    csrf_session["asked"] = email
    response = redirect(url_for("staff.sign_in.sent"), code=303)
    _set(response, _name(), cookie, REMEMBERS)
    return response


@blueprint.get("/sign-in/sent")
@access.anybody
def sent() -> str:
    return render_template("staff/accounts/sign_in/sent.html", email=csrf_session.get("asked", ""))


@blueprint.get("/enter/<token>")
@access.anybody
def look(token: str) -> str | Response | tuple[str, int]:
    """Spends nothing: mail scanners follow links. Somebody who is signed in and opens the letter
    once more is led on."""
    try:
        who = signing_in.look(token, request.cookies.get(_name(), ""), desk().clock())
    except LinkRevoked as error:
        return redirect(url_for("staff.home.home")) if access.session() else _again(error)
    except PortalError as error:
        return _again(error)
    return render_template("staff/accounts/sign_in/enter.html", who=who, form=ButtonForm())


@blueprint.post("/enter/<token>")
@access.anybody
def enter(token: str) -> Response | tuple[str, int]:
    try:
        entered = signing_in.enter(token, request.cookies.get(_name(), ""), desk().clock())
    except LinkRevoked:  # perhaps by a first click, whose cookie comes along from now on
        return redirect(url_for(".look", token=token), code=303)
    except PortalError as error:
        return _again(error)
    wanted = access.next_page(csrf_session.get("next", ""))
    access.forget(entered.person)
    response = redirect(wanted, code=303)
    access.let_in(response, entered.cookie)
    note = signing_in.devices_with(_devices(), entered.person, desk().web_secret, desk().clock())
    _set(response, _name("known"), note, int(signing_in.REMEMBERED.total_seconds()))
    response.delete_cookie(_name(), secure=desk().https, httponly=True, samesite="Lax")
    return response


def _again(error: PortalError) -> tuple[str, int]:
    """What is wrong with the link, and the form that asks for another."""
    html = render_template(
        "staff/accounts/sign_in/again.html", message=str(error), form=AddressForm()
    )
    return html, errors.status_of(error)


def _devices() -> dict[bytes, bytes]:
    """Who has signed in with this browser before."""
    note = request.cookies.get(_name("known"), "")
    return signing_in.devices_in(note, desk().web_secret, desk().clock())


def _set(response: Response, name: str, text: str, seconds: int) -> None:
    response.set_cookie(
        name, text, max_age=seconds, secure=desk().https, httponly=True, samesite="Lax"
    )


def _name(what: str = "asked") -> str:
    return f"{'__Host-' if desk().https else ''}staff-{what}"
