"""Ada reads a queue of comments and Bea confirms, by keyboard alone: ``COMMENTS=1000`` for a long
one."""

from __future__ import annotations

import os
from collections.abc import Callable

from playwright.sync_api import Page, expect

from portal.services.comments import queue
from portal.services.rounds.register import RoundInfo
from portal.store.comments import PublishedComment
from tests.factories import ADA
from tests.journeys import audit
from tests.journeys.site import Site
from tests.journeys.visitor import WITH_SCRIPTS, Visit, Visitor, sign_in
from tests.services.comments.counted import BEA, ada, bea, written

NUMBER = int(os.environ.get("COMMENTS", "12"))
PLAIN, NAMED, ALONE = (
    "There are too many forms, number {}.",
    "Jane shouts at {}.",
    "Only man of {}.",
)
"""A comment that is released as it is, one in which a name is struck out, one that is withheld."""


def texts() -> list[str]:
    """Of twelve comments three name somebody, and one gives its author away."""
    kinds = (PLAIN, PLAIN, NAMED, PLAIN) * 2 + (PLAIN, PLAIN, NAMED, ALONE)
    return [kinds[number % 12].format(number) for number in range(NUMBER)]


def comes(visit: Visit, site: Site, email: str, what: str) -> Visitor:
    """To the overview, and by the tab key to a button."""
    visitor = visit()
    sign_in(visitor, site, email)
    visitor.open(f"{site.address}/staff/rounds/spring/comments")
    go(visitor.page, lambda: reach(visitor.page, what))
    return visitor


def reach(page: Page, name: str) -> None:
    """Press the tab key until a button or a link has the focus, then Enter."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText.trim()") == name:
            return page.keyboard.press("Enter")
    raise AssertionError(f"the tab key does not reach {name}")


def go(page: Page, act: Callable[[], None]) -> None:
    """Do what leads to another page, and wait for that."""
    with page.expect_navigation():
        act()


def keys(page: Page, *several: str) -> None:
    for key in several[:-1]:
        page.keyboard.press(key)
    go(page, lambda: page.keyboard.press(several[-1]))


def in_queue(page: Page) -> bool:
    return page.locator("#reading").count() > 0


def read_all(page: Page) -> None:
    while in_queue(page):
        text = page.locator(".comment").text_content() or ""
        if "Only man" in text:
            keys(page, "w", "ArrowDown", "Enter")
        elif "Jane" in text:
            keys(page, "n", "x", "r")
        else:
            keys(page, "r")


def confirm_all(page: Page) -> None:
    while in_queue(page):
        keys(page, "c")


@WITH_SCRIPTS
def test_two_read_and_confirm_a_queue_by_keyboard_alone(visit: Visit, site: Site) -> None:
    round_ = prepared(site)
    first = comes(visit, site, ADA, "Read comments")
    assert audit.faults(first.page) == []
    misread(first.page)
    read_all(first.page)
    second = comes(visit, site, BEA, "Confirm what others have read")
    send_one_back(second.page)
    confirm_all(second.page)
    first.page.reload()
    go(first.page, lambda: reach(first.page, "Read comments"))
    first.sees("Sent back by bea@example.org: “Look again”.")
    read_all(first.page)
    second.page.reload()
    go(second.page, lambda: reach(second.page, "Confirm what others have read"))
    confirm_all(second.page)
    standing = queue.progress(round_, ada(site.house))
    alone = sum("Only man" in text for text in texts())
    assert (standing.confirmed, standing.withheld) == (NUMBER, alone)
    publish(second)
    left = [row.text for row in PublishedComment.select()]
    assert len(left) == NUMBER - alone
    assert not [text for text in left if "Jane" in text or "Only man" in text]


def prepared(site: Site) -> RoundInfo:
    ada(site.house), bea(site.house)
    return written(site.house, *texts())


def misread(page: Page) -> None:
    """Leave one for later, go back to it, and undo that."""
    before = page.locator(".comment").inner_text()
    keys(page, "l")
    keys(page, "u")
    assert page.locator(".comment").inner_text() == before
    page.keyboard.press("ArrowRight")
    expect(page.locator(".word__box").first).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("x")
    expect(page.locator(".word__box").first).to_be_checked()
    page.keyboard.press("x")
    expect(page.locator(".word__box").first).not_to_be_checked()


def send_one_back(page: Page) -> None:
    page.keyboard.press("b")
    page.keyboard.type("Look again")
    go(page, lambda: page.keyboard.press("Enter"))


def publish(visitor: Visitor) -> None:
    go(visitor.page, lambda: reach(visitor.page, "Publish what is confirmed"))
    visitor.sees("You cannot undo this")
    go(visitor.page, lambda: reach(visitor.page, "Publish"))
    visitor.sees("What was struck out or withheld is deleted.")
