"""Ada plans a year's rounds in one form, and a survey that comes again."""

from __future__ import annotations

from tests.journeys import audit
from tests.journeys.site import Site
from tests.journeys.visitor import ONCE, Visit, sign_in

pytestmark = ONCE
KINDS = ("practitioners", "return", "assessment")


def test_ada_plans_a_year_and_makes_the_next(visit: Visit, site: Site) -> None:
    site.house.person()
    ada = visit()
    sign_in(ada, site)
    ada.open(f"{site.address}/staff/series/new")
    assert ada.press("Save as drafts") == 422
    assert audit.faults(ada.page) == []
    ada.page.get_by_label("Name of the year").fill("Health check 2026")
    for kind in KINDS:
        ada.page.locator(f"#{kind}_opens").fill("2026-04-13")
        ada.page.locator(f"#{kind}_closes").fill("2026-05-15")
    ada.press("Save as drafts")
    ada.sees("3 rounds are saved as drafts")
    assert audit.faults(ada.page) == []
    ada.press("Make next year's")
    ada.sees_heading("Health check 2027")
    ada.follow("Health check 2027")
    ada.follow("Repeat it every few months")
    assert audit.faults(ada.page) == []
