"""A page's form is refused unless a page of ours could have sent it."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from flask import request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from portal.services.answering.responding import Posted
from portal.survey.answers import FormRefused

OWN = {"csrf_token", "go", "pad", "seen"}
"""The frame round a page's questions has these fields; ``pad`` only makes all forms equally
long."""
WHO = "who_"
BUTTONS = ("next", "later")
FORM = "application/x-www-form-urlencoded"


def posted_page(page: str) -> tuple[Posted, str]:
    """Return the form, and what was pressed: *next*, *later*, or *as one goes* for a save by htmx.

    Raises ``UnsupportedMediaType``, ``BadRequest`` (bytes that are no UTF-8), ``FormRefused``.
    """
    if request.mimetype != FORM:
        raise UnsupportedMediaType
    check_text()
    lists = dict(request.form.lists())
    own = {name: values for name, values in lists.items() if name in OWN}
    if any(len(values) != 1 for values in own.values()):
        raise FormRefused("A field of the page came more than once.")
    go = own.get("go", ["as one goes" if request.htmx else ""])[0]  # type: ignore[attr-defined]
    if go not in (*BUTTONS, "as one goes"):
        raise FormRefused("The form does not say which button was pressed.")
    fields = {name: values for name, values in lists.items() if name not in OWN}
    return Posted(page, fields, own.get("seen", [None])[0]), go


def posted_names() -> dict[str, str]:
    """Return names by page, from the fields ``who_<page>``. Raises as ``posted_page`` does."""
    if request.mimetype != FORM:
        raise UnsupportedMediaType
    check_text()
    fields = {name: value for name, value in request.form.items() if name not in OWN}
    if not all(name.startswith(WHO) for name in fields):
        raise FormRefused("A field does not belong to the list of pages.")
    return {name.removeprefix(WHO): value for name, value in fields.items()}


def check_text() -> None:
    """Refuse bytes that are no UTF-8, which Werkzeug reads as something else."""
    try:
        unquote_to_bytes(request.get_data(cache=True).replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest from error
