"""Take the pictures of the README and the guides again, in Chromium, of an invented round.

    python -m bench.pictures [FOLDER]

Without a folder they take the place of those in ``docs/pictures``. Needs what the tests need.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from portal.calendar.schedule import Schedule
from portal.cli.demonstration import making
from portal.services.rounds.register import THIS_YEAR
from portal.services.staff import sessions
from portal.store.db import db
from portal.store.people import Invitation
from tests import made_once
from tests.factories import ADA, PAT, House
from tests.journeys.conftest import CHROMIUM
from tests.journeys.site import NEWEST, Port, Site
from tests.journeys.visitor import Visitor
from tests.services import scenes

HERE = Path(__file__).resolve().parent.parent / "docs" / "pictures"
OPENS = datetime(2027, 3, 1, 9, tzinfo=UTC)
DAYS = Schedule(
    OPENS, datetime(2027, 4, 2, 16, tzinfo=UTC), (datetime(2027, 3, 15, 9, tzinfo=UTC),)
)
TITLE = "Health check 2027"
PHONE = (390, 844)
A_DAY = (21, 17, 9, 6, 4, 1, 0, 5, 4, 3, 2, 1, 0, 1, 15, 7)
"""Answers at Northshire, day by day."""


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    made_once.keep()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)  # type: ignore[arg-type]
        _first_steps(browser, folder)
        _under_way(browser, folder)
        _answering(browser, folder)
        _counted(browser, folder)


def _first_steps(browser: Browser, folder: Path) -> None:
    with _served() as site:
        _staff(browser, site, ADA, "/staff/", folder / "first-round.png", PHONE)


def _under_way(browser: Browser, folder: Path) -> None:
    """Two weeks of a round in two organisations."""
    with _served() as site:
        house = site.house
        house.person(PAT)
        house.open_round(148, 96, title=TITLE, schedule=DAYS)
        links = {code: house.links(code) for code in ("northshire", "southborough")}
        gone = Invitation.email == "remi148@northshire.example.org"
        Invitation.update(undeliverable="there is no such address").where(gone).execute()
        for number in A_DAY:
            for code, part in (("northshire", number), ("southborough", number // 2)):
                for _ in range(part):
                    scenes.respond(house, links[code].pop())
            house.work(days=1)
        house.work(hours=2)
        one = "/staff/rounds/spring/northshire"
        _staff(browser, site, PAT, one, folder / "psw-phone.png", PHONE)
        _staff(browser, site, PAT, one, folder / "psw.png", (1280, 1120))
        _staff(browser, site, ADA, "/staff/rounds/spring", folder / "round.png", (1280, 1330))


def _answering(browser: Browser, folder: Path) -> None:
    """The shipped questionnaire, from the link to the scores."""
    with _served() as site:
        site.house.open_round(2, source=NEWEST, title=TITLE, schedule=DAYS)
        first, second = site.house.links()
        phone = Visitor(_page(browser, PHONE), [])
        phone.open(site.address + first)
        phone.page.screenshot(path=folder / "welcome.png")
        _fill_in(phone, random.Random(7))
        phone.page.screenshot(path=folder / "done.png")
        desk = Visitor(_page(browser, (1100, 860)), [])
        desk.begin(site.address + second)
        for _ in range(2):
            _choose(desk.page, random.Random(3))
            desk.go_on()
        _choose(desk.page, random.Random(5), most=3)
        desk.page.evaluate("scrollTo(0, 0)")
        desk.page.screenshot(path=folder / "page.png")


def _counted(browser: Browser, folder: Path) -> None:
    """The headline report of Northshire in the counted demonstration."""
    with _served() as site:
        house = site.house
        house.now += timedelta(weeks=14)
        making.make(house.tools, house.now)
        house.person(PAT)
        path = f"/staff/rounds/{THIS_YEAR}/northshire/report"
        _staff(browser, site, PAT, path, folder / "headline.png", (1280, 1400))


def _fill_in(visitor: Visitor, draw: random.Random) -> None:
    visitor.press("Start now")
    while visitor.button("Save and continue").count():
        _choose(visitor.page, draw)
        visitor.go_on()
    visitor.press("Submit")


def _choose(page: Page, draw: random.Random, most: int = 99) -> None:
    """Choose in each group of radios, for the better more often than not."""
    names = page.locator("input[type=radio]").evaluate_all(
        "all => [...new Set(all.filter(e => e.offsetParent).map(e => e.name))]"
    )
    for name in names[:most]:
        offered = page.locator(f'input[type=radio][name="{name}"]')
        count = min(offered.count(), 5)
        offered.nth(draw.choice((count - 1, count - 2, count - 2, count // 2, 0))).check()


def _staff(
    browser: Browser, site: Site, who: str, path: str, file: Path, size: tuple[int, int]
) -> None:
    page = _page(browser, size)
    cookie = sessions.begin(site.house.person(who), site.house.now, proven=True)
    page.context.add_cookies([{"name": "staff", "value": cookie, "url": site.address}])
    page.goto(site.address + path)
    page.screenshot(path=file)


def _page(browser: Browser, size: tuple[int, int]) -> Page:
    return browser.new_context(viewport={"width": size[0], "height": size[1]}).new_page()


@contextmanager
def _served() -> Iterator[Site]:
    """A house of its own, on the first day of the round."""
    port = Port()
    with tempfile.TemporaryDirectory() as name, port.open():
        house = House(Path(name), now=OPENS - timedelta(minutes=5))
        house.now = OPENS
        with port.serving(house) as site:
            yield site
        db.close()


if __name__ == "__main__":
    main()
