"""What all commands share: an error is one sentence, input files are read as text."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from portal.errors import PortalError, Refused
from portal.store import db

P = ParamSpec("P")
R = TypeVar("R")


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


def now() -> datetime:
    return datetime.now(UTC)


def table(
    path: Path, needed: tuple[str, ...], optional: tuple[str, ...]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows of a CSV file in UTF-8 with their line numbers, white space stripped.

    Raises ``Refused`` for a file that cannot be read so, or lacks a column.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{path} cannot be read; name a CSV file in UTF-8.") from error
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        reader.fieldnames = _names(path, reader.fieldnames or (), needed, optional)
        for row in reader:
            yield reader.line_num, _row(path, reader.line_num, row, (*needed, *optional))
    except csv.Error as error:
        raise Refused(f"{path}, line {reader.reader.line_num}: {error}.") from error


def _names(
    path: Path, first: Sequence[str], needed: tuple[str, ...], optional: tuple[str, ...]
) -> list[str]:
    names = [name.strip() for name in first]
    wrong = set(names) - {*needed, *optional}
    if not set(needed) <= set(names) or wrong or len(set(names)) != len(names):
        wanted = ",".join(needed) + "".join(f"[,{name}]" for name in optional)
        raise Refused(f"{path}: the first line must be {wanted}.")
    return names


def _row(
    path: Path, line: int, row: Mapping[str | None, object], names: tuple[str, ...]
) -> dict[str, str]:
    if None in row or any(value is None for value in row.values()):
        raise Refused(f"{path}, line {line}: it must have as many cells as the first line.")
    return {name: str(row.get(name, "")).strip() for name in names}
