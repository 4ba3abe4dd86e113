"""What is printed: no sheet ends with a heading, and none is empty."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.services.figures import overview
from portal.services.organisations import register as organisations
from portal.services.reports import editions, statements
from portal.services.rounds import register as rounds
from portal.web.staff.reports import certificate
from tests.factories import ADA, NORTHSHIRE
from tests.journeys import audit, paper
from tests.journeys.site import Site
from tests.journeys.visitor import WITH_SCRIPTS, Visit, sign_in
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
    f"{ROUND}/northshire/checklist",
    f"{ROUND}/northshire/texts/results",
    f"{ROUND}/england",
    f"{ROUND}/england?region=East Midlands",
    f"{ROUND}/england/places",
    "/staff/rounds/returns",
    "/staff/rounds/returns/england",
    "/staff/rounds/returns/southborough/return",
    "/staff/rounds/returns/themes",
    "/staff/audit",
    "/privacy",
)
WORDS = "Whole-workforce Wellbeing, Workloads and Working Wisely "
SLIPS = (
    ("Health check for social work, autumn 2026", "London Borough of Southborough", "h.example", 2),
    ((WORDS * 4)[:200], (WORDS * 3)[:120], "health-check." * 9 + "example.org", 4),
)
"""Title, name and host of slips, the longest of these, and how many sheets sixteen slips take."""
LOWEST = 842 - 12
"""Printers reach so many points down on A4."""
OVERFULL = """() => [...document.querySelectorAll(".slip")]
    .filter(slip => slip.scrollHeight > slip.clientHeight || slip.scrollWidth > slip.clientWidth)
    .map(slip => slip.innerText)"""


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
        found += [f"{path}: {fault}" for fault in paper.faults(ada.page)]
    assert found == []


@WITH_SCRIPTS
@pytest.mark.parametrize(("number", "name"), [(160, WORDS * 2), (11, (WORDS * 3)[:120])])
def test_the_certificate_is_in_order_and_one_sheet(
    visit: Visit, site: Site, monkeypatch: pytest.MonkeyPatch, number: int, name: str
) -> None:
    """With the longest of everything; 11 names are as many as are listed, 160 a number."""
    nations.counted(site.house, number=0, title=(WORDS * 4)[:200])
    real = overview.side_by_side(rounds.by_code("spring"))
    assert real.certificate
    ending = replace(
        real.certificate, questionnaire="ab" * 32, set_aside=12, reason=(WORDS * 6)[:300]
    )
    rows = tuple(replace(real.rows[0], name=name) for _ in range(number))
    made = replace(real, rows=rows, certificate=ending)
    monkeypatch.setattr(certificate, "side_by_side", lambda _: made)
    ada = visit()
    sign_in(ada, site, ADA)
    assert ada.open(f"{site.address}{ROUND}/certificate") == 200
    sheets = paper.printed(ada.page)
    assert len(sheets) == 1
    assert "FILE" in "".join(text.said for text in sheets[0])
    assert audit.faults(ada.page) == []


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


@WITH_SCRIPTS
@pytest.mark.parametrize(("title", "name", "host", "sheets"), SLIPS, ids=["usual", "longest"])
def test_no_slip_loses_its_last_line(
    visit: Visit, site: Site, title: str, name: str, host: str, sheets: int
) -> None:
    organisations.put([(2, {**NORTHSHIRE, "name": name})], ADA, site.house.now)
    site.house.round(title=title)
    desk = site.house.app.extensions["desk"]
    site.house.app.extensions["desk"] = replace(desk, base_url=f"https://{host}")
    ada = visit()
    sign_in(ada, site, ADA)
    ada.open(f"{site.address}/staff/rounds/spring/northshire/people/slips")
    ada.page.fill("#number", "16")
    ada.page.get_by_label("A sheet to print").check()
    ada.press("Make them")
    addresses = ada.page.locator(".slip__address").all_inner_texts()
    printed = paper.printed(ada.page)
    said = "".join(text.said for sheet in printed for text in sheet)

    assert len(printed) == sheets
    assert len(addresses) == 16
    assert all(address in said for address in addresses)
    assert max(text.foot for sheet in printed for text in sheet) < LOWEST
    ada.page.emulate_media(media="print")
    assert ada.page.evaluate(OVERFULL) == []
