"""What all commands share: an error is one sentence, input files are read as text."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click
from flask import current_app

from portal.errors import PortalError, Refused
from portal.store import db

if TYPE_CHECKING:
    from portal.worker.tools import Tools

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
MOST = 200_000
"""Rows of a file on the command line: everybody whom a national round invites."""


def plain_errors(command: Callable[P, R]) -> Callable[P, R]:
    """A ``PortalError`` ends the command with status 1 and its sentence on standard error."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except PortalError as error:
            click.echo(str(error), err=True)
            sys.exit(1)

    return run


def on_database(command: Callable[P, R]) -> Callable[P, R]:
    """A command that needs a database which is up to date; errors as with ``plain_errors``."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        db.check_schema()
        return command(*args, **kwargs)

    return plain_errors(run)


def tools() -> Tools:
    """The worker's, as this installation is set up. Raises ``SettingsError``."""
    from portal.worker import equipment

    return equipment.tools(current_app.extensions["settings"])


def now() -> datetime:
    return datetime.now(UTC)


def of_file(path: Path, read: Callable[[bytes], T]) -> T:
    """What is made of a file's content. Raises ``Refused`` for one that cannot be read so."""
    try:
        return read(path.read_bytes())
    except OSError as error:
        raise Refused(f"{path} cannot be read; name a file of yours.") from error
    except Refused as error:
        raise Refused(f"{path}: {error}") from error
