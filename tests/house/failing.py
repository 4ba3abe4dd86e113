"""The site, with a fault in it: an address that ends in ``?fail`` brings the server down on itself
with an exception whose message holds all that was asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wsgi import app

portal = app.wsgi_app


def failing(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    if environ["QUERY_STRING"] == "fail":
        raise RuntimeError(f"{environ}")
    return portal(environ, start_response)


app.wsgi_app = failing  # type: ignore[method-assign]
