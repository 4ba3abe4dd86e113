"""How far the comments of a round are, and the way to read, confirm and publish them."""

from __future__ import annotations

from typing import get_args

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.errors import NotFound
from portal.services.comments import queue, reading, releasing
from portal.services.comments.queue import Stage
from portal.web import access
from portal.web.desk import desk
from portal.web.forms import ButtonForm
from portal.web.staff.comments import words

blueprint = Blueprint("comments", __name__, url_prefix="/rounds/<round_code>/comments")
LISTS: dict[Stage, str] = {
    "later": "Left for later",
    "back": "Sent back, or undone",
    "read": "To be confirmed",
    "confirmed": "Confirmed",
}
"""The stages whose comments can be looked through, as the pages call them."""
WHAT = {"read": "began to read", "confirm": "began to confirm"}
Answer = str | Response


@blueprint.get("")
@access.allow("administrator")
def page(**_: str) -> str:
    round_, me = access.this_round(), access.me()
    standing = queue.progress(round_, me)
    return render_template(
        "staff/comments/comments.html",
        round=round_,
        queue=standing,
        lists=LISTS,
        form=ButtonForm(),
    )


@blueprint.post("/start")
@access.allow("administrator")
def start(**_: str) -> Response:
    """Lead to the first comment by a POST, because it is noted that somebody reads them."""
    round_, what = access.this_round(), request.form.get("what", "")
    if what not in WHAT:
        raise NotFound(access.NOTHING)
    reading.start(round_, WHAT[what], access.me(), desk().clock())
    return onward(what)


@blueprint.get("/list/<stage>")
@access.allow("administrator")
def every(stage: Stage, **_: str) -> str:
    """List what is left of the comments at a stage, each of which can be opened and undone."""
    if stage not in get_args(Stage) or stage not in LISTS:
        raise NotFound(access.NOTHING)
    round_ = access.this_round()
    rows = reading.listed(round_, stage, request.args.get("after", ""))
    return render_template(
        "staff/comments/list.html",
        round=round_,
        heading=LISTS[stage],
        stage=stage,
        rows=rows[: reading.PAGE],
        more=len(rows) > reading.PAGE,
        question=words.question,
    )


@blueprint.route("/publish", methods=["GET", "POST"])
@access.allow("administrator")
def publish(round_code: str) -> Answer:
    """Ask whether what is confirmed is to be published, permanently."""
    round_, form = access.this_round(), ButtonForm()
    if form.validate_on_submit():
        told = releasing.publish(round_, access.me(), desk().clock())
        flash(f"{told:,} published. What was struck out or withheld is deleted.")
        return redirect(url_for(".page", round_code=round_code), code=303)
    standing = queue.progress(round_, access.me())
    return render_template("staff/comments/publish.html", round=round_, queue=standing, form=form)


def onward(what: str, after: str = "") -> Response:
    """Lead to the next comment to ``read`` or ``confirm``; to the overview where there is none.
    ``after``: the last one, to which there is a way back."""
    round_, me = access.this_round(), access.me()
    follow = queue.next_to_confirm if what == "confirm" else queue.next_to_read
    if comment := follow(round_, me, after):
        last = after if after != comment else ""
        place = url_for(
            "staff.comment.page", round_code=round_.code, comment=comment, last=last or None
        )
        return redirect(place, code=303)
    flash(f"There is no comment for you to {what} now.", "note")
    return redirect(url_for("staff.comments.page", round_code=round_.code), code=303)
