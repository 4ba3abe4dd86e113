"""From the emailed link to the last page."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from portal.store.answers import Ballot, Draft
from tests.journeys.site import PRACTITIONER, Site
from tests.journeys.visitor import ONCE, WITH_SCRIPTS, WITHOUT_SCRIPTS, Visit, Visitor

ADDRESS = "link => getComputedStyle(link, '::after').content"
"""What a sheet says behind a link."""


def agree_with_everything(visitor: Visitor) -> None:
    for statement in visitor.page.locator("input[type=radio][value=agree]").all():
        statement.check()


def through_to_the_check(visitor: Visitor, link: str) -> None:
    """The small questionnaire, its first statement agreed with."""
    visitor.begin(link)
    visitor.choose("service", "adults")
    visitor.go_on()
    visitor.choose("heard", "agree")
    visitor.go_on()
    visitor.sees_heading("Check your answers")


def test_a_practitioner_gets_from_the_letter_to_the_scores(site: Site, visit: Visit) -> None:
    site.house.open_round(source=PRACTITIONER)
    remi = visit()
    remi.begin(site.link())
    remi.choose("service", "adults")
    remi.choose("role", "other_professional")
    remi.choose("time_in_post", "from_3")
    pages = 0
    while not remi.path.endswith("/check"):
        pages += 1
        agree_with_everything(remi)
        remi.go_on()
    assert pages == 10
    remi.press("Submit")
    remi.sees_heading("Thank you: your answers are in")
    expect(remi.page.get_by_role("row", name="Supervision")).to_contain_text("75")
    expect(remi.page.get_by_role("row", name="Tensions")).to_contain_text("25")
    assert (Ballot.select().count(), Draft.select().count()) == (1, 0)


@ONCE
def test_nothing_has_to_be_answered(site: Site, visit: Visit) -> None:
    site.house.open_round()
    remi = visit()
    remi.begin(site.link())
    remi.go_on()
    remi.go_on()
    remi.press("Submit")
    remi.sees("There are no scores of your own to show")


def test_a_change_from_the_check_leads_straight_back_to_it(site: Site, visit: Visit) -> None:
    site.house.open_round()
    remi = visit()
    through_to_the_check(remi, site.link())
    remi.page.get_by_text("About you: 1 of 1 answered").click()
    remi.follow("Change Which service do you work in?")
    expect(remi.option("service", "adults")).to_be_checked()
    remi.choose("service", "children")
    remi.go_on()
    remi.sees_heading("Check your answers")
    remi.sees("Children")


@ONCE
def test_what_was_left_open_leads_to_the_question_itself(site: Site, visit: Visit) -> None:
    site.house.open_round()
    remi = visit()
    through_to_the_check(remi, site.link())
    remi.follow("I am safe")
    assert remi.page.url.endswith("#q_safe")
    expect(remi.option("safe", "disagree")).to_be_in_viewport()


@WITHOUT_SCRIPTS
def test_without_scripts_folded_answers_are_printed_and_no_button_is_idle(
    site: Site, visit: Visit
) -> None:
    site.house.open_round()
    remi = visit()
    through_to_the_check(remi, site.link())
    answers = remi.page.locator("details dd").get_by_text("Adults")
    expect(answers).not_to_be_visible()
    remi.page.emulate_media(media="print")
    expect(answers).to_be_visible()
    assert remi.page.locator("main a").first.evaluate(ADDRESS) == "none"
    remi.page.emulate_media(media="screen")
    remi.press("Submit")
    expect(remi.page.locator("[data-print]")).to_be_hidden()
    expect(remi.button("Save as a picture")).to_be_visible()


def test_going_back_shows_what_was_answered(site: Site, visit: Visit) -> None:
    site.house.open_round()
    remi = visit()
    through_to_the_check(remi, site.link())
    remi.page.go_back()
    expect(remi.option("heard", "agree")).to_be_checked()
    remi.follow("Back")
    expect(remi.option("service", "adults")).to_be_checked()


def test_after_submission_going_back_shows_no_answers(site: Site, visit: Visit) -> None:
    site.house.open_round()
    remi = visit()
    through_to_the_check(remi, site.link())
    remi.press("Submit")
    remi.sees_heading("Thank you: your answers are in")
    for _ in range(3):
        remi.page.go_back()
        assert "Adults" not in remi.page.content()
        assert remi.page.locator("input[type=radio]").count() == 0


@ONCE
def test_scores_stay_on_a_reload_until_they_are_removed(site: Site, visit: Visit) -> None:
    site.house.open_round()
    remi = visit()
    through_to_the_check(remi, site.link())
    remi.press("Submit")
    remi.sees("Your own scores")
    remi.page.reload()
    remi.sees("Your own scores")
    expect(remi.button("Print")).to_be_visible()
    with remi.page.expect_download() as picture:
        remi.button("Save as a picture").click()
    assert picture.value.suggested_filename == "health-check.svg"
    remi.press("Remove them from this browser now")
    remi.sees_heading("There are no scores in this browser")
    remi.page.go_back()
    remi.sees_heading("There are no scores in this browser")


@WITH_SCRIPTS
def test_a_double_click_submits_once_and_ends_well(site: Site, visit: Visit) -> None:
    site.house.open_round()
    remi = visit()
    through_to_the_check(remi, site.link())
    remi.button("Submit").dblclick()
    remi.sees("Your own scores")
    assert Ballot.select().count() == 1


@WITHOUT_SCRIPTS
def test_a_double_click_without_scripts_submits_once(site: Site, visit: Visit) -> None:
    site.house.open_round()
    remi = visit()
    through_to_the_check(remi, site.link())
    remi.button("Submit").dblclick()
    expect(remi.page.locator("h1")).to_contain_text(
        re.compile("your answers (are in|have been sent)", re.IGNORECASE)
    )
    assert Ballot.select().count() == 1


@WITH_SCRIPTS
def test_a_question_comes_up_in_place_as_soon_as_it_is_asked(site: Site, visit: Visit) -> None:
    site.house.open_round()
    remi = visit()
    remi.begin(site.link())
    remi.go_on()
    expect(remi.field("why")).to_have_count(0)
    with remi.saving():
        remi.choose("heard", "disagree")
    expect(remi.field("why")).to_be_visible()
    remi.sees("You have 1,000 characters remaining")
    with remi.saving():
        remi.choose("heard", "agree")
    expect(remi.field("why")).to_have_count(0)


@WITHOUT_SCRIPTS
def test_without_scripts_a_save_that_brings_up_a_question_returns_to_it(
    site: Site, visit: Visit
) -> None:
    site.house.open_round()
    remi = visit()
    remi.begin(site.link())
    remi.go_on()
    remi.choose("heard", "disagree")
    expect(remi.page.locator("#undo")).to_be_hidden()
    remi.go_on()
    assert remi.page.url.endswith("/support#when-why")
    remi.write("why", "Nobody listens")
    remi.go_on()
    remi.sees_heading("Check your answers")
    remi.sees("Nobody listens")


@WITH_SCRIPTS
def test_a_comment_says_how_much_room_is_left(site: Site, visit: Visit) -> None:
    site.house.open_round(source=PRACTITIONER)
    remi = visit()
    remi.begin(site.link())
    remi.go_on()
    remi.field("framework_comment").fill("Ten chars!\n")
    remi.sees("You have 990 characters remaining")
    remi.field("framework_comment").fill("As the server counts\n👍🏽")
    remi.sees("You have 977 characters remaining")


@ONCE
def test_a_tap_brings_the_next_statement_into_view_and_can_be_undone(
    site: Site, visit: Visit
) -> None:
    site.house.open_round(source=PRACTITIONER)
    remi = visit()
    remi.page.emulate_media(reduced_motion="reduce")
    remi.begin(site.link())
    remi.go_on()
    rows = remi.page.locator(".row")
    for number in range(rows.count() - 1):
        rows.nth(number).get_by_label("Agree", exact=True).check()
        remi.page.clock.fast_forward(1000)
        expect(rows.nth(number + 1)).to_be_in_viewport(ratio=1)
    remi.page.evaluate("scrollTo(0, 0)")
    with remi.saving():
        remi.button("Undo your last choice").click()
    last = rows.nth(rows.count() - 2)
    expect(last.locator(":checked")).to_have_count(0)
    expect(last.locator("input").first).to_be_focused()
    expect(last).to_be_in_viewport(ratio=1)
    remi.page.reload()
    expect(remi.page.locator(":checked")).to_have_count(rows.count() - 2)
    expect(remi.page.locator("#undo")).to_be_hidden()


@ONCE
def test_forms_are_equally_long_whatever_was_chosen(site: Site, visit: Visit) -> None:
    site.house.open_round()
    person = visit()
    person.begin(site.link())
    person.go_on()
    lengths = set()
    for option in ("disagree", "agree"):
        with person.page.expect_request(lambda request: request.method == "POST") as sent:
            person.choose("safe", option)
            person.page.clock.fast_forward(10_000)
        lengths.add(len(sent.value.post_data or ""))

    assert len(lengths) == 1


@WITH_SCRIPTS
def test_a_browser_too_old_for_the_scripts_sends_pages_by_their_buttons(
    site: Site, visit: Visit
) -> None:
    site.house.open_round()
    remi = visit()
    remi.page.add_init_script("delete Array.prototype.at")
    remi.begin(site.link())
    expect(remi.page.locator(".js-enabled")).to_have_count(0)
    remi.choose("service", "adults")
    remi.go_on()
    remi.sees_heading("Support")
