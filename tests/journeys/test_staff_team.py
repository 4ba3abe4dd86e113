"""The team and the audit, as an administrator goes through them."""

from __future__ import annotations

from portal.services import audit as deeds
from portal.services.staff import accounts
from tests.factories import ADA, OLGA, PAT
from tests.journeys import audit
from tests.journeys.site import Site
from tests.journeys.visitor import ONCE, Visit, Visitor, sign_in

pytestmark = ONCE


def arrive(visit: Visit, site: Site, room: str) -> Visitor:
    """Ada, in a room of the staff site, with Pat and Olga in the team."""
    for email in (PAT, OLGA):
        site.house.person(email)
    ada = visit()
    sign_in(ada, site)
    ada.open(site.address + "/staff/")
    ada.follow(room)
    return ada


def press_link(person: Visitor, name: str) -> None:
    with person.page.expect_navigation():
        person.page.get_by_role("button", name=name).click()


def test_ada_gives_somebody_an_account_and_suspends_it_for_a_while(
    visit: Visit, site: Site
) -> None:
    ada = arrive(visit, site, "Team")
    assert audit.faults(ada.page) == []
    press_link(ada, "Give somebody an account")
    assert audit.faults(ada.page) == []
    ada.page.get_by_label("Name").fill("Kim Ng")
    assert ada.press("Give them an account") == 422
    assert audit.faults(ada.page) == []
    assert ada.page.get_by_label("Name").input_value() == "Kim Ng"
    ada.page.get_by_label("Work email address").fill("kim@southborough.example.org")
    ada.page.get_by_label("Principal social worker of an organisation").check()
    ada.page.get_by_label("Organisation of a").select_option("southborough")
    ada.press("Give them an account")
    ada.sees("kim@southborough.example.org has an account")
    ada.follow("kim@southborough.example.org")
    ada.sees_heading("Kim Ng")
    assert audit.faults(ada.page) == []
    ada.press("Suspend")
    ada.sees("You can reinstate the account below")
    assert audit.faults(ada.page) == []
    ada.press("Reinstate")
    assert not accounts.by_email("kim@southborough.example.org").suspended
    ada.open(site.address + "/staff/team")
    ada.follow(ADA)
    ada.sees("You cannot suspend yourself")


def test_ada_hands_pats_account_over(visit: Visit, site: Site) -> None:
    ada = arrive(visit, site, "Team")
    ada.follow(PAT)
    press_link(ada, "Hand over to somebody new")
    assert audit.faults(ada.page) == []
    ada.page.get_by_label("Work email address").fill(OLGA)
    assert ada.press("Hand over") == 422
    ada.sees("has an account already")
    assert audit.faults(ada.page) == []
    ada.page.get_by_label("Work email address").fill("kim@northshire.example.org")
    ada.press("Hand over")
    ada.sees_heading("kim@northshire.example.org")
    ada.sees("has taken over from")
    assert accounts.by_email(PAT).suspended


def test_ada_reads_what_was_done(visit: Visit, site: Site) -> None:
    for number in range(60):
        deeds.note("worker", f"opened round summer-{number}", site.house.now)
    ada = arrive(visit, site, "Audit")
    assert audit.faults(ada.page) == []
    ada.follow("Older")
    ada.sees("opened round summer-0")
    assert audit.faults(ada.page) == []
    ada.page.get_by_label("Find a person, round or organisation").fill("summer-17")
    ada.press("Find")
    assert ada.page.locator("tbody tr").count() == 1
    with ada.page.expect_download() as file:
        ada.page.get_by_role("button", name="Download these results as CSV").click()
    assert len(file.value.path().read_text().splitlines()) == 2
    ada.page.get_by_label("Find a person, round or organisation").fill("winter")
    ada.press("Find")
    ada.sees("Nothing holds “winter”")
    assert audit.faults(ada.page) == []


def test_ada_finds_an_account_and_reads_the_guide(visit: Visit, site: Site) -> None:
    ada = arrive(visit, site, "Search")
    assert audit.faults(ada.page) == []
    ada.page.get_by_label("What are you looking for?").fill("olga")
    ada.press("Search")
    assert audit.faults(ada.page) == []
    ada.follow(OLGA)
    ada.follow("Help")
    ada.sees_heading("For administrators")
    assert audit.faults(ada.page) == []
    ada.follow("All guides")
    assert audit.faults(ada.page) == []
    ada.follow("The confidentiality protocol")
    assert audit.faults(ada.page) == []
