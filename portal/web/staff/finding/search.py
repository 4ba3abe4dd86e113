"""One search over all that somebody may see, and over the guides."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask import session as kept
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField

from portal.services.finding import everywhere
from portal.services.finding.everywhere import MOST, Hit, Kind
from portal.web import access
from portal.web.desk import desk
from portal.web.staff.finding import guides

blueprint = Blueprint("search", __name__, url_prefix="/search")
WORDS = "searched"
LONGEST = 100
TITLES: dict[Kind, str] = {
    "round": "Rounds",
    "organisation": "Organisations",
    "questionnaire": "Questionnaires",
    "account": "Accounts",
    "person": "People on lists",
}


class SearchForm(FlaskForm):  # type: ignore[misc]
    words = StringField("What are you looking for?")


@blueprint.get("")
@access.allow("administrator", "psw")
def page() -> str:
    words, me = str(kept.get(WORDS, "")), access.me()
    hits = everywhere.search(words, me, desk().questionnaires)
    return render_template(
        "staff/finding/search.html",
        form=SearchForm(words=words),
        words=words,
        groups=[
            (TITLES[kind], [(_address(each), each) for each in some[:MOST]], len(some) > MOST)
            for kind, some in hits.items()
        ],
        sections=guides.holding(words, me.role),
        titles={name: guides.sections(name)[0].title for name in guides.GUIDES[me.role]},
    )


@blueprint.post("")
@access.allow("administrator", "psw")
def look() -> Response:
    """The words may be somebody's name or address, which must not get into anybody's logs: they
    are kept in the browser's cookie, and no address of a page holds them."""
    kept[WORDS] = " ".join((SearchForm().words.data or "").split())[:LONGEST]
    return redirect(url_for(".page"), 303)


def _address(hit: Hit) -> str:
    """Say where a hit is, for the person signed in."""
    place: dict[str, Any] = {"round_code": hit.round_code, "organisation": hit.organisation}
    if hit.kind == "questionnaire":
        id_, version = hit.id.split("/")
        return url_for("staff.questionnaires.one", questionnaire=id_, version=version)
    if hit.kind == "account":
        return url_for("staff.team.one", person=hit.id)
    if hit.kind == "person":
        return url_for("staff.people.one", person=hit.id, **place)
    if hit.kind == "organisation" and not hit.round_code:
        return url_for("staff.organisations.edit", organisation=hit.organisation)
    if hit.kind == "round" and (own := access.me().organisation):
        place["organisation"] = own
    elif hit.kind == "round":
        return url_for("staff.rounds.one", round_code=hit.round_code)
    return url_for("staff.progress.progress", **place)
