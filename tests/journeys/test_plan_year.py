"""A plan's year: made from the report, told, carried into the next round, measured there."""

from __future__ import annotations

import re

from tests.factories import PAT
from tests.journeys import audit
from tests.journeys.site import Site
from tests.journeys.visitor import ONCE, Visit, sign_in
from tests.services.actions import people

ACTION = "Two people go on every visit after dark"


@ONCE
def test_a_plan_is_made_told_carried_on_and_measured(visit: Visit, site: Site) -> None:
    house = site.house
    people.counted(house)
    pat = visit()
    sign_in(pat, site, PAT)
    pat.open(f"{site.address}/staff/")
    pat.follow("Go to the plan")
    pat.sees("“I am safe”: 10 or less per cent agree")
    assert audit.faults(pat.page) == []
    pat.page.get_by_role("link", name=re.compile("Say what you do about it.*I am safe")).click()
    pat.press("Save")
    pat.sees("Say what you do about it, or that you decided against doing anything.")
    pat.page.get_by_label("What you do about it").fill(ACTION)
    pat.page.get_by_label("Who does it (optional)").fill("Head of adults' services")
    pat.page.get_by_label("By when (optional)").fill("2026-12-01")
    pat.page.get_by_label("Under way").check()
    assert audit.faults(pat.page) == []
    pat.press("Save")
    pat.sees("Head of adults' services, by 1 December 2026")
    assert audit.faults(pat.page) == []
    pat.follow("Look at it, and publish it")
    pat.page.get_by_label("Opening words (optional)").fill("Thank you for answering.")
    pat.press("Preview")
    pat.press("Publish")
    assert audit.faults(pat.page) == []
    address = pat.page.locator("#address").inner_text()

    remi = visit()
    assert remi.open(address) == 200
    remi.sees(f"We are doing: {ACTION}")
    remi.sees("Thank you for answering.")
    assert "Head of" not in remi.page.content()
    assert audit.faults(remi.page) == []
    assert remi.page.context.cookies() == []
    paper = remi.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1

    people.a_year_later(house)
    house.letters.clear()
    people.counted(house, "next", safe="agree")
    invitations = [each.text for each in house.letters if each.to.startswith("remi")]
    assert all(address.removeprefix(site.address) in each for each in invitations)
    sign_in(pat, site, PAT)
    pat.open(f"{site.address}/staff/rounds/next/northshire/report")
    pat.sees("90 or more per cent agree now. ▲ Up 80 or more: better.")
    assert audit.faults(pat.page) == []
    pat.follow("Plan what you do about it")
    pat.sees("Planned after Spring check.")
    pat.page.get_by_role("link", name=re.compile("Change.*I am safe")).click()
    pat.page.get_by_label("Done").check()
    pat.press("Save")
    pat.sees("Done, and decided against")
    assert audit.faults(pat.page) == []
