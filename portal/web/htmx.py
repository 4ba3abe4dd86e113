"""One POST has two answers: a fragment for htmx, else a redirect (303) to a page of its own."""

from __future__ import annotations

from flask import Response, redirect
from htmx_flask import make_response, request
from werkzeug.wrappers import Response as BaseResponse


def answer(fragment: str, otherwise: str) -> BaseResponse:
    """Send ``fragment`` where htmx asked, else a 303 to ``otherwise``."""
    if wanted():
        return Response(fragment)
    return redirect(otherwise, code=303)


def wanted() -> bool:
    """Say whether htmx asked for a fragment; a history-restore request gets the full page."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def go(address: str) -> BaseResponse:
    """Lead the whole browser to another page, whoever asked."""
    if wanted():
        response: BaseResponse = make_response("", redirect=address)
        return response
    return redirect(address, code=303)
