"""What answering asks of a person with a phone of 390 x 844: counted in Chromium.

    python -m bench.phone [--pictures FOLDER]

Everything is answered once, with a finger: the middle option of what is to be chosen, the first
box of what can be ticked, something in each box to write in. A *tap* chooses, or goes into a box,
or goes on; in a return it also opens the page from the list. *Screens* are the heights of the
pages of questions, as they are when all of that has been answered, over the height of the phone;
those of the check are beside it.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.servers import ROOT
from portal.store.db import db
from tests import made_once
from tests.factories import House
from tests.journeys.conftest import CHROMIUM
from tests.journeys.site import Port
from tests.journeys.visitor import Visitor

WIDTH, HEIGHT = 390, 844
OPENS = datetime(2027, 3, 1, 9, tzinfo=UTC)
QUESTIONNAIRES = (
    "practitioner/2026.1",
    "practitioner/2026.2",
    "self_assessment/2026.1",
    "organisation/2026.1",
)
MOST = 2
"""A page may ask once whether something is right."""
LOOKS = 900
"""Milliseconds until a page has asked which questions come up, and has them."""

OPEN = """() => {
  const controls = document.querySelectorAll("#answers :is(input, textarea)");
  const seen = [...controls].filter(e => e.name.startsWith("q_") && e.checkVisibility());
  const asked = seen.filter(e => !/__(estimate|unknown|not_applicable)$/.test(e.name));
  return [...Map.groupBy(asked, e => e.name).values()].flatMap(all => {
    const radio = all[0].type === "radio", box = all[0].type === "checkbox";
    if (!radio && !box) return all.filter(e => !e.value).map(e => [e.id, e.inputMode || e.type]);
    return all.some(e => e.checked) ? [] : [[all[radio ? (all.length - 1) >> 1 : 0].id, ""]];
  });
}"""
"""What stands open on the page: the control to tap, and what kind of text goes into it."""
MEASURES = """() => {
  const seen = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  let words = 0;
  while (seen.nextNode()) {
    const within = seen.currentNode.parentElement;
    if (within.checkVisibility() && !within.closest(".govuk-visually-hidden, [aria-hidden=true]"))
      words += seen.currentNode.data.split(/\\s+/).filter(Boolean).length;
  }
  const controls = [...document.querySelectorAll("#answers :is(input, textarea)")];
  return {
    height: document.documentElement.scrollHeight,
    words,
    fields: controls.filter(e => e.name.startsWith("q_") && e.checkVisibility()).length,
  };
}"""
TEXTS = {"email": "pat@example.org", "tel": "01632 960 001", "text": "Kind", "textarea": "Kind"}


@dataclass
class Count:
    """What one way through comes to; heights in pixels."""

    pages: int = 0
    taps: int = 0
    height: int = 0
    check: int = 0
    words: int = 0
    fields: int = 0

    def __str__(self) -> str:
        screens, check = self.height / HEIGHT, self.check / HEIGHT
        told = f"{self.pages} | {self.taps} | {screens:.1f} | {check:.1f}"
        return f"{told} | {self.words:,} | {self.fields:,}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.phone")
    parser.add_argument("--pictures", type=Path, help="a folder for a picture of each page")
    pictures = parser.parse_args().pictures
    made_once.keep()
    print("| questionnaire | pages | taps | screens | check | words | fields |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)  # type: ignore[arg-type]
        for name in QUESTIONNAIRES:
            phone = {"width": WIDTH, "height": HEIGHT}
            page = browser.new_context(viewport=phone, has_touch=True).new_page()  # type: ignore[arg-type]
            print(f"| {name} | {_counted(page, name, pictures)} |", flush=True)


def _counted(page: Page, name: str, pictures: Path | None) -> Count:
    """Answer the questionnaire from its link to the check."""
    source = (ROOT / "questionnaires" / f"{name}.md").read_text()
    port = Port()
    with tempfile.TemporaryDirectory() as folder, port.open():
        house = House(Path(folder), now=OPENS)
        with port.serving(house) as site:
            house.open_round(source=source)
            remi, count = Visitor(page, []), Count()
            remi.open(site.link())
            remi.press("Open the return" if "kind: return" in source else "Start now")
            _answer(remi, count, pictures and pictures / name.replace("/", "-"))
            count.check = page.evaluate(MEASURES)["height"]
        db.close()
    return count


def _answer(remi: Visitor, count: Count, pictures: Path | None) -> None:
    """Answer page after page, those of a return in the order of its list."""
    listed = remi.page.locator(".govuk-task-list__link").evaluate_all("all => all.map(a => a.href)")
    while not remi.path.endswith("/check"):
        if remi.page.locator(".govuk-task-list").count():
            if not listed:
                remi.press("Check and submit")
                return
            remi.open(listed.pop(0))
            count.taps += 1
        count.pages += 1
        _fill(remi.page, count)
        if pictures:
            pictures.mkdir(parents=True, exist_ok=True)
            remi.page.screenshot(path=pictures / f"{count.pages:02}.png", full_page=True)
        here = remi.path
        for _ in range(MOST):
            if remi.path == here:
                remi.go_on()
                count.taps += 1


def _fill(page: Page, count: Count) -> None:
    while todo := page.evaluate(OPEN):  # an answer may bring up a question
        for control, kind in todo:
            place = page.locator(f'[id="{control}"]')
            if kind:
                place.fill("2026" if control.endswith("__year") else TEXTS.get(kind, "1"))
            else:
                place.check()
            count.taps += 1
        page.wait_for_timeout(LOOKS)
    measured = page.evaluate(MEASURES)
    count.height += measured["height"]
    count.words += measured["words"]
    count.fields += measured["fields"]


if __name__ == "__main__":
    main()
