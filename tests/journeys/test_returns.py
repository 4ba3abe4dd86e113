"""A return, filled in by the PSW and her colleagues at once, corrected after it was submitted."""

from __future__ import annotations

from playwright.sync_api import expect

from portal.services.reports import results
from tests.journeys import audit
from tests.journeys.site import ROOT, Site
from tests.journeys.visitor import ONCE, Visit, Visitor
from tests.services.figures.test_returns_answered import RETURN

ORGANISATION = (ROOT / "questionnaires" / "organisation" / "2026.1.md").read_text()


def opened(visit: Visit, site: Site) -> Visitor:
    person = visit()
    person.open(site.link())
    person.press("Open the return")
    return person


def state_of(person: Visitor, page: str) -> str:
    return person.page.locator(f"#state-{page}").inner_text()


def test_two_people_fill_in_a_return_at_once_and_one_of_them_submits_it(
    visit: Visit, site: Site
) -> None:
    site.house.open_round(source=RETURN)
    pat, jo = opened(visit, site), opened(visit, site)
    pat.page.locator("#who_posts").fill("Jo in HR")
    pat.press("Save the names")
    expect(pat.page.locator("#who_posts")).to_have_value("Jo in HR")

    pat.follow("Posts")
    jo.follow("Posts")
    pat.write("posts", "20")
    pat.go_on()
    jo.write("vacant", "3")
    jo.go_on()
    assert state_of(jo, "posts") == "Completed"
    jo.follow("Posts")
    expect(jo.field("posts")).to_have_value("20")
    expect(jo.field("vacant")).to_have_value("3")

    jo.follow("Back")
    jo.follow("Support")
    jo.go_on()
    jo.press("Check and submit")
    jo.press("Submit")
    jo.sees("Your return is in")


@ONCE
def test_a_submitted_return_is_corrected_and_submitted_again(visit: Visit, site: Site) -> None:
    site.house.open_round(source=RETURN)
    pat = opened(visit, site)
    pat.follow("Posts")
    pat.write("posts", "20")
    pat.go_on()
    pat.follow("Support")
    pat.go_on()
    pat.press("Check and submit")
    pat.press("Submit")

    pat.follow("Posts")
    pat.write("posts", "21")
    pat.go_on()
    pat.sees("Changed since then: submit again")
    assert audit.faults(pat.page) == []
    pat.follow("Read or print what was submitted on 2 March")
    pat.sees_heading("What was submitted on 2 March 2026")
    assert audit.faults(pat.page) == []
    pat.follow("Back")
    pat.press("Check and submit again")
    pat.press("Submit")
    pat.sees("Your return is in")
    site.house.work(days=8)

    [reply] = results.counted("spring").replies
    assert reply.answers == {"posts": "21"}


@ONCE
def test_the_pages_of_the_shipped_return_are_accessible(visit: Visit, site: Site) -> None:
    site.house.open_round(source=ORGANISATION)
    pat = visit()
    pat.open(site.link())
    assert audit.faults(pat.page) == []
    pat.press("Open the return")
    for page_id in ("", "contact", "posts", "supervision"):
        pat.open(f"{site.address}/survey/spring/{page_id}")
        assert audit.faults(pat.page) == [], page_id
