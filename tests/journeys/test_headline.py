"""The reports in a browser: in order on every screen, the headline on one sheet of paper."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from portal.disclosure.cells import Cell
from portal.disclosure.figures import Figure
from portal.reports.edition import Edition, keyed
from portal.services.reports import editions, statements
from tests.factories import PAT
from tests.journeys import audit
from tests.journeys.site import Site
from tests.journeys.visitor import ONCE, Visit, sign_in
from tests.reports import reports
from tests.reports.editions import CODE, REGION, SCORES, edition

A4 = (595, 842)
"""In points."""
LAST = edition(29, 58, SCORES | {"supervision": 67}, year=2025)


def linked(found: Edition, level: str, name: str) -> Edition:
    closest = ("framework", "workloads", "cpd")
    cells = [Cell(level, name, each, "linked", Figure(0), 180, 180) for each in closest]  # type: ignore[arg-type]
    return replace(found, cells={**found.cells, **keyed(cells)})


def long() -> Edition:
    """Everything that takes room: ends, names, and a score of fewer people than others."""
    found = edition(21, 60, {id: 99 if n % 2 else 3 for n, id in enumerate(SCORES)}, others=136)
    name = "North Yorkshire and Humber Children's and Adults' Services Trust"
    return replace(linked(found, "region", REGION), name=name, label="September 2026")


TOLD: dict[str, tuple[Edition, ...]] = {
    "9": (edition(9, 30, others=40), LAST),
    "14": (edition(14, 30, others=40), LAST),
    "34": (linked(edition(others=136), "region", REGION), LAST),
    "180": (linked(edition(180, 300, others=136), "organisation", CODE), LAST),
    "long": (long(), replace(LAST, label="September 2025")),
}


@ONCE
def test_it_is_in_order_and_prints_on_one_sheet_whatever_the_number_of_answers(
    visit: Visit, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.house.open_round()
    pat = visit()
    sign_in(pat, site, PAT)
    sheets, faults = dict[str, int](), list[str]()
    for name, told in TOLD.items():
        every = tuple(replace(each, round_code="spring") for each in told)
        monkeypatch.setattr(editions, "every", lambda *_, every=every: every)
        assert pat.open(f"{site.address}/staff/rounds/spring/northshire/report") == 200
        paper = pat.page.pdf(prefer_css_page_size=True)
        sheets[name] = len(re.findall(rb"/Type\s*/Page\b", paper))
        boxes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", paper)
        assert {tuple(round(float(side)) for side in box) for box in boxes} == {A4}
        faults += [f"{name}: {fault}" for fault in audit.faults(pat.page)]
    assert (sheets, faults) == (dict.fromkeys(TOLD, 1), [])


@ONCE
def test_the_detailed_report_is_in_order_with_all_its_parts(
    visit: Visit, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.house.open_round()
    every = tuple(replace(each, round_code="spring") for each in reports.editions(80))
    monkeypatch.setattr(editions, "every", lambda *_: every)
    monkeypatch.setattr(statements, "assessment", lambda *_: reports.OWN)
    pat = visit()
    sign_in(pat, site, PAT)
    assert pat.open(f"{site.address}/staff/rounds/spring/northshire/report/detail") == 200
    pat.sees("you marked 5 of 6 elements fully met; practitioners scored 49 (red)")
    assert audit.faults(pat.page) == []
