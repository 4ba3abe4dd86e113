"""What the templates of a national report draw with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template

from portal.calendar.london import day_and_month, day_in_words, london_day
from portal.reports import scale, trend, words
from portal.reports.nation import national
from portal.reports.nation.dots import POINTS
from portal.reports.nation.national import National, Place
from portal.reports.table import Table
from portal.services.nation import gathering
from portal.services.returns import tables
from portal.services.rounds.register import RoundInfo


def of_place(place: Place) -> dict[str, Any]:
    """Return what England, or a region, is drawn with."""
    edition = place.edition
    return {
        "place": place,
        "between": f"{day_and_month(edition.opened)} to {day_in_words(edition.closed)}",
        "zones": scale.zones([(band.colour, band.lowest) for band in edition.questionnaire.bands]),
        "scale": scale,
        "base": words.base,
        "not_shown": words.NOT_SHOWN,
        "rounding": words.ROUNDING,
        "y": trend.y,
        "width": trend.WIDTH,
        "height": trend.HEIGHT,
    }


def of_country(report: National) -> dict[str, Any]:
    """Return what a whole national report is drawn with."""
    return {**of_place(report.england), "report": report, "points": POINTS}


def of_returns(round_: RoundInfo, every: Sequence[Table]) -> dict[str, Any]:
    """Return what the tables of a round of returns are drawn with."""
    closed = day_in_words(london_day(round_.closes))
    return {"round": round_, "tables": every, "closed": closed}


def public(round_: RoundInfo) -> str:
    """Draw what everybody may read. Raises as ``gathering.country`` does, or
    ``tables.tables_of``."""
    if round_.named:
        told = of_returns(round_, tables.tables_of(round_, public=True))
        return render_template("staff/nation/_returns.html", **told)
    report = national.for_everybody(gathering.country(round_))
    drawn = of_country(report)
    return render_template("staff/nation/_public.html", round=round_, public=True, **drawn)
