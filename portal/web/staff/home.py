"""The first page: an administrator's rounds, or those of a PSW's organisation."""

from __future__ import annotations

from flask import Blueprint, render_template

from portal.services import rounds, scope
from portal.web import access

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@access.allow("administrator", "psw")
def home() -> str:
    me = access.me()
    if me.organisation:
        own = [rounds.by_code(code) for code in scope.rounds_of(me.organisation)]
        return render_template("staff/home_psw.html", rounds=own)
    return render_template("staff/home.html", rounds=rounds.every())
