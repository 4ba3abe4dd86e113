"""A social worker and an administrator with the list of those to be invited."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import FilePayload

from portal.services.people import listing
from portal.store.answers import Ticket
from portal.store.people import Invitation
from tests.factories import ADA, PAT, type_in
from tests.journeys import audit
from tests.journeys.site import Site
from tests.journeys.visitor import DESK, ONCE, PHONE, Visit, Visitor, sign_in
from tests.services.figures.test_returns_answered import RETURN
from tests.tabular.books import book
from tests.tabular.lists import awkward

PEOPLE = [("Name", "Email"), *((f"Person {n}", f"p{n}@northshire.example.org") for n in range(12))]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def here(site: Site) -> str:
    return f"{site.address}/staff/rounds/spring/northshire/people"


def choose_file(visitor: Visitor, data: bytes, name: str = "staff.xlsx", kind: str = XLSX) -> None:
    payload: FilePayload = {"name": name, "mimeType": kind, "buffer": data}
    visitor.page.set_input_files("#file", payload)
    visitor.press("Check it first")


def one(site: Site, words: str = "remi1@") -> str:
    [person] = listing.page(listing.place("spring", "northshire"), words=words).people
    return f"{here(site)}/{person.id}"


def test_a_list_is_uploaded_mended_looked_at_and_confirmed(visit: Visit, site: Site) -> None:
    site.house.round()
    pat = visit()
    sign_in(pat, site, PAT)
    pat.open(here(site))
    pat.sees("Nobody is on the list yet")
    assert audit.faults(pat.page) == []
    pat.press("Upload a list")
    assert audit.faults(pat.page) == []

    choose_file(pat, b"%PDF-1.7\n\x00", "staff.pdf", "application/pdf")
    pat.sees("The file is a PDF.")
    assert audit.faults(pat.page) == []
    choose_file(pat, awkward(12, [2], [3]))
    pat.sees_heading("Questions about your list")
    assert audit.faults(pat.page) == []
    pat.page.get_by_label("“Staff email” (column D)").check()
    assert pat.press("Continue") == 422
    pat.sees("1 row is hidden in your file: choose what to do.")
    assert audit.faults(pat.page) == []
    for answer in pat.page.get_by_label("Leave it out").all():
        answer.check()
    pat.press("Continue")
    pat.page.get_by_label("Leave them out").check()
    pat.press("Continue")
    pat.sees("pat.o'hara@northshire")
    pat.sees("1 address more goes on the list and waits")
    assert pat.button("Invite 10 people").count() == 1
    assert audit.faults(pat.page) == []
    pat.press("Discard the list")
    pat.sees("Nobody was invited")

    pat.press("Upload a list")
    choose_file(pat, book([*PEOPLE, ("Good", "good@northshire.example.org")]))
    pat.press("Invite 13 people")
    pat.sees_heading("People to invite")
    pat.sees("13 people are invited.")
    assert audit.faults(pat.page) == []
    pat.page.go_back()
    if pat.page.get_by_role("heading", name="Check before").count():  # the browser kept it
        pat.press("Invite 13 people")
    pat.sees_heading("People to invite")
    pat.sees("You have already confirmed this list. Nothing was done twice. 13 people are invited.")
    site.house.work()
    assert len(site.house.letters) == 13


@ONCE
def test_people_are_typed_in_and_found_again(visit: Visit, site: Site) -> None:
    site.house.open_round(northshire=2)
    pat = visit()
    sign_in(pat, site, PAT)
    pat.open(here(site))
    pat.press("Type people in")
    pat.page.fill("#people", "rosa@northshire.example.org, Rosa\nbad")
    pat.press("Check them first")
    pat.sees("“bad” is no address")
    assert audit.faults(pat.page) == []
    pat.follow("Change what you typed")
    pat.page.fill("#people", "rosa@northshire.example.org, Rosa")
    pat.press("Check them first")
    pat.press("Invite 1 person")
    pat.page.fill("#words", "rosa")
    pat.press("Find")
    pat.sees("rosa@northshire.example.org")
    assert pat.page.locator("tbody tr").count() == 1
    assert "rosa" not in pat.page.url
    pat.press("Show everybody")
    assert pat.page.locator("tbody tr").count() == 3


@ONCE
def test_somebody_is_taken_off_put_back_and_corrected(visit: Visit, site: Site) -> None:
    site.house.open_round(northshire=1)
    pat = visit()
    sign_in(pat, site, PAT)
    pat.open(here(site))
    pat.follow("remi1@northshire.example.org")
    assert audit.faults(pat.page) == []
    pat.press("Take them off the list")
    pat.sees("If that was a mistake")
    assert audit.faults(pat.page) == []
    pat.press("Put them back")
    pat.sees("gets a new link")
    site.house.work()
    pat.page.fill("#email", "remi")
    assert pat.press("Correct the address") == 422
    assert audit.faults(pat.page) == []
    pat.page.fill("#email", "rosa@northshire.example.org")
    pat.press("Correct the address")
    pat.sees_heading("rosa@northshire.example.org")
    site.house.work()
    assert site.house.letters[-1].to == "rosa@northshire.example.org"


def test_an_administrator_sees_who_waits_and_decides(visit: Visit, site: Site) -> None:
    house = site.house
    house.open_round(northshire=1)
    where = listing.place("spring", "northshire")
    type_in(where, "a@example.com\nb@example.com", house.person(PAT), house.now)
    ada = visit()
    sign_in(ada, site, ADA)
    ada.open(f"{site.address}/staff/")
    ada.sees("2 addresses wait to be let in or turned away at Northshire County Council")
    assert audit.faults(ada.page) == []
    ada.follow("Look at them")
    assert audit.faults(ada.page) == []
    ada.press("Let the chosen in")
    ada.sees("Choose at least one address")
    ada.page.get_by_label("a@example.com").check()
    ada.press("Let the chosen in")
    ada.sees("1 address let in.")
    ada.page.get_by_label("b@example.com").check()
    ada.press("Turn the chosen away")
    ada.sees_heading("Turn them away?")
    assert audit.faults(ada.page) == []
    ada.page.get_by_label("Reason (optional)").fill("Not employed here")
    ada.press("Turn 1 address away")
    ada.sees("Nobody is waiting now")
    ada.follow("turned away")
    ada.sees("Not employed here")
    assert audit.faults(ada.page) == []
    house.work()
    assert house.letters[-1].to == "a@example.com"
    pat = visit()
    sign_in(pat, site, PAT)
    pat.open(f"{site.address}/staff/rounds/spring/northshire")
    pat.sees("1 address was let in on 2 March")
    pat.sees("1 address was turned away on 2 March: Not employed here.")
    assert audit.faults(pat.page) == []


def test_slips_are_printed_and_the_sheet_fits_its_pages(site: Site, new_context: Any) -> None:
    site.house.open_round(northshire=0)
    pat = Visitor(new_context(**DESK).new_page(), [])
    sign_in(pat, site, PAT)
    pat.open(f"{here(site)}/slips")
    assert audit.faults(pat.page) == []
    pat.page.fill("#number", "17")
    pat.page.get_by_label("A sheet to print").check()
    pat.press("Make them")
    assert audit.faults(pat.page) == []
    paper = pat.page.pdf(prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") == 3
    assert Ticket.select().count() == 17
    pat.page.reload()
    pat.sees_heading("These slips have been made")
    assert audit.faults(pat.page) == []
    assert Ticket.select().count() == 17
    pat.press("Make more slips")
    pat.sees("17 slips count so far.")
    assert audit.faults(pat.page) == []


def test_slips_for_mail_merge_are_a_download(site: Site, new_context: Any) -> None:
    site.house.open_round(northshire=0)
    pat = Visitor(new_context(**PHONE).new_page(), [])
    sign_in(pat, site, PAT)
    pat.open(f"{here(site)}/slips")
    pat.page.fill("#number", "3")
    pat.page.get_by_label("A CSV file").check()
    with pat.page.expect_download() as download:
        pat.button("Make them").click()
    assert download.value.path().read_text("utf-8").count("/i/") == 3


@ONCE
def test_the_open_link_is_made_and_copied(visit: Visit, site: Site) -> None:
    site.house.open_round(northshire=0)
    pat = visit()
    sign_in(pat, site, PAT)
    pat.open(f"{here(site)}/open-link")
    assert audit.faults(pat.page) == []
    pat.press("Make the link")
    assert audit.faults(pat.page) == []
    link = pat.page.locator("#open-link").inner_text()
    remi = visit()
    remi.begin(link)
    remi.sees_heading("About you")

    pat.press("Make a new link")
    pat.sees_heading("Make a new link?")
    assert audit.faults(pat.page) == []
    pat.press("Make a new link")
    pat.sees("no longer works")
    assert audit.faults(pat.page) == []
    assert pat.page.locator("#open-link").inner_text() != link
    remi.open(link)
    remi.sees_heading("This link no longer works")
    assert audit.faults(remi.page) == []
    remi.follow("carry on with them")
    remi.sees_heading("About you")
    pat.press("Withdraw the link")
    pat.sees_heading("Withdraw the link?")
    assert audit.faults(pat.page) == []
    pat.press("Withdraw the link")
    pat.sees("Nobody can begin by it now.")
    pat.sees("Make the link")


@ONCE
def test_the_link_of_a_return_is_given_and_sent_again(visit: Visit, site: Site) -> None:
    site.house.round(source=RETURN)
    pat = visit()
    sign_in(pat, site, PAT)
    pat.open(here(site))
    assert audit.faults(pat.page) == []
    pat.press("Give them the link")
    pat.sees("Choose who gets the link.")
    pat.page.get_by_label(PAT).check()
    pat.press("Give them the link")
    site.house.work()
    pat.open(here(site))
    assert audit.faults(pat.page) == []
    pat.press("Send the link again")
    pat.sees("on its way again")
    site.house.work()
    assert len(set(site.house.links())) == 1
    assert len(site.house.links()) == 2


@pytest.mark.parametrize("state", ["undeliverable", "over"])
def test_the_list_reads_well_in_each_state(site: Site, new_context: Any, state: str) -> None:
    site.house.open_round(northshire=2)
    if state == "over":
        site.house.work(days=8)
    else:
        Invitation.update(undeliverable="there is no such mailbox").execute()
    pat = Visitor(new_context(**PHONE).new_page(), [])
    sign_in(pat, site, PAT)
    pat.open(here(site))
    assert audit.faults(pat.page) == []
    if state == "undeliverable":
        pat.open(one(site))
        assert audit.faults(pat.page) == []
