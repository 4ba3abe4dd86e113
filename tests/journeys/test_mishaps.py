"""What can go wrong for a person, and how the page helps."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from portal.services.people import invitations
from tests.factories import ADA
from tests.journeys.site import PRACTITIONER, Site
from tests.journeys.visitor import ONCE, WITH_SCRIPTS, WITHOUT_SCRIPTS, Visit, Visitor

TOO_LONG = "x" * 201


def begun(site: Site, visit: Visit) -> Visitor:
    site.house.open_round()
    remi = visit()
    remi.begin(site.link())
    return remi


def submit(visitor: Visitor) -> None:
    visitor.go_on()
    visitor.go_on()
    visitor.press("Submit")
    visitor.sees_heading("Thank you: your answers are in")


def test_a_fault_is_named_in_the_title_in_a_summary_and_beside_the_field(
    site: Site, visit: Visit
) -> None:
    remi = begun(site, visit)
    remi.choose("service", "other")
    remi.write("service__other", TOO_LONG)
    assert remi.go_on() == 422
    message = "Your answer to “Which service do you work in?” is 201 characters long"
    assert remi.page.title().startswith("Error: About you")
    expect(remi.page.locator("#q_service__other-error")).to_contain_text(message)
    expect(remi.field("service__other")).to_have_value(TOO_LONG)
    remi.page.get_by_role("link", name=message).click()
    expect(remi.field("service__other")).to_be_in_viewport()
    remi.write("service__other", "Duty team")
    assert remi.go_on() == 200
    remi.sees_heading("Support")


@WITH_SCRIPTS
def test_the_summary_of_faults_has_the_focus_and_hands_it_to_the_field(
    site: Site, visit: Visit
) -> None:
    remi = begun(site, visit)
    remi.choose("service", "other")
    remi.write("service__other", TOO_LONG)
    remi.go_on()
    expect(remi.page.locator(".govuk-error-summary")).to_be_focused()
    remi.page.locator(".govuk-error-summary a").click()
    expect(remi.field("service__other")).to_be_focused()


@WITHOUT_SCRIPTS
def test_too_many_reasons_are_pointed_out(site: Site, visit: Visit) -> None:
    site.house.open_round(source=PRACTITIONER)
    remi = visit()
    remi.begin(site.link())
    while not remi.path.endswith("/last"):
        remi.go_on()
    remi.choose("stay_12_months", "unlikely")
    remi.go_on()
    for reason in ("workload", "pay", "hours", "career"):
        remi.choose("leave_reasons", reason)
    assert remi.go_on() == 422
    remi.sees("Choose at most 3 answers")
    expect(remi.option("leave_reasons", "career")).to_be_checked()


def test_the_same_page_in_two_tabs_loses_nothing_unseen(site: Site, visit: Visit) -> None:
    first = begun(site, visit)
    second = first.another_tab()
    second.open(first.page.url)
    second.choose("service", "adults")
    second.go_on()
    first.choose("service", "children")
    assert first.go_on() == 409
    first.sees("was changed elsewhere too, and says “Adults” there")
    expect(first.option("service", "children")).to_be_checked()
    assert first.go_on() == 200
    second.follow("Back")
    expect(second.option("service", "children")).to_be_checked()


def test_different_pages_in_two_tabs_do_not_disturb_each_other(site: Site, visit: Visit) -> None:
    first = begun(site, visit)
    first.go_on()
    second = first.another_tab()
    second.open(f"{site.address}/survey/spring/about")
    first.choose("heard", "agree")
    assert first.go_on() == 200
    second.choose("service", "adults")
    assert second.go_on() == 200
    second.open(f"{site.address}/survey/spring/check")
    second.sees("Adults")
    second.sees("Agree")


def test_the_same_answer_in_two_tabs_is_no_conflict(site: Site, visit: Visit) -> None:
    first = begun(site, visit)
    second = first.another_tab()
    second.open(first.page.url)
    for tab in (first, second):
        tab.choose("service", "adults")
        assert tab.go_on() == 200


def test_a_form_of_an_expired_session_comes_back_as_it_was_filled_in(
    site: Site, visit: Visit
) -> None:
    remi = begun(site, visit)
    remi.page.context.clear_cookies(name="session")
    remi.choose("service", "other")
    remi.write("service__other", "Duty team")
    assert remi.go_on() == 400
    remi.sees("Nothing is lost")
    expect(remi.option("service", "other")).to_be_checked()
    assert remi.go_on() == 200
    remi.follow("Back")
    expect(remi.field("service__other")).to_have_value("Duty team")


@WITH_SCRIPTS
def test_a_save_that_fails_meanwhile_is_said(site: Site, visit: Visit) -> None:
    remi = begun(site, visit)
    remi.page.context.clear_cookies(name="session")
    remi.choose("service", "adults")
    remi.page.clock.fast_forward(10_000)
    expect(remi.page.locator("#saved")).to_contain_text("We could not save this just now")


def test_a_round_that_closes_meanwhile_takes_no_more(site: Site, visit: Visit) -> None:
    remi = begun(site, visit)
    site.house.work(days=8)
    remi.choose("service", "adults")
    assert remi.go_on() == 409
    remi.sees_heading("This survey has closed")
    assert remi.open(site.link()) in (404, 409)


@ONCE
def test_a_link_that_was_used_up_says_so_and_going_back_that_the_answers_are_sent(
    site: Site, visit: Visit
) -> None:
    remi = begun(site, visit)
    submit(remi)
    remi.page.go_back()
    remi.sees_heading("Your answers have been sent")
    assert remi.open(site.link()) == 409
    remi.sees_heading("This link has been used")
    assert visit().open(site.link()) == 409


@ONCE
def test_a_replaced_link_sends_to_the_newest_letter(site: Site, visit: Visit) -> None:
    remi = begun(site, visit)
    invitations.reissue("spring", "remi1@northshire.example.org", ADA, site.house.now)
    site.house.work()
    assert remi.open(site.link(0)) == 410
    remi.sees("use the newest letter")
    assert remi.open(site.link(1)) == 200


def test_answers_begun_under_a_replaced_link_are_submitted_with_the_newest(
    site: Site, visit: Visit
) -> None:
    remi = begun(site, visit)
    invitations.reissue("spring", "remi1@northshire.example.org", ADA, site.house.now)
    site.house.work()
    remi.choose("service", "adults")
    remi.go_on()
    remi.go_on()
    assert remi.press("Submit") == 410
    remi.sees("Your answers are still here")
    remi.page.get_by_label("Your newest link").fill(site.link(1))
    assert remi.press("Carry on with my answers") == 200
    remi.sees("Adults")
    assert remi.press("Submit") == 200
    remi.sees_heading("Thank you: your answers are in")


@ONCE
@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Type the code"),
        ("hello", "That is not one of our codes"),
        ("K7QD-2M9X-T4HB-8WZC-5RNE", "There are no answers under this code"),
    ],
)
def test_a_wrong_code_is_explained(site: Site, visit: Visit, typed: str, message: str) -> None:
    remi = visit()
    remi.open(f"{site.address}/resume")
    remi.page.get_by_label("Your code").fill(typed)
    assert remi.press("Carry on") == 422
    assert remi.page.title().startswith("Error: ")
    remi.sees(message)
    expect(remi.page.get_by_label("Your code")).to_have_value(typed)


@ONCE
@pytest.mark.parametrize("page", ["", "about", "later", "check"])
def test_without_its_cookie_a_page_says_how_to_get_to_it(
    site: Site, visit: Visit, page: str
) -> None:
    site.house.open_round()
    stranger = visit()
    assert stranger.open(f"{site.address}/survey/spring/{page}") == 404
    stranger.sees("open your personal link, or type your code in")
    stranger.follow("Carry on with a code")
    stranger.sees_heading("Carry on with your answers")
