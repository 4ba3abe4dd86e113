"""A person of whom it is counted how many pages and clicks something takes."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

from tests.journeys.visitor import Visitor


@dataclass
class Counted(Visitor):
    """Notes what the person does, in whatever tab: the pages that come up, and each link or button
    that is pressed. Looking again while the worker is at it is left out: how often depends on the
    worker."""

    pages: list[str] = field(default_factory=list)
    clicks: list[str] = field(default_factory=list)
    waits: bool = False

    def __post_init__(self) -> None:
        self.page.on("load", self._note)

    def _note(self, loaded: Page) -> None:
        if not self.waits:
            self.pages.append(loaded.url)

    def press(self, name: str) -> int:
        self.clicks.append(name)
        return super().press(name)

    def follow(self, name: str) -> None:
        self.clicks.append(name)
        super().follow(name)

    def another_tab(self) -> Counted:
        return Counted(self.page.context.new_page(), self.troubles, self.pages, self.clicks)

    def click(self, place: Locator) -> None:
        """A link or button that leads to another page."""
        self.clicks.append(place.inner_text())
        with self.page.expect_navigation():
            place.click()
