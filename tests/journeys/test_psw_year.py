"""A PSW's year by her first page: one thing to do at a time, from the list to what is told."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from portal.calendar.schedule import Schedule
from portal.services.actions import telling
from portal.store.staff import StaffSession
from tests.factories import NOW, PAT
from tests.journeys import audit
from tests.journeys.site import Site
from tests.journeys.visitor import Visit, Visitor, sign_in
from tests.services import scenes
from tests.services.actions import people

DAY = timedelta(days=1)
BOTH = pytest.mark.parametrize("visit", ["desk", "phone without scripts"], indirect=True)


def home(pat: Visitor, site: Site) -> tuple[str, str]:
    """Come back some day: what is to be done now, and the step of the year."""
    StaffSession.delete().execute()
    sign_in(pat, site, PAT)
    assert pat.open(f"{site.address}/staff/") == 200
    [step] = pat.page.locator("[aria-current=step] .year__title").all_text_contents()
    return pat.page.locator(".now__first").inner_text(), step


@BOTH
def test_a_year_by_the_first_page(visit: Visit, site: Site) -> None:
    house, pat = site.house, visit()
    house.round(schedule=Schedule(NOW + 7 * DAY, NOW + 14 * DAY), organisations=("northshire",))
    assert home(pat, site)[0].startswith("Nobody is on your list yet.")
    house.invite(25)
    assert home(pat, site) == (
        "Form a small steering group. There are 5 more things to do on the checklist."
        " Go to the checklist",
        "Prepare (now)",
    )
    assert audit.faults(pat.page) == []
    pat.follow("Go to the checklist")
    for box in pat.page.get_by_role("checkbox").all()[:6]:
        box.check()
    assert audit.faults(pat.page) == []
    pat.press("Save")
    pat.sees("The list is saved.")
    assert pat.page.get_by_role("checkbox", checked=True).count() == 6
    pat.page.get_by_role(
        "link", name=re.compile("Read or copy the text.*Announce the round")
    ).click()
    pat.sees("On 9 March 2026 at 9:00am you will be sent a letter")
    assert audit.faults(pat.page) == []
    with pat.page.expect_download() as word:
        pat.page.get_by_role("link", name="a Word document").click()
    assert word.value.suggested_filename.endswith("_announcement_2026-03-02.docx")
    assert home(pat, site)[0].startswith("There is nothing that you have to do now. 25 people")

    house.work(days=7)
    scenes.everybody_responds(house, safe="disagree")
    assert home(pat, site) == (
        "Remind people in team meetings. Go to the checklist",
        "Open (now)",
    )

    house.work(days=7)
    house.work()
    assert home(pat, site) == ("It is counted. Read the report", "Results (now)")
    people.written(house)
    assert home(pat, site)[1] == "Plan (now)"
    telling.publish(people.plan(), "", PAT, house.now)
    assert home(pat, site) == (
        "Tell people the results. Go to the checklist",
        "You said, we did (now)",
    )
    assert audit.faults(pat.page) == []
    pat.open(f"{site.address}/staff/rounds/spring/northshire/texts/results")
    pat.sees(f"What we have done, do and plan about it: {site.address}/you-said/")
