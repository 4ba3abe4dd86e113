"""The headline report: what an organisation is told of a counted round, on one page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from portal.calendar.london import day_and_month, day_in_words
from portal.reports import headline, scale
from portal.reports.headline import Headline
from portal.services.actions import plans
from portal.services.reports import editions
from portal.web import access

blueprint = Blueprint("headline", __name__, url_prefix="/rounds/<round_code>/<organisation>/report")


@blueprint.get("")
@access.report
def page(**_: str) -> str:
    round_, employer = access.this_round(), access.this_employer()
    edition, *earlier = editions.every(round_, employer)
    report = headline.headline(edition, earlier[0] if earlier else None)
    aimed = plans.of_organisation(round_, employer, edition).moved
    return render_template("staff/reports/headline.html", aimed=aimed, **shown(report))


def shown(report: Headline) -> dict[str, Any]:
    """Return what the page's template draws with."""
    edition = report.edition
    return {
        "report": report,
        "zones": scale.zones([(band.colour, band.lowest) for band in edition.questionnaire.bands]),
        "scale": scale,
        "between": f"{day_and_month(edition.opened)} to {day_in_words(edition.closed)}",
        "counted": day_in_words(edition.counted),
    }
