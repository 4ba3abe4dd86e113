"""Two administrators put what organisations wrote under themes, in a browser."""

from __future__ import annotations

from tests.factories import ADA
from tests.journeys import audit
from tests.journeys.site import Site
from tests.journeys.visitor import ONCE, Visit, Visitor, sign_in
from tests.web.staff.reports.test_statements import counted

BEN = "ben@example.org"
LEAD = "Who leads at your organisation?"


def code(visitor: Visitor, *themes: tuple[str, ...]) -> None:
    """Go through all texts from the first on, which get these themes."""
    visitor.page.get_by_role("button", name="Begin to code").click()
    for own in themes:
        for name in own:
            visitor.page.get_by_label(name).check()
        visitor.press("Save and continue")


@ONCE
def test_two_people_code_texts_and_settle_what_they_differ_on(visit: Visit, site: Site) -> None:
    counted(site.house)
    ada, ben, faults = visit(), visit(), list[str]()
    for visitor, who in ((ada, ADA), (ben, BEN)):
        sign_in(visitor, site, who)
        visitor.open(f"{site.address}/staff/rounds/spring/themes")
        visitor.page.get_by_role("link", name=LEAD).click()
    for name in ("Pay", "Cars"):
        ada.page.get_by_label("Name of another theme").fill(name)
        ada.press("Add the theme")
    ben.page.reload()
    code(ada, ("Pay",), ())
    faults += audit.faults(ada.page)
    code(ben, ("Pay", "Cars"), ())
    ben.page.get_by_role("button", name="See how far they agree").click()
    assert "1 of 1 text is still to be settled" in ben.page.inner_text("main")
    faults += audit.faults(ben.page)
    ben.press("Save")

    assert "All differences are settled" in ben.page.inner_text("main")
    assert faults == []
