"""What was done, and by whom."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from portal.calendar.london import LONDON, in_london
from portal.services import audit
from portal.web import access, files

blueprint = Blueprint("audit", __name__)


@blueprint.get("/audit")
@access.allow("administrator")
def page() -> str:
    words = _words()
    log = audit.page(words, request.args.get("below", type=int))
    shown = [(in_london(deed.at), deed.who, deed.did) for deed in log.deeds]
    return render_template(
        "staff/accounts/audit/page.html",
        deeds=shown,
        older=log.older,
        words=words,
        paged="below" in request.args,
    )


@blueprint.get("/audit.csv")
@access.allow("administrator")
def table() -> Response:
    rows = ((d.at.astimezone(LONDON).isoformat(), d.who, d.did) for d in audit.every(_words()))
    return files.table(("when", "who", "what"), rows, "audit")


def _words() -> str:
    return request.args.get("q", "")[:200].strip()
