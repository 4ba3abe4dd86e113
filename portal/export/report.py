"""A report is written as a file of any form but HTML, which is a page."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from portal.errors import NotFound, Refused
from portal.reports.report import Report

WRITERS = {
    "docx": "report_word",
    "xlsx": "report_workbook",
    "csv": "report_csv",
    "sav": "report_spss",
    "json": "report_json",
}
"""Each form has a module that writes it, loaded only when it is asked for."""
NEEDS_ORGANISATION = ("html", "docx")
"""A whole round is figures alone, without tables to read."""


def forms() -> list[str]:
    """List those that can be written here."""
    spss = all(map(find_spec, ("pandas", "pyreadstat")))
    return [form for form in WRITERS if form != "sav" or spss]


def write(form: str, report: Report) -> bytes:
    """Return the file. Raises ``NotFound`` for an unknown form, ``Conflict`` for one whose extra is
    not installed, and ``Refused`` for a document on a whole round."""
    if form in NEEDS_ORGANISATION and not report.tables:
        raise Refused(f"A report as {form} is of one organisation: say which.")
    if form not in WRITERS:
        raise NotFound(f"There is no form {form}; there is html, {', '.join(WRITERS)}.")
    body: bytes = import_module(f"portal.export.{WRITERS[form]}").write(report)
    return body
