"""A round in trouble has its problem noted, waits, and does not hold up the others."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable

from portal.errors import PortalError
from portal.services.lifecycle import closing
from portal.services.rounds.register import RoundInfo
from portal.store import db


def each(several: Iterable[RoundInfo], one: Callable[[RoundInfo], str | None]) -> list[str]:
    """Take one step for every round; say what was done, or why a round waits."""
    done = []
    for round_ in several:
        try:
            done.append(one(round_) or "")
        except PortalError as error:
            done.append(_waits(round_, str(error)))
        except db.Unavailable as error:  # that passes: the next pass tries again
            done.append(f"round {round_.code} is tried again: {type(error).__name__}")
        except Exception as error:  # loud in the status, and no obstacle to other rounds
            done.append(_waits(round_, place(error)))
    return [sentence for sentence in done if sentence]


def place(error: Exception) -> str:
    """Say what failed and where, without its message, which may hold anything."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {frame.name}:{frame.lineno}"


def _waits(round_: RoundInfo, problem: str) -> str:
    if round_.problem != problem:
        closing.troubled(round_.id, problem)
    return f"round {round_.code} waits: {problem}"
