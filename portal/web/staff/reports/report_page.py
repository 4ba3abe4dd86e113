"""A report is given as one page that needs no other file: to keep, to send round, to print."""

from __future__ import annotations

from flask import render_template

from portal.reports.report import Report


def html(report: Report) -> str:
    """Make the page."""
    return render_template("staff/reports/report_page.html", report=report)
