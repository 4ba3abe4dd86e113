"""A report is given as one page that needs no other file: to keep, to send round, to print."""

from __future__ import annotations

from flask import render_template

from portal.errors import Refused
from portal.reports.report import Report
from portal.web.staff.reports import headline


def html(report: Report) -> str:
    """Make the page. Raises ``Refused`` for a report on a whole round."""
    if report.headline is None:
        raise Refused("An html report is of one organisation: say which.")
    shown = headline.shown(report.headline)
    template = "staff/reports/report_page.html"
    return render_template(template, alone=True, tables=report.tables, **shown).lstrip()
