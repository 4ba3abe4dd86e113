"""“You said, we did”: read without an account, and without leaving a trace of who has."""

from __future__ import annotations

from flask import Blueprint, render_template

from portal.services.actions import said

blueprint = Blueprint("said", __name__)


@blueprint.get("/you-said/<token>")
def page(token: str) -> str:
    return render_template("respond/you_said.html", shown=said.page(token))
