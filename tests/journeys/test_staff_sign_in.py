"""Signing in by a link, the second proof, and one's own account."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import expect

from tests.factories import ADA, PAT
from tests.journeys import audit
from tests.journeys.site import Site
from tests.journeys.visitor import ONCE, Visit, Visitor, sign_in
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


@ONCE
def test_what_is_sent_after_the_sessions_end_is_said_not_to_be_saved(
    visit: Visit, site: Site
) -> None:
    ada, form = visit(), "/staff/organisations/northshire/edit"
    sign_in(ada, site)
    ada.open(site.address + form)
    site.house.now += timedelta(minutes=31)
    ada.press("Save")
    ada.sees_heading("Sign in to the staff site")
    ada.sees("What you sent just now was not saved.")
    assert audit.faults(ada.page) == []
    ada.page.get_by_label("Your work email address").fill(ADA)
    ada.press("Send me a link")
    site.house.work()
    ada.open(site.address + link_in_letter(site.house, ADA))
    ada.press("Sign in")
    give_code(ada, code_of(site.house, key_on(ada.page.content())))
    with ada.page.expect_navigation():
        ada.page.get_by_role("button", name="I have kept them").click()
    ada.sees_heading("Change Northshire County Council")


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
