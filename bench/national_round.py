"""A national round from one sheet, in a browser, from a fresh installation to two open rounds: how
many pages and clicks it takes, and how long each step.

    python -m bench.national_round [--organisations 160] [--people 20000]

Exits 1 unless all organisations are in both
rounds when they are open.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.factories import ADA
from tests.journeys import national
from tests.journeys.conftest import CHROMIUM
from tests.journeys.counted import Counted
from tests.journeys.installation import Installation, install
from tests.journeys.test_first_round import await_worker, come_in
from tests.journeys.visitor import DESK, watch

MOST_PAGES, MOST_CLICKS = 12, 15


@dataclass
class Steps:
    """Times each step; ``seconds`` of a step are those of the server, the browser and the worker
    together."""

    ada: Counted
    pages: int = 0
    clicks: int = 0
    rows: list[tuple[str, int, int, float]] = field(default_factory=list)

    def take(self, name: str, step: Callable[[], object]) -> None:
        began = time.monotonic()
        step()
        pages, clicks = len(self.ada.pages), len(self.ada.clicks)
        seconds = time.monotonic() - began
        self.rows.append((name, pages - self.pages, clicks - self.clicks, seconds))
        self.pages, self.clicks = pages, clicks

    def print(self) -> None:
        for name, pages, clicks, seconds in self.rows:
            print(f"{name:<40} {pages:>3} pages {clicks:>3} clicks {seconds:>6.1f} s")
        seconds = sum(row[3] for row in self.rows)
        print(f"{'all':<40} {self.pages:>3} pages {self.clicks:>3} clicks {seconds:>6.1f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--organisations", type=int, default=160)
    parser.add_argument("--people", type=int, default=20_000)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, served(Path(name)) as (portal, ada):
        steps = Steps(ada)
        go(steps, portal, Path(name), wanted.organisations, wanted.people)
        steps.print()
        codes = ("health-check-2026", "health-check-2026-return")
        said = [portal.flask("round", "status", code).splitlines() for code in codes]
    invited = [sum(" invited by name" in line for line in lines) for lines in said]
    print(*(lines[0] for lines in said), f"organisations in them: {invited}", sep="\n")
    many = steps.pages > MOST_PAGES or steps.clicks > MOST_CLICKS
    sys.exit(many or any(number < wanted.organisations for number in invited))


@contextmanager
def served(folder: Path) -> Iterator[tuple[Installation, Counted]]:
    portal = install(folder / "instance")
    portal.prepare(["db", "upgrade"], ["staff", "add", ADA, "--role", "administrator"])
    with portal.served(), portal.at_work(), sync_playwright() as playwright:
        context = playwright.chromium.launch(**CHROMIUM).new_context(**DESK)
        context.set_default_timeout(120_000)
        yield portal, Counted(context.new_page(), watch(context, portal.address))


def go(steps: Steps, portal: Installation, folder: Path, number: int, people: int) -> None:
    ada, path = steps.ada, national.write(folder / "england.csv", number)
    steps.take("sign in", lambda: (ada.open(link(portal)), come_in(ada)))
    steps.take("plan the year", lambda: national.plan_year(ada))
    steps.take("look at the sheet", lambda: national.send_sheet(ada, path))
    steps.take("write it", lambda: national.confirm(ada, number))
    lists = folder / "people.csv"
    lists.write_text("\n".join(national.people(number, people)) + "\n", encoding="utf-8")
    steps.take("the lists", lambda: national.send_lists(ada, lists, people))
    steps.take("open both rounds", lambda: open_both(ada))


def link(portal: Installation) -> str:
    return portal.flask("staff", "sign-in-link", ADA).split()[-1]


def open_both(ada: Counted) -> None:
    national.open_at_once(ada)
    await_worker(ada, "Close it early")


if __name__ == "__main__":
    main()
