"""The connection comes and goes, and nothing that was entered is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import request
from playwright.sync_api import Page, expect

from portal.store.answers import Ballot, Draft
from tests.journeys.site import Site
from tests.journeys.visitor import WITH_SCRIPTS, Visit, Visitor
from tests.services.figures.test_returns_answered import RETURN

KEPT = "() => Object.keys(sessionStorage).some(key => key.startsWith('answers:'))"
LONG = 60_000
"""Milliseconds, in which a page has tried again whatever it had to wait for."""


def begun(site: Site, visit: Visit) -> Visitor:
    site.house.open_round()
    remi = visit()
    remi.begin(site.link())
    return remi


@contextmanager
def offline(page: Page) -> Iterator[None]:
    page.context.set_offline(True)
    yield
    page.context.set_offline(False)


def says(visitor: Visitor, words: str) -> None:
    expect(visitor.page.locator("#saved")).to_contain_text(words)


@WITH_SCRIPTS
def test_what_is_entered_offline_is_saved_as_soon_as_there_is_a_connection(
    site: Site, visit: Visit
) -> None:
    remi = begun(site, visit)
    with offline(remi.page):
        remi.choose("service", "adults")
        remi.page.clock.fast_forward(LONG)
        says(remi, "You are offline")
    says(remi, "Saved")
    later = remi.another_tab()
    later.open(f"{site.address}/survey/spring/about")
    expect(later.option("service", "adults")).to_be_checked()


@WITH_SCRIPTS
def test_it_tries_again_by_itself_where_the_browser_does_not_say_that_it_is_back(
    site: Site, visit: Visit
) -> None:
    remi = begun(site, visit)
    remi.page.route("**/about", lambda route: route.abort())
    remi.choose("service", "adults")
    remi.page.clock.fast_forward(LONG)
    says(remi, "You are offline")
    remi.page.unroute("**/about")
    remi.page.clock.fast_forward(LONG)
    says(remi, "Saved")


@WITH_SCRIPTS
def test_going_on_without_a_connection_keeps_the_page_and_goes_on_when_it_is_back(
    site: Site, visit: Visit
) -> None:
    remi = begun(site, visit)
    with offline(remi.page):
        remi.choose("service", "adults")
        remi.button("Save and continue").click()
        says(remi, "You are offline; we go on as soon as you are back")
        expect(remi.option("service", "adults")).to_be_checked()
    remi.sees_heading("Support")
    remi.follow("Back")
    expect(remi.option("service", "adults")).to_be_checked()


@WITH_SCRIPTS
def test_a_tap_is_kept_though_the_page_is_left_at_once(site: Site, visit: Visit) -> None:
    remi = begun(site, visit)
    remi.go_on()
    remi.choose("heard", "agree")
    remi.follow("Back")
    remi.go_on()
    expect(remi.option("heard", "agree")).to_be_checked()


@WITH_SCRIPTS
def test_a_tap_is_kept_though_the_tab_is_closed_at_once(site: Site, visit: Visit) -> None:
    remi = begun(site, visit)
    later = remi.another_tab()
    remi.choose("service", "adults")
    remi.page.close(run_before_unload=True)
    for _ in range(50):  # what outlives its page tells nobody when it has arrived
        later.open(f"{site.address}/survey/spring/about")
        if later.option("service", "adults").is_checked():
            return
    raise AssertionError("The tap was lost.")


@contextmanager
def refusing(site: Site) -> Iterator[None]:
    """The server shows pages and takes none, also what outlives its page."""
    hooks = site.house.app.before_request_funcs.setdefault(None, [])
    hooks.insert(0, lambda: ("", 503) if request.method == "POST" else None)
    yield
    del hooks[0]


@WITH_SCRIPTS
def test_what_could_not_be_sent_survives_reloads_in_the_same_tab(site: Site, visit: Visit) -> None:
    remi = begun(site, visit)
    with refusing(site):
        remi.choose("service", "other")
        remi.write("service__other", "Duty team")
        remi.page.wait_for_function(KEPT)
        for _ in range(2):
            remi.page.reload()
            says(remi, "it waits in this tab, and we try again")
            expect(remi.page.locator("input:checked")).to_have_count(0)
    remi.page.clock.fast_forward(LONG)
    expect(remi.field("service__other")).to_have_value("Duty team")
    remi.page.wait_for_function(f"() => !({KEPT})()")


@WITH_SCRIPTS
def test_what_waits_from_before_is_not_written_over_by_what_is_entered_now(
    site: Site, visit: Visit
) -> None:
    remi = begun(site, visit)
    remi.go_on()
    with refusing(site):
        remi.choose("heard", "agree")
        remi.page.wait_for_function(KEPT)
        remi.page.reload()
        says(remi, "it waits in this tab, and we try again")
        remi.choose("safe", "disagree")
    remi.page.clock.fast_forward(LONG)
    remi.page.wait_for_function(f"() => !({KEPT})()")
    remi.page.reload()
    expect(remi.option("heard", "agree")).to_be_checked()
    expect(remi.option("safe", "disagree")).to_be_checked()


@WITH_SCRIPTS
def test_a_server_in_trouble_is_not_called_offline(site: Site, visit: Visit) -> None:
    remi = begun(site, visit)
    with refusing(site):
        remi.choose("service", "adults")
        remi.button("Save and continue").click()
        says(remi, "it waits in this tab, and we try again")
    remi.page.clock.fast_forward(LONG)
    remi.sees_heading("Support")


@WITH_SCRIPTS
def test_what_the_tab_keeps_tells_whoever_uses_the_computer_next_nothing(
    site: Site, visit: Visit
) -> None:
    remi = begun(site, visit)
    with offline(remi.page):
        remi.choose("service", "other")
        remi.write("service__other", "Duty team")
        remi.page.wait_for_function(KEPT)
        kept = remi.page.evaluate("() => JSON.stringify({...sessionStorage, ...localStorage})")
    assert "Duty" not in kept and "other" not in kept
    key = remi.page.locator("#answers").get_attribute("data-key")
    assert key and key not in kept
    assert all(key not in str(cookie) for cookie in remi.page.context.cookies())


def about_to_submit(site: Site, visit: Visit) -> Visitor:
    """At the check, every page done with."""
    remi = begun(site, visit)
    remi.go_on()
    remi.go_on()
    return remi


@WITH_SCRIPTS
def test_nothing_is_submitted_before_what_waits_in_the_tab_has_arrived(
    site: Site, visit: Visit
) -> None:
    remi = about_to_submit(site, visit)
    remi.follow("Back")
    with refusing(site):
        remi.choose("heard", "agree")
        remi.page.wait_for_function(KEPT)
        remi.open(f"{site.address}/survey/spring/check")
        says(remi, "It waits in this tab, and we try again")
        remi.page.get_by_role("link", name="Come back later").click()
        remi.button("Submit").click()
        expect(remi.page.locator("#held")).to_be_in_viewport()
        assert remi.path.endswith("/check")
        assert Ballot.select().count() == 0
    with remi.page.expect_navigation():
        remi.page.clock.fast_forward(LONG)
    remi.sees("Agree")
    assert not remi.page.evaluate(KEPT)
    remi.press("Submit")
    remi.sees_heading("Thank you: your answers are in")


@WITH_SCRIPTS
def test_what_waits_and_cannot_be_kept_leads_from_the_check_to_its_page(
    site: Site, visit: Visit
) -> None:
    remi = about_to_submit(site, visit)
    remi.open(f"{site.address}/survey/spring/about")
    with refusing(site):
        remi.choose("service", "other")
        remi.write("service__other", "x" * 201)
        remi.page.wait_for_function(KEPT)
    with remi.page.expect_response(lambda answer: answer.request.method == "POST"):
        remi.open(f"{site.address}/survey/spring/support")  # saves from there what can be saved
    remi.open(f"{site.address}/survey/spring/check")
    remi.page.wait_for_url("**/about")
    expect(remi.field("service__other")).to_have_value("x" * 201)
    expect(remi.page.locator("#q_service__other-error")).to_contain_text("201 characters long")


@WITH_SCRIPTS
def test_what_waits_arrives_from_a_returns_list_of_pages_too(site: Site, visit: Visit) -> None:
    site.house.open_round(source=RETURN)
    pat = visit()
    pat.open(site.link())
    pat.press("Open the return")
    pat.follow("Posts")
    with refusing(site):
        pat.write("posts", "20")
        pat.page.wait_for_function(KEPT)
        pat.follow("Back")
        says(pat, "It waits in this tab, and we try again")
        pat.page.locator("#who_support").fill("Jo in HR")
    pat.page.clock.fast_forward(LONG)
    says(pat, "What you entered before is saved")
    expect(pat.page.locator("#who_support")).to_have_value("Jo in HR")
    pat.page.reload()
    expect(pat.page.locator("#state-posts")).to_have_text("In progress")


@WITH_SCRIPTS
def test_two_people_at_one_page_see_what_the_other_has_entered(site: Site, visit: Visit) -> None:
    first = begun(site, visit)
    first.go_on()
    second = first.another_tab()
    second.open(first.page.url)
    with second.saving():
        second.choose("safe", "agree")
    with first.page.expect_response(lambda answer: answer.request.method == "POST"):
        first.choose("heard", "agree")
        first.page.clock.fast_forward(LONG)
    says(first, "Something here was changed elsewhere")
    first.page.get_by_role("link", name="show it").click()
    expect(first.option("safe", "agree")).to_be_checked()
    expect(first.option("heard", "agree")).to_be_checked()


@WITH_SCRIPTS
def test_the_bar_stays_in_view_and_says_how_far_one_is(site: Site, visit: Visit) -> None:
    remi = begun(site, visit)
    remi.go_on()
    remi.page.set_viewport_size({"width": 390, "height": 500})
    bar = remi.page.locator(".bar")
    expect(bar).to_contain_text("Page 2 of 2")
    expect(bar).to_contain_text("0 of 2 answered")
    remi.button("Save and continue").scroll_into_view_if_needed()
    expect(bar).to_be_in_viewport()
    remi.choose("safe", "agree")
    expect(bar).to_contain_text("1 of 2 answered")


@WITH_SCRIPTS
def test_an_answer_is_taken_back_and_that_undone(site: Site, visit: Visit) -> None:
    remi = begun(site, visit)
    with remi.saving():
        remi.choose("service", "other")
        remi.write("service__other", "Duty team")
    with remi.saving():
        remi.button("Clear this answer").click()
    expect(remi.page.locator("input:checked")).to_have_count(0)
    expect(remi.button("Clear this answer")).to_be_hidden()
    with remi.saving():
        remi.button("Undo your last choice").click()
    expect(remi.option("service", "other")).to_be_checked()
    expect(remi.field("service__other")).to_have_value("Duty team")


@WITH_SCRIPTS
def test_saved_is_said_with_what_was_not(site: Site, visit: Visit) -> None:
    remi = begun(site, visit)
    remi.choose("service", "other")
    remi.write("service__other", "x" * 201)
    remi.page.clock.fast_forward(10_000)
    says(remi, "Saved, except Which service do you work in?")
    expect(remi.page.locator("#q_service__other-error")).to_contain_text("201 characters long")
    with remi.saving():
        remi.write("service__other", "Duty team")
    expect(remi.page.locator("#q_service__other-error")).to_be_hidden()


@WITH_SCRIPTS
def test_a_page_saves_itself_once_in_ten_seconds_and_once_when_it_is_left(
    site: Site, visit: Visit
) -> None:
    remi = begun(site, visit)
    remi.go_on()
    versions = [_version()]
    for choice in ("agree", "disagree", "agree", "disagree"):
        remi.choose("heard", choice)
        remi.page.clock.fast_forward(2_000)
        remi.page.wait_for_timeout(100)
        versions.append(_version())
    assert len(set(versions)) == 1
    remi.choose("safe", "agree")
    remi.page.clock.fast_forward(10_000)
    says(remi, "Saved")
    assert _version() not in versions


@WITH_SCRIPTS
def test_a_page_that_is_left_is_kept_empty(site: Site, visit: Visit) -> None:
    remi = begun(site, visit)
    remi.page.evaluate("() => { dispatchEvent(new PageTransitionEvent('pagehide')) }")
    expect(remi.page.locator("h1")).to_be_hidden()
    remi.page.evaluate("() => { dispatchEvent(new PageTransitionEvent('pageshow')) }")
    expect(remi.page.locator("h1")).to_be_visible()


def _version() -> int:
    return int(Draft.get().version)


@WITH_SCRIPTS
def test_a_text_is_saved_when_its_field_is_left_and_not_while_it_is_written(
    site: Site, visit: Visit
) -> None:
    """The number of saves would tell how long it is."""
    remi = begun(site, visit)
    with remi.saving():
        remi.choose("service", "other")
    version = Draft.get().version
    for text in ("D", "Duty", "Duty team"):
        remi.field("service__other").fill(text)
        remi.page.clock.fast_forward(LONG)
        says(remi, "Saved when you leave this box")
    assert Draft.get().version == version
    with remi.saving():
        remi.field("service__other").blur()
    assert Draft.get().version != version
