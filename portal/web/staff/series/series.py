"""A year's rounds: planned together, looked at together, and made again."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.calendar import timetable
from portal.calendar.london import in_london
from portal.calendar.years import names_one
from portal.errors import PortalError
from portal.services.figures import overview
from portal.services.organisations import register as organisations
from portal.services.questionnaires import library
from portal.services.rounds import planning
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.services.series import yearly
from portal.services.series.yearly import YEARLY, Kind, Next, Part
from portal.web import access
from portal.web.desk import desk
from portal.web.forms import ButtonForm
from portal.web.staff.series.forms import LABELS, RepeatForm, YearForm

blueprint = Blueprint("series", __name__)
Answer = str | Response | tuple[str, int]


@blueprint.route("/series/new", methods=["GET", "POST"])
@access.allow("administrator")
def new() -> Answer:
    """Plan a year's rounds; or, of a series that is named, those that it lacks."""
    name = request.args.get("name", "")
    there = {yearly.kind_of(each.text) for each in yearly.together(name)}
    form = YearForm.offering(_choices(), name)
    if not form.is_submitted() and there:
        form.only(set(YEARLY) - there)
    if form.validate_on_submit():
        try:
            made = yearly.plan(form.name.data or "", _parts(form), *_by())
        except PortalError as error:
            form.refuse(str(error))
        else:
            if not organisations.listing():  # they are what comes next
                flash(f"{_drafts(len(made))}. Next, import the organisations that take part.")
                codes = ",".join(each.code for each in made)
                return redirect(url_for("staff.organisations.upload", rounds=codes), 303)
            flash(f"{_drafts(len(made))}. Schedule each when it is right.")
            return _to(made[0])
    html = render_template("staff/series/new.html", form=form, labels=LABELS)
    return (html, 422) if form.is_submitted() else html


@blueprint.get("/rounds/<round_code>/series")
@access.allow("administrator")
def one(**_: str) -> str:
    round_, now = access.this_round(), desk().clock()
    every = rounds.of_its_year(round_)
    days, wholes = planning.schedules(every), overview.wholes(every)
    kinds = {yearly.kind_of(each.text) for each in every}
    of_a_year = names_one(round_.series)
    return render_template(
        "staff/series/one.html",
        round=round_,
        rounds=[
            {
                "round": each,
                "what": LABELS.get(yearly.kind_of(each.text), "Another round"),
                "opens": in_london(each.opens) if days[each.id].decided else "",
                "closes": in_london(each.closing) if days[each.id].decided else "",
                "next": timetable.next_step(
                    each.state, days[each.id], each.retain_until, now, stopped=each.stopped
                ),
                "whole": wholes[each.id],
            }
            for each in every
        ],
        missing=[LABELS[kind] for kind in YEARLY if kind not in kinds and of_a_year],
        form=ButtonForm(),
    )


@blueprint.post("/rounds/<round_code>/series")
@access.allow("administrator")
def carry_on(**_: str) -> Response:
    """Make next year's rounds of those of this year."""
    try:
        made = yearly.carry_on(access.this_round(), desk().questionnaires, *_by())
    except PortalError as error:
        flash(str(error), "note")
        return _to(access.this_round())
    flash(f"{_drafts(len(made))}, with the organisations and letters of the year before.")
    for each in filter(_said, made):
        flash(_said(each), "note")
    return _to(made[0].round)


@blueprint.route("/rounds/<round_code>/repeat", methods=["GET", "POST"])
@access.allow("administrator")
def repeat(**_: str) -> Answer:
    round_, form = access.this_round(), RepeatForm()
    if form.validate_on_submit():
        try:
            made = yearly.repeat(round_, int(form.every.data), form.number.data or 0, *_by())
        except PortalError as error:
            form.refuse(str(error))
        else:
            last = in_london(made[-1].opens)
            flash(f"{_drafts(len(made))}, the last of which opens on {last}.")
            return _to(round_)
    html = render_template("staff/series/repeat.html", form=form, round=round_)
    return (html, 422) if form.is_submitted() else html


def _choices() -> dict[Kind, list[tuple[str, str]]]:
    """Offer the questionnaires by kind, the newest first."""
    offered: dict[Kind, list[tuple[str, str]]] = {}
    for name, (questionnaire, _) in library.every(desk().questionnaires).items():
        label = f"{questionnaire.title}, {name}"
        offered.setdefault(yearly.kind_of(questionnaire), []).append((name, label))
    return offered


def _parts(form: YearForm) -> list[Part]:
    return [
        Part(kind, library.find(name, desk().questionnaires), opens, closes)
        for kind, name, opens, closes in form.wanted()
    ]


def _said(made: Next) -> str:
    """Say which questionnaire a round took, where there was a newer one."""
    if made.newer:
        return (
            f"{made.round.title} asks what it asked before: answers could not all be compared"
            f" with {made.newer}. You can still choose that."
        )
    return f"{made.round.title} takes {made.taken}, which stays comparable." if made.taken else ""


def _drafts(number: int) -> str:
    return (
        "One round is saved as a draft" if number == 1 else f"{number} rounds are saved as drafts"
    )


def _by() -> tuple[str, datetime]:
    return access.me().email, desk().clock()


def _to(round_: RoundInfo) -> Response:
    return redirect(url_for(".one", round_code=round_.code), 303)
