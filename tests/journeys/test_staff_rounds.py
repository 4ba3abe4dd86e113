"""Ada runs a round: made from nothing, watched, changed, closed, and made again for next year."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from portal.calendar.schedule import Schedule
from portal.services.letters import texts
from portal.services.letters.texts import Text
from portal.services.rounds import planning, steps
from portal.services.rounds import register as rounds
from portal.store.rounds import Round
from tests.factories import ADA, PAT, House
from tests.journeys import audit
from tests.journeys.site import Site
from tests.journeys.visitor import ONCE, WITH_SCRIPTS, Visit, Visitor, sign_in
from tests.services import scenes

DAY = timedelta(days=1)
PAGE = "/staff/rounds/spring"
POLLED = 3_100
"""Milliseconds from which a page that follows its round has asked once more."""


def ada_at(visit: Visit, site: Site, path: str) -> Visitor:
    ada = visit()
    sign_in(ada, site)
    assert ada.open(site.address + path) == 200
    return ada


def set_day(ada: Visitor, field: str, day: str, time: str = "") -> None:
    ada.page.locator(f"#{field}").fill(day)
    if time:
        ada.page.locator(f"#{field}-time").fill(time)


def fill(ada: Visitor, label: str, text: str) -> None:
    ada.page.get_by_label(label, exact=True).fill(text)


def test_a_round_is_made_from_nothing_and_scheduled(visit: Visit, site: Site) -> None:
    ada = ada_at(visit, site, "/staff/")
    ada.follow("Make the round")
    ada.sees_heading("Make a round")
    assert ada.press("Save as a draft") == 422
    ada.sees("Give the round a title.")
    fill(ada, "Title", "Health check 2026")
    ada.page.get_by_label("Only the ones ticked below").check()
    opened = ada.page.locator("details.govuk-details").filter(has_text="Organisations to tick")
    if opened.get_attribute("open") is None:
        opened.locator("summary").click()
    ada.page.get_by_label("Northshire County Council").check()
    set_day(ada, "opens", "2026-03-29", "01:30")
    set_day(ada, "closes", "2026-05-01")
    set_day(ada, "reminder_1", "2026-04-13")
    set_day(ada, "retain_until", "2029-05-01")
    assert ada.press("Save as a draft") == 422
    ada.sees("does not exist in London: the clocks go forward")
    expect(ada.page.locator("#closes")).to_have_value("2026-05-01")
    expect(ada.page.get_by_label("Northshire County Council")).to_be_checked()
    set_day(ada, "opens", "2026-03-30", "09:00")
    ada.press("Save as a draft")
    ada.sees_heading("Health check 2026")
    ada.sees("Health check 2026 is a draft.")
    ada.press("Schedule it")
    assert ada.press("Schedule it") == 422
    ada.sees("Read the letters first, then tick the box.")
    assert audit.faults(ada.page) == []
    ada.page.locator(".govuk-error-summary").get_by_text("Choose the questionnaire.").click()
    ada.sees_heading("Change the round")
    assert ada.page.url.endswith("/change#questionnaire")
    ada.page.get_by_label("Questionnaire").select_option("practitioner/2026.1")
    ada.press("Save")
    ada.press("Schedule it")
    ada.follow("Read the letters")
    ada.page.get_by_role("link", name="Invitation").click()
    ada.sees("Nobody at work can see what you answered.")
    ada.open(f"{site.address}/staff/rounds/health-check-2026/schedule")
    ada.page.get_by_label("I have read the letters that will be sent").check()
    ada.press("Schedule it")
    ada.sees("It opens automatically on 30 March 2026 at 9:00am")
    plan = planning.planned(rounds.by_code("health-check-2026"))
    assert plan.organisations == ("northshire",)
    ada.press("Back to a draft")
    ada.sees("Nothing happens until it is scheduled.")


def test_an_open_round_is_extended_changed_and_closed_early(visit: Visit, site: Site) -> None:
    site.house.open_round(northshire=12)
    scenes.everybody_responds(site.house)
    ada = ada_at(visit, site, PAGE)
    ada.press("Move the closing later")
    set_day(ada, "closes", "2026-03-13", "17:00")
    ada.press("Move the closing")
    ada.sees("Spring check will close on 13 March 2026 at 5:00pm.")
    ada.sees("The closing is being moved to 13 March 2026 at 5:00pm.")
    site.house.work()
    ada.press("Change")
    fill(ada, "Title", "Spring health check")
    set_day(ada, "reminder_1", "2026-03-03")
    assert ada.press("Save") == 422
    ada.sees("comes the day after the opening")
    set_day(ada, "reminder_1", "2026-03-10")
    ada.press("Save")
    ada.sees_heading("Spring health check")
    ada.sees("The next reminder goes out on 10 March 2026 at 9:00am")
    ada.follow("Close it early")
    assert ada.press("Close it now") == 422
    ada.sees("Type “close” to confirm; nothing was changed.")
    fill(ada, "To confirm, type “close”", "close")
    ada.press("Close it now")
    ada.sees("The round is being closed.")
    site.house.work()
    with_scripts = ada.page.locator("html.govuk-frontend-supported").count() > 0
    if not with_scripts:
        ada.follow("look again")
    ada.sees("Matched in every organisation")
    assert rounds.by_code("spring").state == "counted"
    assert ada.page.locator("[data-poll]").count() == 0


@ONCE
def test_a_letter_is_reworded_previewed_and_given_back_our_words(visit: Visit, site: Site) -> None:
    site.house.round()
    ada = ada_at(visit, site, f"{PAGE}/letters/reminder")
    body = ada.page.get_by_label("Text")
    ours = body.input_value()
    body.fill("Still time to answer.\n\n{{link}}")
    assert ada.press("Save") == 422
    ada.sees("The text must hold {{promise}}.")
    body.fill("Still **time** to answer.\n\n{{link}}\n\n{{promise}}\n\n{{stop}}")
    ada.press("Preview")
    ada.sees("As it would be sent: not saved yet")
    expect(ada.page.locator(".letter__body strong").first).to_have_text("time")
    ada.press("Save")
    ada.sees("goes out in these words from now on")
    assert not texts.one("spring", "reminder").ours
    ada.press("Use our words again")
    assert audit.faults(ada.page) == []
    ada.press("Use our words again")
    assert ada.page.get_by_label("Text").input_value() == ours


@ONCE
def test_the_second_of_two_to_save_is_told_and_then_saves(visit: Visit, site: Site) -> None:
    draft(site.house)
    ada, second = visit(), visit()
    for person in (ada, second):
        sign_in(person, site)
        person.open(f"{site.address}{PAGE}/change")
    fill(ada, "Title", "Hers")
    ada.press("Save")
    set_day(second, "closes", "2026-03-12")
    assert second.press("Save") == 409
    second.sees("title, now “Hers”")
    assert audit.faults(second.page) == []
    expect(second.page.locator("#closes")).to_have_value("2026-03-12")
    fill(second, "Title", "Hers")
    assert second.press("Save") == 200
    assert planning.planned(rounds.by_code("spring")).title == "Hers"


@ONCE
def test_next_years_round_is_made_after_this_years(visit: Visit, site: Site) -> None:
    site.house.round(title="Spring check 2026")
    ada = ada_at(visit, site, PAGE)
    ada.follow("Make a new round like this one, a year later")
    expect(ada.page.get_by_label("Title", exact=True)).to_have_value("Spring check 2027")
    expect(ada.page.locator("#opens")).to_have_value("2027-03-01")
    ada.press("Save as a draft")
    ada.sees_heading("Spring check 2027")
    ada.follow("Delete this draft")
    fill(ada, "To confirm, type “delete”", "delete")
    ada.press("Delete the draft")
    ada.sees("The draft Spring check 2027 is deleted.")


@ONCE
def test_reports_are_published_and_a_counted_round_is_taken_away_and_archived(
    visit: Visit, site: Site
) -> None:
    waiting(site.house)
    pat = visit()
    sign_in(pat, site, PAT)
    assert pat.open(f"{site.address}{PAGE}/northshire/report") == 409
    pat.sees_heading("The report is being checked")
    assert audit.faults(pat.page) == []
    ada = ada_at(visit, site, PAGE)
    ada.press("Publish the reports")
    ada.sees("To the nearest 5: 10 to 19 answered an invitation")
    ada.sees("Not shown: fewer than ten answered an invitation")
    ada.press("Publish")
    ada.press("Publish")
    ada.sees("The reports are published.")
    site.house.work()
    [letter] = [each for each in site.house.letters if "can be read" in each.subject]
    [link] = re.findall(r"/staff/rounds/\S+", letter.text)
    assert (letter.to, pat.open(site.address + link)) == (PAT, 200)
    pat.sees_heading("Headline report 2026: Northshire County Council")
    with pat.page.expect_download() as file:
        pat.page.get_by_role("link", name="Word, for the board").click()
    assert file.value.suggested_filename == "spring_northshire_report_2026-03-10.docx"
    pat.follow("Read the detailed report")
    pat.sees_heading("Northshire County Council: detailed report")
    ada.follow("Spring check")
    ada.press("Download CSV")
    ada.press("Download CSV")
    ada.sees("Say in one line of 10 to 300 characters")
    assert audit.faults(ada.page) == []
    fill(ada, "What do you need the responses for?", "Weights for the national report")
    with ada.page.expect_download() as file:
        ada.button("Download CSV").click()
    assert re.fullmatch(r"spring_responses-csv_[\d-]{10}\.zip", file.value.suggested_filename)
    ada.follow("Spring check")
    ada.press("Archive")
    ada.sees("You can take it out again below.")
    ada.press("Take out of the archive")
    ada.sees("It is taken out of the archive.")


@WITH_SCRIPTS
def test_a_tab_that_nobody_looks_at_asks_for_nothing(visit: Visit, site: Site) -> None:
    site.house.round(schedule=Schedule(site.house.now + DAY, site.house.now + 8 * DAY))
    steps.request("spring", "open", ADA, site.house.now)
    ada = ada_at(visit, site, PAGE)
    hide = "() => Object.defineProperty(document, 'hidden', {value: true, configurable: true})"
    asked: list[str] = []
    with ada.page.expect_response(lambda answer: "seen=" in answer.url) as answer:
        ada.page.clock.fast_forward(POLLED)
    assert answer.value.status == 204
    ada.page.evaluate(hide)
    ada.page.on("request", lambda request: asked.append(request.url))
    before = ada.page.locator("[data-poll]").get_attribute("data-poll")
    ada.page.clock.fast_forward(POLLED)
    expect(ada.page.locator("[data-poll]")).not_to_have_attribute("data-poll", before or "")
    assert asked == []
    ada.page.evaluate(hide.replace("true, c", "false, c"))
    site.house.work()
    ada.page.clock.fast_forward(POLLED)
    ada.sees("It closes automatically")


def draft(house: House) -> None:
    days = Schedule(house.now + DAY, house.now + 8 * DAY, (house.now + 3 * DAY,))
    house.round(schedule=days)
    house.invite(2)
    Round.update(state="draft").execute()


def scheduled(house: House) -> None:
    draft(house)
    steps.schedule("spring", ADA, house.now)


def about_to_open(house: House) -> None:
    scheduled(house)
    steps.request("spring", "open", ADA, house.now)


def opened(house: House) -> None:
    days = Schedule(house.now, house.now + 8 * DAY, (house.now + 2 * DAY, house.now + 5 * DAY))
    house.open_round(northshire=12, organisations=("northshire",), schedule=days)
    scenes.everybody_responds(house)
    house.work(days=3)


def stopped(house: House) -> None:
    opened(house)
    Round.update(state="closed", problem="A ballot cannot be opened.").execute()


def counted(house: House) -> None:
    opened(house)
    house.work(days=8)


def archived(house: House) -> None:
    counted(house)
    steps.archive("spring", ADA, house.now)


def reworded(house: House) -> None:
    draft(house)
    text = Text("Ours", "Please.\n\n{{link}}\n\n{{promise}}\n\n{{stop}}")
    texts.write("spring", "last day", text, ADA, house.now)


def waiting(house: House) -> None:
    """Counted, with reports that nobody has published."""
    house.person(PAT)
    house.open_round(northshire=12, southborough=3, reports_wait=True)
    scenes.everybody_responds(house)
    house.work(days=8)
    house.work()


def nothing(house: House) -> None:
    house.person()


PAGES: dict[Callable[[House], None], tuple[str, ...]] = {
    nothing: ("/staff/", "/staff/rounds/new"),
    draft: ("/staff/", PAGE, f"{PAGE}/schedule", f"{PAGE}/change", f"{PAGE}/clone",
            f"{PAGE}/delete"),
    scheduled: (PAGE, f"{PAGE}/open"),
    about_to_open: (PAGE,),
    opened: ("/staff/", PAGE, f"{PAGE}/change", f"{PAGE}/extend", f"{PAGE}/close",
             f"{PAGE}/reports"),
    stopped: ("/staff/", PAGE, f"{PAGE}/set-aside"),
    counted: (PAGE, f"{PAGE}/letters/reminder", f"{PAGE}/northshire/report", f"{PAGE}/reports",
              f"{PAGE}/northshire/report/detail",
              f"{PAGE}/download/csv"),
    waiting: (PAGE, f"{PAGE}/reports", f"{PAGE}/reports/publish"),
    archived: ("/staff/", PAGE),
    reworded: (f"{PAGE}/letters", f"{PAGE}/northshire/letters", f"{PAGE}/letters/last-day",
               f"{PAGE}/letters/last-day/restore"),
}  # fmt: skip


@pytest.mark.parametrize("state", PAGES, ids=lambda state: state.__name__)
@ONCE
def test_every_page_of_a_round_is_in_order(
    visit: Visit, site: Site, state: Callable[[House], None]
) -> None:
    state(site.house)
    ada = ada_at(visit, site, "/staff/")
    for path in PAGES[state]:
        assert ada.open(site.address + path) == 200, path
        assert audit.faults(ada.page) == [], path


@ONCE
def test_every_page_with_faults_is_in_order(visit: Visit, site: Site) -> None:
    draft(site.house)
    ada = ada_at(visit, site, "/staff/rounds/new")
    assert ada.press("Save as a draft") == 422
    assert audit.faults(ada.page) == []
    for path, button in (("schedule", "Schedule it"), ("delete", "Delete the draft")):
        ada.open(f"{site.address}{PAGE}/{path}")
        assert ada.press(button) == 422
        assert audit.faults(ada.page) == []
    ada.open(f"{site.address}{PAGE}/letters/invitation")
    ada.page.get_by_label("Text").fill("Hello.")
    assert ada.press("Save") == 422
    assert audit.faults(ada.page) == []
