"""What a file leaves open is answered by options; ``asking.check`` refuses without, and says what
can be chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import click

from portal.tabular.asking import COLUMN, ENCODING, INCLUDE, LEAVE_OUT
from portal.tabular.rows import HIDDEN, STRUCK
from portal.tabular.text import ENCODINGS


class _Letter(click.ParamType[str]):
    name = "letter"

    def convert(self, value: str, _param: object, _context: object) -> str:
        return value.upper()


_ABOUT = {
    HIDDEN: "What to do with rows that the file hides or filters.",
    STRUCK: "What to do with rows that the file strikes through.",
    ENCODING: "How a text file is written that does not say it.",
    COLUMN: "The letter of the column of addresses, where two could be meant.",
}

_VALUES: Mapping[str, click.ParamType[str]] = {
    HIDDEN: click.Choice((LEAVE_OUT, INCLUDE)),
    STRUCK: click.Choice((LEAVE_OUT, INCLUDE)),
    ENCODING: click.Choice((*ENCODINGS,)),
    COLUMN: _Letter(),
}


def answers(*keys: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The command takes answers to these questions, as ``given``."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def run(**more: Any) -> Any:
            given = {key: value for key in keys if (value := more.pop(key))}
            return command(given=given, **more)

        for key in reversed(keys):
            run = click.option(f"--{key}", help=_ABOUT[key], type=_VALUES.get(key))(run)
        return run

    return decorate
