"""The scores of one organisation after the count, beside its region's and England's."""

from __future__ import annotations

from flask import Blueprint, render_template

from portal.calendar.london import day_in_words, london_day
from portal.reports import scale
from portal.services.reports import released
from portal.web import access

blueprint = Blueprint("headline", __name__, url_prefix="/rounds/<round_code>/<organisation>/report")


@blueprint.get("")
@access.report
def page(**_: str) -> str:
    headline = released.headline(access.this_round(), access.this_employer())
    round_ = headline.round
    return render_template(
        "staff/reports/headline.html",
        headline=headline,
        zones=scale.zones([(band.colour, band.lowest) for band in round_.text.bands]),
        at=scale.place,
        opened=day_in_words(london_day(round_.opens)),
        closed=day_in_words(london_day(round_.closes)),
    )
