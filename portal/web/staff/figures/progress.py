"""A round in one organisation, as its PSW watches it; and a reminder of her own."""

from __future__ import annotations

from datetime import date, timedelta
from zlib import crc32

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.calendar.london import day_in_words, in_london, london_day
from portal.reports import curve
from portal.reports.curve import Curve
from portal.services.figures import progress as watching
from portal.services.figures import returns
from portal.services.figures.progress import Progress
from portal.services.letters import reminders as reminding
from portal.web import access, htmx
from portal.web.desk import desk
from portal.web.forms import ButtonForm
from portal.web.staff.figures import next_steps

blueprint = Blueprint("progress", __name__, url_prefix="/rounds/<round_code>/<organisation>")
Answer = str | Response | tuple[str, int]


@blueprint.get("")
@access.allow("administrator", "psw")
def progress(round_code: str, organisation: str) -> Answer:
    """The page; to htmx, which asks while somebody looks at it, its figures, and only once they are
    others than the browser has."""
    found = watching.of(round_code, organisation, desk().clock())
    if htmx.wanted():
        if request.args.get("seen") == seen(found):
            return "", 204
        return render_template("staff/figures/progress/_figures.html", **shown(found))
    return render_template("staff/figures/progress/one.html", **shown(found))


@blueprint.route("/remind", methods=["GET", "POST"])
@access.allow("administrator", "psw")
def remind(round_code: str, organisation: str) -> Answer:
    found, form = watching.of(round_code, organisation, desk().clock()), ButtonForm()
    if form.validate_on_submit():
        reminding.nudge(round_code, organisation, access.me().email, desk().clock())
        flash(
            "The reminder is in hand. It goes to those who have not answered, and to nobody else."
        )
        to = url_for(".progress", round_code=round_code, organisation=organisation)
        return redirect(to, code=303)
    return render_template("staff/figures/progress/remind.html", form=form, **shown(found))


def seen(found: Progress) -> str:
    """What a browser has of the figures."""
    lists = (found.listed, found.reach, found.open_link)
    said = (found.round.state, found.as_at, found.reminders, found.nudge_from)
    return f"{crc32(repr((said, lists, found.pages)).encode()):08x}"


def shown(found: Progress) -> dict[str, object]:
    now, of = desk().clock(), found.round
    today = london_day(now)
    return {
        "found": found,
        "round": of,
        "where": found.place,
        "numbers": found.numbers,
        "seen": seen(found),
        "today": today,
        "steps": next_steps.steps(found, today),
        "as_at": in_london(found.as_at) if found.as_at else "",
        "looked_at": in_london(returns.as_at(of.opens)),
        "opens": in_london(of.opens),
        "closes": in_london(of.closes),
        "left": next_steps.left(london_day(of.closes), today),
        "coming": [in_london(at) for at in found.coming],
        "nudge": _nudge(found, today),
        "nudge_from": day_in_words(found.nudge_from) if found.nudge_from else "",
        "curve": _curve(found) if found.shown_days and not found.place.named else None,
        "table": _table(found),
    }


def _nudge(found: Progress, today: date) -> str:
    """Whether a reminder is possible “now”, “later” or (empty) not at all."""
    if not found.nudge_from or found.nudge_from > london_day(found.round.closes):
        return ""
    return "now" if found.nudge_from <= today else "later"


def _curve(found: Progress) -> Curve:
    of = found.round
    last = london_day(of.closes - timedelta(seconds=1))
    reminders = [london_day(at) for at in found.reminders]
    most = found.numbers.base if found.numbers else 0
    return curve.draw(found.shown_days, london_day(of.opens), last, reminders, most)


def _table(found: Progress) -> list[tuple[str, int, int, bool]]:
    """Each day: submitted by its end, how many more than the day before, whether a reminder fell on
    it."""
    reminded: set[date] = {london_day(at) for at in found.reminders}
    before, rows = 0, []
    for day, number in found.shown_days:
        rows.append((f"{day.day} {day:%B}", number, number - before, day in reminded))
        before = number
    return rows
