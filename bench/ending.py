"""A round brought to its end, and whether it holds what people were told had been taken."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bench import servers
from bench.comparing import compare
from bench.crowd import Outcome
from bench.serving import Web

TAKEN = ("acknowledged", "already in")
"""States in which a person was told, one way or the other, that the answers are in."""


def report(folder: Path, web: Web, outcomes: Sequence[Outcome]) -> bool:
    """Close, count and export the round `bench` under the running server; print what is there and
    whether all is well."""
    intact = _intact(folder / "instance" / "portal.sqlite")
    servers.flask(web.environment, "round", "close", "bench")
    servers.flask(web.environment, "round", "count", "bench")
    why = ("--reason", "to compare with what was said")
    servers.flask(web.environment, "export", "bench", "--out", str(folder / "export"), *why)
    sure = [outcome.said for outcome in outcomes if outcome.state in TAKEN]
    unclear = [outcome.said for outcome in outcomes if outcome.state == "unclear"]
    compared = compare(folder / "export", sure, unclear)
    states = Counter(outcome.state for outcome in outcomes)
    print("submissions: " + ", ".join(f"{number} {state}" for state, number in states.items()))
    for one in compared:
        print(one)
    print(f"database: {intact}; tracebacks in the server's log: {web.tracebacks()}")
    return intact == "ok" and not web.tracebacks() and all(one.equal for one in compared)


def troubles(outcomes: Sequence[Outcome]) -> bool:
    """Print what went wrong on the way, each kind once; whether anything did."""
    lost = sum(outcome.lost for outcome in outcomes)
    conflicts = sum(outcome.conflicts for outcome in outcomes)
    wrong = Counter(outcome.trouble for outcome in outcomes if outcome.trouble)
    print(f"requests sent again: {lost}; conflicts: {conflicts}; errors: {wrong.total()}")
    for trouble, number in wrong.most_common(10):
        print(f"  {number} × {trouble}")
    return bool(wrong)


def _intact(database: Path) -> str:
    with closing(sqlite3.connect(database)) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])
