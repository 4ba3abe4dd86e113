"""What every page must be, measured in the browser: accessible, and no wider than a phone."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from playwright.sync_api import Page

from tests.journeys.site import ROOT

AXE = (ROOT / "tests" / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """rules => axe.run(document, {
    runOnly: {type: "tag", values: rules}, resultTypes: ["violations"], elementRef: false,
    preload: false
})"""
"""Preloading is for rules about rotated screens, which are not among these."""
NARROWEST = 320
"""CSS pixels: 1280 enlarged to 400 % (WCAG 2.2, 1.4.10 Reflow)."""
WIDTHS = (NARROWEST, 390, 1280)


READ = """() => ({
    levels: [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].map(h => +h.tagName[1]),
    heading: document.querySelector("h1")?.innerText.trim() ?? "",
    title: document.title,
    ids: [...document.querySelectorAll("[id]")].map(e => e.id),
    scripts: document.body.classList.contains("js-enabled"),
})"""


THUMB = 48
"""CSS pixels that whatever is touched has each way, on a phone."""
SMALL = """least => {
    const touched = document.querySelectorAll(
        "button, input, select, textarea, summary, .govuk-back-link, .footer a, dd a, dt a");
    const found = [];
    for (const control of touched) {
        if (!control.checkVisibility() || control.closest(".govuk-visually-hidden")) continue;
        const whole = control.closest(".govuk-radios__item, .govuk-checkboxes__item") ?? control;
        const {width, height} = whole.getBoundingClientRect();
        if (Math.min(width, height) < least - .5)
            found.push(`${control.outerHTML.slice(0, 90)}: ${width} by ${height} pixels`);
    }
    return found;
}"""


def on_a_phone(page: Page) -> list[str]:
    """What a thumb can miss, what cannot be read in the dark, and what large text makes too wide.
    Links in running text are as high as their line."""
    page.set_viewport_size({"width": 390, "height": 800})
    small = [str(control) for control in page.evaluate(SMALL, THUMB)]
    page.emulate_media(color_scheme="dark")
    found = small + [f"in the dark: {each}" for each in _violations(page)]
    page.emulate_media(color_scheme="light")
    return found + _in_large_text(page)


def _in_large_text(page: Page) -> list[str]:
    """At 200 %, as somebody sets it in their browser (WCAG 2.2, 1.4.4)."""
    settings = page.context.new_cdp_session(page)
    settings.send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    told = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
    settings.send("Page.setFontSizes", {"fontSizes": {"standard": 16}})
    settings.detach()
    return [f"text at 200 %: {told[0]} of {told[1]} px"] if told[0] > told[1] else []


def faults(page: Page) -> list[str]:
    """What is wrong with the page as it stands, at every width; empty when all is well."""
    read = page.evaluate(READ)
    found = [*_outline(read["levels"]), *_names(read["heading"], read["title"], read["ids"])]
    if read["scripts"]:
        page.evaluate(AXE)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        if wide > width:
            found.append(f"{width} px: the page is {wide} px wide")
        if read["scripts"] and width != NARROWEST:
            found += [f"{width} px: {violation}" for violation in _violations(page)]
    return found


def _violations(page: Page) -> list[str]:
    """Only where scripts run: axe waits for timers, which never go off elsewhere."""
    return [_said(violation) for violation in page.evaluate(RUN, RULES)["violations"]]


def _said(violation: dict[str, Any]) -> str:
    where = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
    return f"{violation['id']}: {violation['help']}: {where}"


def _outline(levels: list[int]) -> list[str]:
    """One first heading, and no level left out below it."""
    steps = [after - before for before, after in pairwise(levels)]
    found = [] if levels.count(1) == 1 else [f"{levels.count(1)} first headings"]
    return found + (["a heading level is left out"] if any(step > 1 for step in steps) else [])


def _names(heading: str, title: str, ids: list[str]) -> list[str]:
    """The title tells the page, in the words of its heading; ids are used once."""
    found = [] if heading in title else [f"the title {title!r} is not {heading!r}"]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    return found + [f"the id {name} is used twice" for name in twice]
