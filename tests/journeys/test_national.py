"""The national report in a browser: for staff and for everybody, made public and taken back."""

from __future__ import annotations

from tests.factories import ADA, PAT
from tests.journeys import audit, paper
from tests.journeys.site import Site
from tests.journeys.visitor import ONCE, Visit, sign_in
from tests.services.nation import nations


@ONCE
def test_an_administrator_makes_the_results_public_and_anybody_reads_them(
    visit: Visit, site: Site
) -> None:
    nations.counted(site.house, series="check")
    nations.returned(site.house, series="check")
    england = f"{site.address}/staff/rounds/spring/england"
    pat, ada, anybody = visit(), visit(), visit()
    sign_in(pat, site, PAT)
    faults = list[str]()
    for path in (england, f"{england}?region=East Midlands", england.replace("spring", "returns")):
        assert pat.open(path) == 200
        faults += audit.faults(pat.page)
    sign_in(ada, site, ADA)
    for path in (f"{england}/places", f"{england}/publish"):
        assert ada.open(path) == 200
        faults += audit.faults(ada.page)
    ada.press("Make public")
    assert anybody.open(f"{site.address}/results/spring") == 200
    faults += [*audit.faults(anybody.page), *paper.faults(anybody.page)]
    ada.page.get_by_role("link", name="Take them back").click()
    faults += audit.faults(ada.page)
    ada.press("Take back")
    assert anybody.open(f"{site.address}/results/spring") == 404
    assert faults == []
