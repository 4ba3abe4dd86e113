"""A round in one organisation, as its PSW watches it; and a reminder of her own."""

from __future__ import annotations

from datetime import date, timedelta
from zlib import crc32

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.calendar.london import day_in_words, in_london, london_day
from portal.reports import curve
from portal.reports.curve import Curve
from portal.services.figures import returns
from portal.services.figures.progress import Progress, in_organisation
from portal.services.letters import reminders
from portal.web import access, htmx
from portal.web.desk import desk
from portal.web.forms import ButtonForm
from portal.web.staff.figures import next_steps

blueprint = Blueprint("progress", __name__, url_prefix="/rounds/<round_code>/<organisation>")
Answer = str | Response | tuple[str, int]


@blueprint.get("")
@access.allow("administrator", "psw")
def progress(**_: str) -> Answer:
    """Show the page; to htmx, which asks while somebody looks at it, its figures, and only once
    they are others than the browser has."""
    stands = _asked()
    if htmx.wanted():
        if request.args.get("seen") == seen(stands):
            return "", 204
        return render_template("staff/figures/progress/_figures.html", **shown(stands))
    return render_template("staff/figures/progress/one.html", **shown(stands))


@blueprint.route("/remind", methods=["GET", "POST"])
@access.allow("administrator", "psw")
def remind(round_code: str, organisation: str) -> Answer:
    form = ButtonForm()
    if form.validate_on_submit():
        reminders.nudge(round_code, organisation, access.me().email, desk().clock())
        flash(
            "The reminder is in hand. It goes to those who have not answered, and to nobody else."
        )
        to = url_for(".progress", round_code=round_code, organisation=organisation)
        return redirect(to, code=303)
    return render_template("staff/figures/progress/remind.html", form=form, **shown(_asked()))


def _asked() -> Progress:
    """Read how the round of this address stands in its organisation."""
    return in_organisation(access.this_round(), access.this_employer(), desk().clock())


def seen(stands: Progress) -> str:
    """Tell what a browser has of the figures."""
    lists = (stands.listed, stands.reach, stands.open_link)
    said = (stands.round.state, stands.as_at, stands.reminders, stands.nudge_from)
    return f"{crc32(repr((said, lists, stands.pages)).encode()):08x}"


def shown(stands: Progress) -> dict[str, object]:
    round_, today = stands.round, london_day(desk().clock())
    return {
        "stands": stands,
        "round": round_,
        "where": stands.place,
        "numbers": stands.numbers,
        "seen": seen(stands),
        "today": today,
        "steps": next_steps.steps(stands, today),
        "as_at": in_london(stands.as_at) if stands.as_at else "",
        "looked_at": in_london(returns.as_at(round_.opens)) if round_.named else "",
        "opens": in_london(round_.opens),
        "closes": in_london(round_.closes),
        "left": next_steps.left(london_day(round_.closes), today),
        "coming": [in_london(at) for at in stands.coming],
        "nudge": _nudge(stands, today),
        "nudge_from": day_in_words(stands.nudge_from) if stands.nudge_from else "",
        "curve": _curve(stands) if stands.shown_days and not stands.place.named else None,
        "table": _table(stands),
    }


def _nudge(stands: Progress, today: date) -> str:
    """Tell whether a reminder is possible “now”, “later” or (empty) not at all."""
    if not stands.nudge_from or stands.nudge_from > london_day(stands.round.closes):
        return ""
    return "now" if stands.nudge_from <= today else "later"


def _curve(stands: Progress) -> Curve:
    first = london_day(stands.round.opens)
    last = london_day(stands.round.closes - timedelta(seconds=1))
    reminded = [london_day(at) for at in stands.reminders]
    most = stands.numbers.base if stands.numbers else 0
    return curve.draw(stands.shown_days, first, last, reminded, most)


def _table(stands: Progress) -> list[tuple[str, int, int, bool]]:
    """List the days: submitted by its end, how many more than the day before, whether a reminder
    fell on it."""
    reminded: set[date] = {london_day(at) for at in stands.reminders}
    before, rows = 0, []
    for day, number in stands.shown_days:
        rows.append((f"{day.day} {day:%B}", number, number - before, day in reminded))
        before = number
    return rows
