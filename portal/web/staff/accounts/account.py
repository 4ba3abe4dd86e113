"""One's own account: who one is here, and signing out."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.services.staff import authenticator, sessions, signing_in, team
from portal.web import access
from portal.web.desk import desk
from portal.web.forms import ButtonForm

blueprint = Blueprint("account", __name__, url_prefix="/account")


@blueprint.get("")
@access.allow("administrator", "psw")
def account() -> str:
    me = access.me()
    left = authenticator.codes_left(me) if me.is_administrator else 0
    return render_template(
        "staff/accounts/account.html", form=ButtonForm(), role=team.role_of(me), codes_left=left
    )


@blueprint.post("/sign-out")
@access.half_way
def sign_out() -> Response:
    if session := access.session():
        sessions.end(session)
    return _out()


@blueprint.post("/sign-out-everywhere")
@access.half_way
def sign_out_everywhere() -> Response:
    signing_in.out_everywhere(access.me(), desk().clock())
    return _out()


def _out() -> Response:
    access.forget()
    response = redirect(url_for("staff.sign_in.ask"), code=303)
    access.let_go(response)
    return response
