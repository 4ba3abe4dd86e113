"""The log of requests holds method, route pattern, status and duration; never what was sent, or by
whom.

An address can hold a token or a code, and an exception's message an answer: neither is written.
"""

from __future__ import annotations

import logging
import sys
import time
import traceback
from typing import Any

from flask import Flask, Response, g, request

requests = logging.getLogger("portal.requests")
failures = logging.getLogger("portal.failures")


def init_app(app: Flask) -> None:
    logging.raiseExceptions = False  # else a log that cannot be written to prints all that failed
    # no line tells a thread or a place in the code, so they are not looked up for each
    logging.logThreads = logging.logMultiprocessing = False
    logging._srcfile = None  # so the logging guide, “Optimization”
    ours = logging.getLogger("portal")
    ours.setLevel(logging.INFO)
    if not ours.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
        ours.addHandler(handler)
    app.before_request(_start)
    app.after_request(_write)
    app.log_exception = _fail  # type: ignore[method-assign]


def pattern() -> str:
    """Return the route's pattern, with the names of its variables in the place of their values."""
    return request.url_rule.rule if request.url_rule else "(no such page)"


def _start() -> None:
    g.started = time.perf_counter()


def _write(response: Response) -> Response:
    if request.endpoint != "static":
        started = g.get("started", time.perf_counter())
        took = (time.perf_counter() - started) * 1000
        requests.info("%s %s %d %.0fms", request.method, pattern(), response.status_code, took)
    return response


def _fail(exc_info: Any) -> None:
    """Log where it failed and with which kind of error, without the message."""
    kind, _, trace = exc_info if exc_info else sys.exc_info()
    where = " < ".join(
        f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}"
        for frame in reversed(traceback.extract_tb(trace)[-8:])
    )
    name = kind.__name__ if kind else "error"
    failures.error("%s %s failed: %s at %s", request.method, pattern(), name, where)
