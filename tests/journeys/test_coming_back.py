"""Stopping and carrying on: in the same browser, in another one, on a shared computer."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.site import Site
from tests.journeys.visitor import ONCE, WITH_SCRIPTS, Visit, Visitor


def stop_halfway(visitor: Visitor, link: str) -> tuple[str, str]:
    """Answer the first page and stop; the code and the personal link that are shown."""
    visitor.begin(link)
    visitor.choose("service", "adults")
    visitor.press("Save and come back later")
    visitor.sees_heading("Your answers are saved")
    locate = visitor.page.locator
    return locate("#resume-code").inner_text(), locate("#resume-link").inner_text()


def test_the_code_leads_back_on_another_device(site: Site, visit: Visit) -> None:
    site.house.open_round()
    code, _ = stop_halfway(visit(), site.link())
    elsewhere = visit()
    elsewhere.open(f"{site.address}/resume")
    elsewhere.page.get_by_label("Your code").fill(code.lower().replace("-", " "))
    elsewhere.press("Carry on")
    expect(elsewhere.option("service", "adults")).to_be_checked()


@ONCE
def test_the_personal_link_leads_back_on_another_device(site: Site, visit: Visit) -> None:
    site.house.open_round()
    _, link = stop_halfway(visit(), site.link())
    elsewhere = visit()
    elsewhere.open(link)
    elsewhere.press("Carry on")
    expect(elsewhere.option("service", "adults")).to_be_checked()
    assert link.rsplit("/", 1)[-1] not in elsewhere.page.url


def test_what_is_begun_here_can_be_finished_there(site: Site, visit: Visit) -> None:
    site.house.open_round()
    here = visit()
    _, link = stop_halfway(here, site.link())
    there = visit()
    there.open(link)
    there.press("Carry on")
    there.go_on()
    there.go_on()
    there.press("Submit")
    there.sees_heading("Thank you: your answers are in")
    here.press("Carry on now")
    here.sees_heading("Your answers have been sent")


@ONCE
def test_the_letter_leads_back_in_the_same_browser(site: Site, visit: Visit) -> None:
    site.house.open_round()
    remi = visit()
    stop_halfway(remi, site.link())
    remi.begin(site.link())
    expect(remi.option("service", "adults")).to_be_checked()


@ONCE
def test_the_letter_alone_starts_afresh_in_another_browser(site: Site, visit: Visit) -> None:
    site.house.open_round()
    stop_halfway(visit(), site.link())
    elsewhere = visit()
    elsewhere.begin(site.link())
    expect(elsewhere.page.locator("input:checked")).to_have_count(0)


def test_on_a_shared_computer_nobody_meets_anothers_answers(site: Site, visit: Visit) -> None:
    site.house.open_round(2)
    both = visit()
    stop_halfway(both, site.link(0))
    both.begin(site.link(1))
    expect(both.page.locator("input:checked")).to_have_count(0)
    both.choose("service", "children")
    both.go_on()
    both.begin(site.link(0))
    expect(both.option("service", "adults")).to_be_checked()
    both.begin(site.link(1))
    assert both.path.endswith("/support")


@ONCE
def test_a_browser_that_was_told_to_forget_no_longer_leads_back(site: Site, visit: Visit) -> None:
    site.house.open_round()
    remi = visit()
    code, _ = stop_halfway(remi, site.link())
    remi.press("Forget my answers on this computer")
    remi.sees_heading("This browser has forgotten your answers")
    assert remi.open(f"{site.address}/survey/spring/about") == 404
    remi.begin(site.link())
    expect(remi.page.locator("input:checked")).to_have_count(0)
    remi.open(f"{site.address}/resume")
    remi.page.get_by_label("Your code").fill(code)
    remi.press("Carry on")
    expect(remi.option("service", "adults")).to_be_checked()


@ONCE
def test_two_rounds_can_be_answered_in_one_browser(site: Site, visit: Visit) -> None:
    site.house.open_round()
    site.house.open_round(code="autumn", title="Autumn check")
    remi = visit()
    stop_halfway(remi, site.link(0))
    remi.begin(site.link(1))
    assert remi.path == "/survey/autumn/about"
    remi.choose("service", "children")
    remi.go_on()
    remi.open(f"{site.address}/survey/spring/about")
    expect(remi.option("service", "adults")).to_be_checked()
    remi.open(f"{site.address}/survey/autumn/about")
    expect(remi.option("service", "children")).to_be_checked()


@WITH_SCRIPTS
def test_a_choice_is_kept_though_nothing_is_pressed(site: Site, visit: Visit) -> None:
    site.house.open_round()
    remi = visit()
    remi.begin(site.link())
    with remi.saving():
        remi.choose("service", "adults")
    later = remi.another_tab()
    remi.page.close()
    later.open(f"{site.address}/survey/spring/")
    expect(later.option("service", "adults")).to_be_checked()


@WITH_SCRIPTS
def test_what_is_typed_is_kept_though_the_field_was_never_left(site: Site, visit: Visit) -> None:
    site.house.open_round()
    remi = visit()
    remi.begin(site.link())
    with remi.saving():
        remi.choose("service", "other")
    later = remi.another_tab()
    remi.field("service__other").press_sequentially("Emergency duty team")
    remi.page.close(run_before_unload=True)
    for _ in range(50):  # what outlives its page tells nobody when it has arrived
        later.open(f"{site.address}/survey/spring/about")
        if later.field("service__other").input_value() == "Emergency duty team":
            return
    raise AssertionError("What was typed was lost.")


@WITH_SCRIPTS
@pytest.mark.parametrize("what", ["code", "link"])
def test_the_code_and_the_link_can_be_copied(site: Site, visit: Visit, what: str) -> None:
    site.house.open_round()
    remi = visit()
    remi.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    shown = dict(zip(("code", "link"), stop_halfway(remi, site.link()), strict=True))
    remi.button(f"Copy the {what}").click()
    expect(remi.button("Copied")).to_be_visible()
    assert remi.page.evaluate("navigator.clipboard.readText()") == shown[what]
