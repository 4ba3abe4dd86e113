"""An administrator's second proof: set up at the first signing in, asked for at each later one."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import segno
from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from portal.errors import NotFound, PortalError
from portal.services.staff import authenticator
from portal.services.staff.sessions import Session
from portal.web import access, files
from portal.web.desk import desk

blueprint = Blueprint("authenticator", __name__, url_prefix="/authenticator")
Answer = str | BaseResponse | tuple[str, int]
CODE = "Enter the code."


class CodeForm(FlaskForm):  # type: ignore[misc]
    code = StringField("Code", validators=[DataRequired(CODE), Length(max=60, message=CODE)])

    def refuse(self, message: str) -> None:
        """A rule beyond this form was not met; the code itself is not shown again."""
        self.code.errors = [message]
        self.code.data = ""


@blueprint.route("", methods=["GET", "POST"])
@access.half_way
def code() -> Answer:
    """Asked of a session that came in by a link."""
    session = _session()
    if session.proven:
        return redirect(_next(), code=303)
    if not session.person.has_authenticator:
        return redirect(url_for(".set_up", next=request.args.get("next")), code=303)

    def check(code: str) -> BaseResponse:
        authenticator.prove(session, code, desk().web_secret, desk().clock())
        return redirect(_next(), code=303)

    return _ask("staff/accounts/authenticator/code.html", check)


@blueprint.route("/set-up", methods=["GET", "POST"])
@access.half_way
def set_up() -> Answer:
    session = _session()
    if session.person.has_authenticator or not session.person.is_administrator:
        return redirect(url_for(".code"), code=303)
    offer = authenticator.offer(session, desk().web_secret)
    picture = segno.make(offer.address, error="m").svg_data_uri(scale=5, border=3)

    def check(code: str) -> BaseResponse:
        codes = authenticator.set_up(session, code, desk().web_secret, desk().clock())
        return _show(codes, session)

    return _ask("staff/accounts/authenticator/set_up.html", check, offer=offer, picture=picture)


@blueprint.get("/recovery-codes")
@access.allow("administrator")
def codes() -> str:
    """Those that were made a moment ago."""
    return render_template(
        "staff/accounts/authenticator/codes.html", codes=_shown(), onward=_next()
    )


@blueprint.get("/recovery-codes.txt")
@access.allow("administrator")
def codes_file() -> Response:
    if not (codes := _shown()):
        raise NotFound("The codes were shown once. Make new ones if you have not kept them.")
    text = "\n".join([f"Recovery codes of {access.me().email}", "Each works once.", "", *codes, ""])
    return files.file(text.encode(), "txt", "recovery-codes")


@blueprint.route("/recovery-codes/new", methods=["GET", "POST"])
@access.allow("administrator")
def new_codes() -> Answer:
    def check(code: str) -> BaseResponse:
        made = authenticator.renew_codes(access.me(), code, desk().web_secret, desk().clock())
        return _show(made, _session())

    return _ask("staff/accounts/authenticator/new_codes.html", check)


@blueprint.route("/replace", methods=["GET", "POST"])
@access.allow("administrator")
def replace() -> Answer:
    def check(code: str) -> BaseResponse:
        authenticator.replace(_session(), code, desk().web_secret, desk().clock())
        flash("The old authenticator no longer works. Set up the new one now.")
        return redirect(url_for(".set_up"), code=303)

    return _ask("staff/accounts/authenticator/replace.html", check)


def _ask(template: str, check: Callable[[str], BaseResponse], **shown: object) -> Answer:
    """The form, and its answer: what ``check`` leads to, or the form with its refusal."""
    form = CodeForm()
    if form.validate_on_submit():
        try:
            return check(form.code.data or "")
        except PortalError as error:
            form.refuse(str(error))
    page = render_template(template, form=form, **shown)
    return (page, 422) if form.is_submitted() else page


def _show(codes: list[str], session: Session) -> BaseResponse:
    """Lead to the page with new codes; they travel in a cookie that only this session reads."""
    response = redirect(url_for(".codes", next=request.args.get("next")), code=303)
    response.set_cookie(
        _name(),
        authenticator.note(codes, session, desk().web_secret, desk().clock()),
        max_age=authenticator.SHOWN,
        secure=desk().https,
        httponly=True,
        samesite="Lax",
    )
    return response


def _shown() -> list[str]:
    text = request.cookies.get(_name(), "")
    return authenticator.read(text, _session(), desk().web_secret, desk().clock())


def _session() -> Session:
    return cast(Session, access.session())


def _next() -> str:
    return access.next_page(request.args.get("next", ""))


def _name() -> str:
    return f"{'__Host-' if desk().https else ''}staff-codes"
