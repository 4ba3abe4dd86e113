"""A round in one organisation, as its PSW watches it; and a reminder of her own."""

from __future__ import annotations

from datetime import date
from zlib import crc32

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.calendar.london import day_in_words, in_london, london_day
from portal.services.figures import returns
from portal.services.figures.progress import Progress, in_organisation
from portal.services.letters import outbox, reminders
from portal.web import access, htmx
from portal.web.desk import desk
from portal.web.forms import ButtonForm
from portal.web.staff import curves
from portal.web.staff.figures import next_steps

blueprint = Blueprint("progress", __name__, url_prefix="/rounds/<round_code>/<organisation>")
Answer = str | Response | tuple[str, int]


@blueprint.get("", endpoint="progress")
@access.allow("administrator", "psw")
def page(**_: str) -> Answer:
    """Show the page; to htmx, which asks while somebody looks at it, its figures, and only once
    they are others than the browser has."""
    progress = _asked()
    if htmx.wanted():
        if request.args.get("seen") == seen(progress):
            return "", 204
        return render_template("staff/figures/progress/_figures.html", **shown(progress))
    return render_template("staff/figures/progress/one.html", **shown(progress))


@blueprint.route("/remind", methods=["GET", "POST"])
@access.allow("administrator", "psw")
def remind(round_code: str, organisation: str) -> Answer:
    form = ButtonForm()
    if form.validate_on_submit():
        reminders.nudge(round_code, organisation, access.me().email, desk().clock())
        flash("The reminder is in hand. It goes only to people who have not answered.")
        to = url_for(".progress", round_code=round_code, organisation=organisation)
        return redirect(to, code=303)
    return render_template("staff/figures/progress/remind.html", form=form, **shown(_asked()))


def _asked() -> Progress:
    """Read how the round of this address stands in its organisation."""
    return in_organisation(access.this_round(), access.this_employer(), desk().clock())


def seen(progress: Progress) -> str:
    """Tell what a browser has of the figures."""
    lists = (progress.listed, progress.reach, progress.open_link)
    said = (progress.round.state, progress.as_at, progress.reminders, progress.nudge_from)
    return f"{crc32(repr((said, lists, progress.pages, progress.decided)).encode()):08x}"


def shown(progress: Progress) -> dict[str, object]:
    round_, today = progress.round, london_day(desk().clock())
    return {
        "progress": progress,
        "round": round_,
        "where": progress.place,
        "numbers": progress.numbers,
        "seen": seen(progress),
        "today": today,
        "steps": next_steps.steps(progress, today),
        "decided": next_steps.decided(progress),
        "as_at": in_london(progress.as_at) if progress.as_at else "",
        "looked_at": in_london(returns.as_at(round_.opens)) if round_.named else "",
        "opens": in_london(round_.opens),
        "closes": in_london(round_.closes),
        "left": next_steps.left(london_day(round_.closes), today),
        "coming": [in_london(at) for at in progress.coming],
        "nudge": _nudge(progress, today),
        "nudge_from": day_in_words(progress.nudge_from) if progress.nudge_from else "",
        **_days(progress),
        "letters": curves.letters_left(round_),
        "said": _said(progress),
    }


def _said(progress: Progress) -> str:
    """Return where it is told what was done after last year's round, while people are called upon
    to answer."""
    if not progress.round.state.coming:
        return ""
    path = outbox.said_last_year(progress.round, progress.place.organisation)
    return path and f"{desk().base_url}{path}"


def _nudge(progress: Progress, today: date) -> str:
    """Tell whether a reminder is possible “now”, “later” or (empty) not at all."""
    if not progress.nudge_from or progress.nudge_from > london_day(progress.round.closes):
        return ""
    return "now" if progress.nudge_from <= today else "later"


def _days(progress: Progress) -> dict[str, object]:
    """Draw the curve, unless it is a return, or nothing of it may be shown."""
    days = progress.shown_days if not progress.place.named else ()
    most, reminders = progress.numbers.base if progress.numbers else 0, progress.reminders
    return {
        "curve": curves.drawn(progress.round, days, reminders, most) if days else None,
        "table": curves.table(days, reminders),
    }
