"""How gunicorn serves the portal. Its own request log stays off: ours (``portal/web/journal.py``)
says what was asked for without saying by whom or with what secret."""

from __future__ import annotations

import logging
import sys
from typing import Any

from portal import create_app, settings
from portal.errors import SettingsError
from portal.store import db
from portal.vault import memory

try:
    memory.shut()
    bind = settings.load().bind
except SettingsError as error:
    sys.exit(str(error))
worker_class = "deploy.buffering.BufferingWorker"
sendfile = False  # answers leave by way of the porter's memory
workers = 2
threads = 2
control_socket_disable = True
accesslog = None
errorlog = "-"
loglevel = "warning"
graceful_timeout = 20
# what lies in the memory of a worker goes with it, whatever it was
max_requests = 5000
max_requests_jitter = 1000


class Discreet(logging.Filter):
    """gunicorn's messages about requests that it cannot serve hold addresses; say less."""

    def filter(self, record: logging.LogRecord) -> bool:
        if "request" in record.msg.lower():
            kind = record.exc_info[0] if isinstance(record.exc_info, tuple) else None
            record.msg = f"A request could not be served ({kind.__name__ if kind else 'invalid'})"
            record.args, record.exc_info, record.exc_text = (), None, None
        return True


def on_starting(server: Any) -> None:
    """Refuse to start on settings, keys or a database that will not do, before any worker does."""
    server.log.error_log.addFilter(Discreet())
    try:
        create_app()
        db.check_schema()
    except SettingsError as error:
        sys.exit(str(error))
    db.db.close()


def post_worker_init(worker: Any) -> None:
    """Have a worker end once a round has closed of which it may have answers in its memory."""
    worker.outlived = worker.wsgi.extensions["desk"].keys.outlived
