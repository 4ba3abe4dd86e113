"""Signing in by a link, the second proof, and one's own account."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import expect

from portal.store.staff import StaffSession
from tests.factories import ADA, PAT
from tests.journeys import audit
from tests.journeys.site import Site
from tests.journeys.visitor import ONCE, WITH_SCRIPTS, Visit, Visitor, sign_in
from tests.staff_at_work import code_of, key_on, link_in_letter


def ask(person: Visitor, site: Site, email: str, page: str = "/staff/") -> str:
    """Ask for a link as somebody who was on the way to a page; the link's whole address."""
    site.house.person(email)
    person.open(site.address + page)
    person.sees_heading("Sign in to the staff site")
    person.page.get_by_label("Your work email address").fill(email)
    person.press("Send me a link")
    person.sees_heading("Check your email")
    site.house.work()
    return site.address + link_in_letter(site.house, email)


def come_in(person: Visitor, site: Site, email: str = ADA, page: str = "/staff/") -> None:
    person.open(ask(person, site, email, page))
    person.press("Sign in")


def give_code(person: Visitor, code: str, button: str = "Continue") -> int:
    person.page.get_by_label("Code", exact=True).fill(code)
    return person.press(button)


def test_pat_signs_in_and_out_again(visit: Visit, site: Site) -> None:
    pat = visit()
    pat.open(f"{site.address}/staff/")
    assert audit.faults(pat.page) == []
    assert pat.press("Send me a link") == 422
    pat.sees("There is a problem")
    assert audit.faults(pat.page) == []
    link = ask(pat, site, PAT)
    assert audit.faults(pat.page) == []
    pat.open(link)
    pat.sees(PAT)
    assert audit.faults(pat.page) == []
    pat.press("Sign in")
    assert pat.path == "/staff/"
    pat.follow("Your account")
    pat.sees_heading("Your account")
    assert audit.faults(pat.page) == []
    pat.press("Sign out")
    pat.sees_heading("Sign in to the staff site")
    pat.follow("Privacy for staff")
    pat.sees_heading("Privacy for staff")
    pat.page.get_by_text("The tables about you").click()
    assert audit.faults(pat.page) == []


def test_what_is_sent_after_the_sessions_end_comes_back_and_is_sent_again(
    visit: Visit, site: Site
) -> None:
    site.house.open_round(northshire=1)
    pat, add = visit(), "/staff/rounds/spring/northshire/people/add"
    come_in(pat, site, PAT)
    pat.open(site.address + add)
    pat.page.get_by_label("Who do you want to invite?").fill("new@northshire.example.org\n")
    site.house.now += timedelta(minutes=31)
    assert pat.press("Check them first") == 403
    pat.sees_heading("Not saved yet: you are signed out")
    assert audit.faults(pat.page) == []
    with pat.page.expect_popup() as popup:
        pat.page.get_by_role("link", name="Sign in (opens in a new tab)").click()
    tab = Visitor(popup.value, pat.troubles)
    tab.page.get_by_label("Your work email address").fill(PAT)
    tab.press("Send me a link")
    site.house.work()
    tab.open(site.address + link_in_letter(site.house, PAT))
    tab.press("Sign in")
    tab.sees_heading("You are signed in")
    assert audit.faults(tab.page) == []
    pat.press("Send again")
    pat.sees_heading("Check before you invite")
    pat.sees("new@northshire.example.org")


@WITH_SCRIPTS
def test_a_page_warns_before_the_session_ends_and_keeps_what_is_written(
    visit: Visit, site: Site
) -> None:
    house, ada = site.house, visit()
    sign_in(ada, site)
    ada.open(f"{site.address}/staff/organisations/northshire/edit")
    ada.page.get_by_label("Name").fill("Northshire again")
    alert = ada.page.locator("#session").get_by_role("alert")

    def wait(minutes: int) -> None:
        expect(ada.page.locator("#session.htmx-added")).to_have_count(0)  # has been taken in
        house.now += timedelta(minutes=minutes)
        ada.page.clock.fast_forward(minutes * 60_000 + 30_000)

    wait(26)
    expect(alert).to_contain_text("You will be signed out within five minutes.")
    expect(ada.page).to_have_title(re.compile("^You will be signed out soon"))
    assert audit.faults(ada.page) == []
    ada.button("Stay signed in").press("Enter")
    expect(ada.page.get_by_role("status")).to_be_focused()
    expect(alert).to_have_count(0)
    wait(26)
    expect(alert).to_contain_text("within five minutes")
    wait(5)
    expect(alert).to_contain_text("You are signed out.")
    assert audit.faults(ada.page) == []
    sign_in(ada, site)
    wait(1)
    expect(alert).to_have_count(0)
    ada.press("Save")
    ada.sees("Northshire again")
    StaffSession.delete().execute()  # signed out in another tab
    ada.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(alert).to_contain_text("You are signed out.")


