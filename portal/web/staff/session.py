"""When the session ends: pages ask before it does, and whoever signed in elsewhere is led back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, TypeAlias

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.web import access, htmx
from portal.web.desk import desk

blueprint = Blueprint("session", __name__)
WARNED = timedelta(minutes=5)
"""So long before the end a page warns."""
AGAIN = timedelta(seconds=20)
"""A page that has warned asks so often whether that still holds."""
Stage: TypeAlias = Literal["", "stays", "soon", "last", "over"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a page says of its session, and after how many seconds it asks again. ``stage``:
    nothing, that somebody stays signed in, that it ends unless they do something, that it ends
    whatever they do, that it has ended."""

    stage: Stage
    ask: int


@blueprint.get("/session")
@access.anybody
def look() -> Response | str | tuple[str, int]:
    """Tell a page how long its session has; lead everybody else through signing in, and then back
    to the tab that they came from."""
    if not htmx.wanted():
        if access.is_in():
            return render_template("staff/accounts/sign_in/back.html")
        step = "staff.authenticator.code" if access.session() else "staff.sign_in.ask"
        return redirect(url_for(step, next=request.path))
    told, now = request.args.get("told"), standing()
    if now.stage and now.stage == told:
        return "", 204
    if told is None and not now.stage:
        now = Standing("stays", now.ask)
    return render_template("staff/_session.html", standing=now)


def standing() -> Standing:
    """How the session of this request stands."""
    session = access.session()
    if session is None or not access.is_in():
        return Standing("over", int(AGAIN.total_seconds()))
    left = session.ends - desk().clock()
    if left > WARNED:
        return Standing("", int((left - WARNED).total_seconds()))
    return Standing("last" if session.last else "soon", int(AGAIN.total_seconds()))
