"""The flask commands. Exit status 0, or 1 with one sentence on standard error.

Each file is a room; imports that weigh are made inside the command that needs them.
"""

from __future__ import annotations

from flask import Flask

from portal.cli import (
    database,
    demo,
    exports,
    invitation,
    job,
    mail,
    organisation,
    questionnaire,
    report,
    round,
    staff,
)

ROOMS = (
    database,
    questionnaire,
    organisation,
    staff,
    round,
    invitation,
    mail,
    job,
    exports,
    report,
    demo,
)


def init_app(app: Flask) -> None:
    for room in ROOMS:
        app.cli.add_command(room.command)
