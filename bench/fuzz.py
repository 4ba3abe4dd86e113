"""Every address of the respondents' site, asked for nonsense; and whether it kept its head.

    python -m bench.fuzz [--requests 100000] [--seed 1]

No server: the application is called in this process. Exits 1 if an answer was one that nobody
should get, or a refusal changed what is stored. What is printed holds no link, code or token.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from flask import Flask
from werkzeug.routing import Rule

from bench import questionnaires, servers
from bench.probing import Watch, complaints, send
from bench.spoiling import spoil
from bench.stranger import Stranger, arrive, fields_elsewhere, request_for
from portal import create_app
from portal.settings import load
from portal.survey.file.parsing import parse

EACH = 100
"""Requests made as one person, before the next one arrives."""
PRINTED = 10


@dataclass
class Found:
    """``kept``: requests that changed something, and were answered as if they had."""

    statuses: Counter[int] = field(default_factory=Counter)
    offences: list[str] = field(default_factory=list)
    kept: int = 0


def main() -> None:
    wanted = _wanted()
    source = questionnaires.text("practitioner")
    with tempfile.TemporaryDirectory() as name:
        environment = {"PORTAL_INSTANCE": str(Path(name) / "instance")}
        number = wanted.requests // EACH + 1
        links = servers.prepare(Path(name), environment, source, number)
        app, database = _app(environment), Path(name) / "instance" / "portal.sqlite"
        page_ids = [page.id for page in parse(source).pages]
        people = (arrive(app, link, "bench", page_ids) for link in links)
        started = time.perf_counter()
        found = run(app, database, people, wanted.requests, wanted.seed)
        took = time.perf_counter() - started
    print(f"{wanted.requests} requests in {took:.0f} s, {found.kept} changed what is stored")
    print(", ".join(f"{status}: {number}" for status, number in sorted(found.statuses.items())))
    print(f"offences: {len(found.offences)}", *found.offences[:PRINTED], sep="\n")
    sys.exit(bool(found.offences))


def run(app: Flask, database: Path, people: Iterable[Stranger], number: int, seed: int) -> Found:
    """That many requests, ``EACH`` as each person."""
    draw, found, left = Random(seed), Found(), number
    with closing(Watch(database)) as watch:
        for person in people:
            watch.changed()  # by the arrival
            _pester(app, person, watch, draw, found, min(left, EACH))
            left -= min(left, EACH)
    if left:
        raise ValueError(f"too few people: {left} requests were not made")
    return found


def _pester(
    app: Flask, person: Stranger, watch: Watch, draw: Random, found: Found, number: int
) -> None:
    rules = _often(app)
    others = fields_elsewhere(person)
    for _ in range(number):
        attempt = request_for(draw, draw.choice(rules), person)
        spoil(draw, attempt, others)
        answer = send(app, attempt)
        changed = watch.changed()
        wrong = list(complaints(attempt, answer, changed))
        nth = found.statuses.total()
        found.statuses[answer.status] += 1
        found.kept += changed and not wrong
        ways = ", ".join(attempt.spoilt)
        found.offences += [f"#{nth} {attempt.method} {attempt.rule} ({ways}): {w}" for w in wrong]


def _often(app: Flask) -> list[Rule]:
    """Every address, and six times as often the pages' forms, which are most of what can break."""
    rules = list(app.url_map.iter_rules())
    return rules + 5 * [rule for rule in rules if rule.endpoint == "survey.save"]


def _app(environment: dict[str, str]) -> Flask:
    """Its clock stands still: no worker tells it meanwhile that it is alive."""
    app = create_app(load(environment))
    now = datetime.now(UTC)
    app.extensions["desk"] = replace(app.extensions["desk"], clock=lambda: now)
    logging.getLogger("portal.requests").setLevel(logging.WARNING)
    return app


def _wanted(words: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz")
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(words)


if __name__ == "__main__":
    main()
