"""The scores of one organisation after the count, beside its region's and England's."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flask import Blueprint, render_template

from portal.calendar.london import day_in_words, london_day
from portal.reports import scale, words
from portal.reports.edition import Edition
from portal.services.reports import editions
from portal.survey import scoring
from portal.web import access

blueprint = Blueprint("headline", __name__, url_prefix="/rounds/<round_code>/<organisation>/scores")


@blueprint.get("")
@access.allow("administrator", "psw")
def page(**_: str) -> str:
    round_ = access.this_round()
    edition = editions.every(round_, access.this_employer())[0]
    return render_template(
        "staff/reports/headline.html",
        headline=edition,
        round_=round_,
        lines=_lines(edition),
        zones=scale.zones([(band.colour, band.lowest) for band in round_.text.bands]),
        at=scale.place,
        answered=words.response(edition),
        opened=day_in_words(london_day(round_.opens)),
        closed=day_in_words(london_day(round_.closes)),
    )


def _lines(edition: Edition) -> list[dict[str, Any]]:
    return [
        {
            "score": score,
            "own": (own := edition.own(score.id)),
            "band": scoring.band(edition.questionnaire, Fraction(own.figure.value))
            if own
            else None,
            "region": edition.beside("region", score.id),
            "nation": edition.beside("nation", score.id),
        }
        for score in edition.questionnaire.scores
    ]
