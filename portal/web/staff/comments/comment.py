"""One comment: a reader strikes out, releases or withholds; another confirms or sends back."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from portal.errors import EditedMeanwhile, NotFound, Refused
from portal.services.comments import queue, reading
from portal.services.comments.reading import InHand
from portal.web import access
from portal.web.staff.comments import comments, words
from portal.web.staff.comments.forms import DecisionForm

blueprint = Blueprint("comment", __name__, url_prefix="/rounds/<round_code>/comments/<comment>")
READ, CONFIRM = "read", "confirm"
AFTER = {
    "release": READ,
    "withhold": READ,
    "later": READ,
    "confirm": CONFIRM,
    "back": CONFIRM,
}
"""What whoever has pressed a button goes on with."""
WHILE_READING = ("release", "later", "withhold", "strike")


@blueprint.get("")
@access.allow("administrator")
def page(comment: str, **_: str) -> ResponseReturnValue:
    return _page(comment, DecisionForm())


@blueprint.post("")
@access.allow("administrator")
def decide(comment: str, **_: str) -> ResponseReturnValue:
    form = DecisionForm()
    go = form.go.data or ""
    if go == "strike":
        return _page(comment, form)
    try:
        _do(go, comment, form)
    except EditedMeanwhile as error:
        form.overtaken(error)
        return _page(comment, form), form.status
    except Refused as error:
        if go == "withhold":
            form.why.errors = [str(error)]
        else:
            form.form_errors.append(str(error))
        return _page(comment, form), form.status
    if go == "undo":
        here = url_for(".page", round_code=access.this_round().code, comment=comment)
        return redirect(here, code=303)
    return comments.onward(AFTER[go], comment)


def _do(go: str, comment: str, form: DecisionForm) -> None:
    """Do what a button says. Raises what its verb does."""
    round_, me, seen = access.this_round(), access.me(), form.seen.data or ""
    match go:
        case "release":
            reading.release(round_, comment, form.struck, seen, me)
        case "later":
            reading.leave(round_, comment, form.struck, seen, me)
        case "withhold":
            reading.withhold(round_, comment, form.why.data or "", seen, me)
        case "confirm":
            reading.confirm(round_, comment, seen, me)
        case "back":
            reading.send_back(round_, comment, (form.note.data or "").strip(), seen, me)
        case "undo":
            reading.undo(round_, comment, seen)
        case _:
            raise NotFound(access.NOTHING)


def _page(comment: str, form: DecisionForm) -> str:
    """Show a comment with what is ticked: in the form that came, else what is decided so far."""
    round_, me = access.this_round(), access.me()
    now = reading.one(round_, comment)
    form.begun(now.seen)
    pointed = words.pointed(now)
    struck = form.struck if form.is_submitted() else now.removed
    if form.go.data == "strike":
        struck |= {number for number, word in enumerate(pointed) if word.kind}
    return render_template(
        "staff/comments/comment.html",
        round=round_,
        mode=_mode(now, form),
        comment=now,
        words=pointed,
        why_not=reading.WHY_NOT,
        struck=struck,
        question=words.question(round_, now.item),
        queue=queue.progress(round_, me),
        last=request.args.get("last", ""),
        form=form,
    )


def _mode(now: InHand, form: DecisionForm) -> str:
    """Say what can be done: “read”, “confirm”, or “undo” alone. Whoever was overtaken while reading
    goes on reading."""
    if now.stage in ("unread", "later", "back") or form.go.data in WHILE_READING:
        return "read"
    mine = now.stage == "confirmed" or now.reader == access.me().email
    return "undo" if mine else "confirm"
