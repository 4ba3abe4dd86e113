"""All is done without a mouse, and what has the focus can be seen."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.site import PRACTITIONER, Site
from tests.journeys.visitor import ONCE, WITH_SCRIPTS, Visit, Visitor

FOCUSED = """() => {
    const {top, bottom, left} = document.activeElement.getBoundingClientRect();
    const {outlineStyle, boxShadow} = getComputedStyle(document.activeElement);
    const marked = outlineStyle !== "none" || boxShadow !== "none";
    const seen = bottom > 0 && top < innerHeight && left >= 0;
    return [document.activeElement.innerText.trim(), top + scrollY, marked && seen];
}"""


def _tab_to(remi: Visitor, name: str) -> None:
    """Go from stop to stop, each of which is seen and lies below the one before."""
    text, place = "", 0.0
    while text != name:
        remi.page.keyboard.press("Tab")
        text, below, seen = remi.page.evaluate(FOCUSED)
        assert seen and below >= place - 24, text
        place = below


@WITH_SCRIPTS
def test_the_keyboard_alone_leads_from_the_link_to_the_last_page(site: Site, visit: Visit) -> None:
    site.house.open_round()
    remi = visit()
    remi.open(site.link())
    keys = remi.page.keyboard
    _tab_to(remi, "Start now")
    keys.press("Enter")
    remi.sees_heading("About you")
    keys.press("Tab")
    expect(remi.page.locator(":focus")).to_have_text("Skip to main content")
    keys.press("Enter")
    keys.press("Tab")
    expect(remi.option("service", "children")).to_be_focused()
    keys.press("Space")
    keys.press("ArrowDown")
    expect(remi.option("service", "adults")).to_be_checked()
    keys.press("Tab")
    expect(remi.button("Clear this answer")).to_be_focused()
    keys.press("Tab")
    expect(remi.page.locator(":focus")).to_have_text("Save and continue")
    keys.press("Enter")
    remi.sees_heading("Support")
    for _ in range(3):
        keys.press("Tab")
    expect(remi.page.locator("#keys")).to_contain_text("Press 1 to 2 to choose an answer")
    keys.press("2")
    expect(remi.option("heard", "agree")).to_be_checked()
    expect(remi.option("safe", "disagree")).to_be_focused()
    keys.press("1")
    expect(remi.page.locator(":focus")).to_have_text("Save and continue")
    keys.press("Enter")
    remi.sees_heading("Check your answers")
    _tab_to(remi, "Submit")
    keys.press("Enter")
    remi.sees_heading("Thank you: your answers are in")
    _tab_to(remi, "Help")


@ONCE
def test_the_arrow_keys_leave_the_page_where_it_is(site: Site, visit: Visit) -> None:
    site.house.open_round(source=PRACTITIONER)
    remi = visit()
    remi.page.emulate_media(reduced_motion="reduce")
    remi.begin(site.link())
    remi.go_on()
    row, following = remi.page.locator(".row").nth(2), remi.page.locator(".row").nth(3)
    row.evaluate("row => row.scrollIntoView({block: 'end'})")
    row.locator("input").first.evaluate("radio => radio.focus({preventScroll: true})")
    remi.page.keyboard.press("ArrowRight")
    remi.page.clock.fast_forward(1000)
    expect(row.locator(":checked")).to_have_value("disagree")
    expect(following).not_to_be_in_viewport(ratio=1)
