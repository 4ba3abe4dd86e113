"""A page's form is refused unless a page of ours could have sent it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs, unquote_to_bytes

from flask import request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from portal.services.answering.responding import Posted
from portal.survey.answers import FormRefused

OWN = {"clear", "csrf_token", "go", "pad", "seen", "sent"}
"""The frame round a page's questions has these fields; ``pad`` only makes all forms equally long.
``sent``, perhaps several, is a form that the page sent before and has had no answer to."""
WHO = "who_"
BUTTONS = ("next", "later")
BY_ITSELF = ("as one goes", "look", "again")
"""A page that saves itself also looks what comes and goes, and asks for itself again."""
MOST_SENT = 5
FORM = "application/x-www-form-urlencoded"


def posted_page(page: str) -> tuple[Posted, str]:
    """Return the form, and what was pressed: *next*, *later*, *clear* for one answer that is taken
    back, or one of ``BY_ITSELF``.

    Raises ``UnsupportedMediaType``, ``BadRequest`` (bytes that are no UTF-8), ``FormRefused``.
    """
    if request.mimetype != FORM:
        raise UnsupportedMediaType
    check_text()
    lists = dict(request.form.lists())
    sent = lists.pop("sent", [])
    own = {name: values for name, values in lists.items() if name in OWN}
    if any(len(values) != 1 for values in own.values()) or len(sent) > MOST_SENT:
        raise FormRefused("A field of the page came more than once.")
    fields = {name: values for name, values in lists.items() if name not in OWN}
    if cleared := own.get("clear", [""])[0]:
        fields = {n: values for n, values in fields.items() if n.partition("__")[0] != cleared}
    earlier = tuple(parse_qs(form, keep_blank_values=True) for form in sent)
    return Posted(page, fields, own.get("seen", [None])[0], earlier), _pressed(own)


def _pressed(own: Mapping[str, Sequence[str]]) -> str:
    by_itself = bool(request.htmx)  # type: ignore[attr-defined]
    if "clear" in own:
        return "clear"
    go: str = own.get("go", ["as one goes" if by_itself else ""])[0]
    if go in BUTTONS or (by_itself and go in BY_ITSELF):
        return go
    raise FormRefused("The form does not say which button was pressed.")


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
