"""A person at a browser of their own, with eyes for what a page must not do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    expect,
)

from portal.services.staff import sessions
from tests.factories import ADA
from tests.journeys.site import Site

STATUS = (
    "Failed to load resource: the server responded with",
    "Failed to load resource: net::",
    "Response Status Error Code",
)
"""How the browser and htmx note an answer from 400 on, or none; the journeys ask for both."""

LED_ON = "() => !window.before && document.readyState === 'complete'"
SHOWN = "() => !window.before.isConnected"

PHONE = {"viewport": {"width": 390, "height": 800}}
DESK = {"viewport": {"width": 1280, "height": 800}}
BROWSERS: Mapping[str, dict[str, Any]] = {
    "phone": PHONE,
    "desk": DESK,
    "phone without scripts": {**PHONE, "java_script_enabled": False},
    "desk without scripts": {**DESK, "java_script_enabled": False},
}


ONCE = pytest.mark.parametrize("visit", ["phone"], indirect=True)
"""For links, forms that are sent whole, and what comes back. Scripts leave the staff site's pages
as they are: no style sheet of ours asks whether they run, nor does a part of the design system
that we use there. A respondents' page of questions does save itself under scripts; what comes of
that, and of its absence, is gone through by the journeys without this mark."""
WITH_SCRIPTS = pytest.mark.parametrize("visit", ["desk"], indirect=True)
WITHOUT_SCRIPTS = pytest.mark.parametrize("visit", ["phone without scripts"], indirect=True)


@dataclass
class Visitor:
    """``troubles``: what no page may cause. ``statuses`` are of the pages that came so far."""

    page: Page
    troubles: list[str]
    statuses: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        def note(answer: Response) -> None:
            if answer.request.is_navigation_request():
                self.statuses.append(answer.status)

        self.page.on("response", note)

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def open(self, address: str) -> int:
        """Go there; the status of the answer."""
        answer = self.page.goto(address)
        assert answer is not None
        return answer.status

    def begin(self, link: str) -> None:
        self.open(link)
        self.press("Start now")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def press(self, name: str) -> int:
        """Press a button that leads to another page; the status with which that came."""
        if name.startswith("Save and") and self.page.locator(".js-enabled #answers").count():
            return self._leave(name)
        with self.page.expect_navigation() as answer:
            self.button(name).click()
        return answer.value.status

    def _leave(self, name: str) -> int:
        """Press a button of a page that sends itself: it is led on, or given what is wrong."""
        self.page.evaluate("window.before = document.querySelector('main')")
        with self.page.expect_response(_leaves) as answer:
            self.button(name).click()
        led = "hx-redirect" in answer.value.headers
        self.page.wait_for_function(LED_ON if led else SHOWN)
        return self.statuses[-1] if led else answer.value.status

    def go_on(self) -> int:
        return self.press("Save and continue")

    def follow(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=True).click()

    def field(self, item: str) -> Locator:
        return self.page.locator(f'[name="q_{item}"]')

    def option(self, item: str, option: str) -> Locator:
        return self.page.locator(f'[name="q_{item}"][value="{option}"]')

    def choose(self, item: str, option: str) -> None:
        self.option(item, option).check()

    def write(self, item: str, text: str) -> None:
        """Type it, and leave the field."""
        self.field(item).fill(text)
        self.field(item).blur()

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def sees_heading(self, text: str) -> None:
        expect(self.page.locator("h1")).to_have_text(text)

    @contextmanager
    def saving(self) -> Iterator[None]:
        """What is done inside leads the page to save itself, and that has come back."""
        with self.page.expect_response(_is_a_save) as answer:
            yield
            self.page.clock.fast_forward(10_000)
        assert answer.value.status == 200
        expect(self.page.locator("#saved")).to_have_text("Saved")

    def another_tab(self) -> Visitor:
        """The same browser, so the same cookies."""
        return Visitor(self.page.context.new_page(), self.troubles)


def _leaves(answer: Response) -> bool:
    """Whether a button was pressed: the page also looks by itself what comes and goes."""
    return re.search("go=(next|later)", answer.request.post_data or "") is not None


def _is_a_save(answer: Response) -> bool:
    """Not a look at what comes and goes."""
    return answer.request.method == "POST" and "go=look" not in (answer.request.post_data or "")


Visit: TypeAlias = Callable[[], Visitor]
"""A new visitor in a browser of their own (the fixture of this name)."""


def watch(context: BrowserContext, address: str) -> list[str]:
    """A list that fills with console messages, script errors and requests to other hosts."""
    troubles: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(STATUS):
            troubles.append(message.text)

    def on_request(request: Request) -> None:
        if not request.url.startswith((f"{address}/", "data:")):
            troubles.append(f"a request to {request.url}")

    context.on("console", on_console)
    context.on("weberror", lambda error: troubles.append(str(error.error)))
    context.on("request", on_request)
    return troubles


def sign_in(visitor: Visitor, site: Site, email: str = ADA) -> None:
    """As if the letter's link had been followed and all proven."""
    house = site.house
    cookie = sessions.begin(house.person(email), house.now, proven=True)
    visitor.page.context.add_cookies([{"name": "staff", "value": cookie, "url": site.address}])
