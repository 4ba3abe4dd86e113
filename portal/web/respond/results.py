"""Results that an administrator has made public: anybody reads them."""

from __future__ import annotations

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from portal.calendar.london import day_in_words, london_day
from portal.services.nation import public
from portal.web import limits

blueprint = Blueprint("results", __name__)


@blueprint.get("/results/<round_code>")
def page(round_code: str) -> str | Response:
    if refused := limits.read_too_often():
        return refused
    told = public.read(round_code)
    made = day_in_words(london_day(told.made))
    return render_template("respond/results.html", title=told.title, page=told.page, made=made)