@ONCE
def test_a_link_opened_in_another_browser_leads_to_another_link(visit: Visit, site: Site) -> None:
    pat, elsewhere = visit(), visit()
    elsewhere.open(ask(pat, site, PAT))
    elsewhere.sees("asked for in another browser")
    assert audit.faults(elsewhere.page) == []
    elsewhere.page.get_by_label("Your work email address").fill(PAT)
    elsewhere.press("Send me a link")
    site.house.work()
    elsewhere.open(site.address + link_in_letter(site.house, PAT))
    elsewhere.press("Sign in")
    assert elsewhere.path == "/staff/"


def test_ada_sets_her_authenticator_up_and_uses_it_the_next_time(visit: Visit, site: Site) -> None:
    house, ada = site.house, visit()
    come_in(ada, site, page="/staff/team")
    ada.sees_heading("Set up an authenticator app")
    expect(ada.page.get_by_role("img")).to_be_visible()
    assert ada.page.get_by_role("img").evaluate("picture => picture.naturalWidth") > 100
    assert audit.faults(ada.page) == []
    assert give_code(ada, "000000") == 422
    ada.sees("not the code")
    assert audit.faults(ada.page) == []
    key = key_on(ada.page.content())
    give_code(ada, code_of(house, key))
    ada.sees_heading("Your recovery codes")
    codes = ada.page.locator("#codes li").all_inner_texts()
    assert len(codes) == 10
    assert audit.faults(ada.page) == []
    with ada.page.expect_download() as file:
        ada.page.get_by_role("button", name="Download as a file").click()
    assert codes[9] in file.value.path().read_text()
    with ada.page.expect_navigation():
        ada.page.get_by_role("button", name="I have kept them").click()
    ada.sees_heading("Team")
    house.now += timedelta(minutes=1)
    again = visit()
    come_in(again, site, page="/staff/audit")
    again.sees_heading("Type in a code")
    assert audit.faults(again.page) == []
    assert give_code(again, "000000") == 422
    again.sees("not right")
    give_code(again, codes[0])
    again.sees_heading("Audit")


@ONCE
def test_ada_moves_to_another_phone(visit: Visit, site: Site) -> None:
    house, ada = site.house, visit()
    come_in(ada, site)
    key = key_on(ada.page.content())
    give_code(ada, code_of(house, key))
    house.now += timedelta(minutes=1)
    ada.open(f"{site.address}/staff/account")
    assert audit.faults(ada.page) == []
    with ada.page.expect_navigation():
        ada.page.get_by_role("button", name="Move to another phone or app").click()
    assert audit.faults(ada.page) == []
    give_code(ada, code_of(house, key))
    ada.sees("no longer works")
    assert audit.faults(ada.page) == []
    new = key_on(ada.page.content())
    assert new != key
    give_code(ada, code_of(house, new))
    ada.sees_heading("Your recovery codes")
    house.now += timedelta(minutes=11)
    ada.page.reload()
    ada.sees("If you have not kept yours")
    assert audit.faults(ada.page) == []
    with ada.page.expect_navigation():
        ada.page.get_by_role("button", name="Make new recovery codes").click()
    assert audit.faults(ada.page) == []
    give_code(ada, code_of(house, new), "Make new codes")
    assert ada.page.locator("#codes li").count() == 10


@ONCE
def test_a_page_that_is_not_there_leads_back(visit: Visit, site: Site) -> None:
    pat = visit()
    sign_in(pat, site, PAT)
    assert pat.open(f"{site.address}/staff/team") == 404
    assert audit.faults(pat.page) == []
    pat.follow("Go to the first page")
    assert pat.path == "/staff/"
