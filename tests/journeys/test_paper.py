"""What is printed: no sheet ends with a heading, and none is empty."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.services.reports import editions, statements
from tests.factories import ADA
from tests.journeys import paper
from tests.journeys.site import PRACTITIONER, Site
from tests.journeys.visitor import WITH_SCRIPTS, Visit, Visitor, sign_in
from tests.reports import reports
from tests.services.nation import nations

ROUND = "/staff/rounds/spring"
PAGES = (
    ROUND,
    f"{ROUND}/overview",
    f"{ROUND}/reports",
    f"{ROUND}/letters/invitation",
    f"{ROUND}/questions/print",
    f"{ROUND}/comments/list/back",
    f"{ROUND}/northshire",
    f"{ROUND}/northshire/report",
    f"{ROUND}/northshire/report/detail",
    f"{ROUND}/northshire/plan",
    f"{ROUND}/england",
    f"{ROUND}/england?region=East Midlands",
    f"{ROUND}/england/places",
    "/staff/rounds/returns",
    "/staff/rounds/returns/england",
    "/staff/rounds/returns/southborough/return",
    "/staff/audit",
    "/privacy",
)
HEIGHTS = (297, 250, 204)
"""Sheets of other heights (in millimetres) than A4 end elsewhere on the same page."""
CUT = """height => {
    const sheet = new CSSStyleSheet(), size = `{ size: 210mm ${height}mm }`;
    sheet.replaceSync(`@page ${size} @page report ${size}`);
    document.adoptedStyleSheets = [sheet];
}"""


def faults(visitor: Visitor) -> list[str]:
    """Print the page that is open on sheets of several heights."""
    ends = []
    for height in HEIGHTS:
        visitor.page.evaluate(CUT, height)
        sheets = paper.printed(visitor.page)
        ends += [f"{visitor.path}, {height} mm: {end}" for end in paper.left_alone(sheets)]
    return ends


@WITH_SCRIPTS
def test_no_sheet_of_a_counted_round_ends_with_a_heading(
    visit: Visit, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    nations.counted(site.house, series="check")
    nations.returned(site.house, series="check")
    told = tuple(replace(each, round_code="spring") for each in reports.editions(80))
    monkeypatch.setattr(editions, "every", lambda *_: told)
    monkeypatch.setattr(statements, "assessment", lambda *_: reports.OWN)
    ada = visit()
    sign_in(ada, site, ADA)
    found = list[str]()
    for path in PAGES:
        assert ada.open(site.address + path) == 200, path
        found += faults(ada)
    assert found == []


@WITH_SCRIPTS
def test_no_sheet_of_what_somebody_answered_ends_with_a_heading(visit: Visit, site: Site) -> None:
    site.house.open_round(source=PRACTITIONER)
    remi = visit()
    remi.begin(site.link())
    while not remi.path.endswith("/check"):
        remi.go_on()
    assert faults(remi) == []


@WITH_SCRIPTS
def test_the_reader_of_paper_knows_a_heading_at_the_foot(visit: Visit, site: Site) -> None:
    page = visit().page
    after = "<table><thead><tr><th scope='col'>Head</thead><tbody><tr><td>1</table>"
    page.set_content(
        f"<h1>One</h1><p>text</p><h2>Left</h2><p style='break-before:page'>on</p>{after}"
    )
    first, second = paper.printed(page)

    assert [(text.said, text.head) for text in first] == [
        ("One", True),
        ("text", False),
        ("Left", True),
    ]
    assert [(text.said, text.head) for text in second] == [
        ("on", False),
        ("Head", True),
        ("1", False),
    ]
    assert paper.left_alone([first, second]) == ["sheet 1: Left"]
