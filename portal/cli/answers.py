"""What a file leaves open is answered by options; ``asking.check`` refuses without, and says what
can be chosen."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from portal.tabular.rows import HIDDEN, STRUCK

_ABOUT = {
    HIDDEN: "Rows that the file hides or filters away: include, or leave-out.",
    STRUCK: "Rows that the file strikes through: include, or leave-out.",
    "encoding": "How a text file is written that does not say it.",
    "column": "The letter of the column of addresses, where two could be meant.",
}


def answers(*keys: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The command takes answers to these questions, as ``given``."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def run(**more: Any) -> Any:
            given = {key: value for key in keys if (value := more.pop(key))}
            return command(given=given, **more)

        for key in keys:
            run = click.option(f"--{key}", help=_ABOUT[key])(run)
        return run

    return decorate
