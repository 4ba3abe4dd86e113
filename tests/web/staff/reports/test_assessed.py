"""The detailed report and its files with what the organisation says of itself."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date

import pytest
from docx import Document
from openpyxl import load_workbook

from portal.reports.assessed import Assessment
from portal.services.reports import statements
from portal.survey.elements import Marks
from tests.factories import ADA, OLGA, PAT, House
from tests.reports import editions
from tests.services import scenes
from tests.services.reports import test_assessments as scene
from tests.web.staff.reports.test_detail import DETAIL, HERE, row, seen, tell, whole

OWN = Assessment(
    "Self-assessment 2026",
    date(2026, 3, 31),
    {3: Marks(6, 1, 0, 0), 4: Marks(4, 0, 1, 2), 5: Marks(6, 0, 1, 0)},
)


@pytest.fixture
def shown(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    tell(monkeypatch, *whole())
    monkeypatch.setattr(statements, "assessment", lambda round_, employer: OWN)
    house.person(PAT)
    house.open_round(northshire=12, southborough=12)
    return house


def test_each_standard_has_its_counts_beside_score_and_band_the_furthest_first(
    shown: House,
) -> None:
    page = seen(shown)
    table = page.select_one(".told--assessed")
    assert table
    rows = [[" ".join(cell.text.split()) for cell in tr.select("th, td")] for tr in table("tr")]
    assert rows[1] == [
        *("3. Safe workloads and case allocation", "", "6", "1", "0", "0", "93"),
        *("49 Improve", "44 higher"),
    ]
    assert [each[0][0] for each in rows[1:]] == ["3", "4", "5"]
    assert rows[2][5] == "2"
    assert len(table.select("svg")) == 3
    first = page.select_one("#assessed ~ ul li")
    assert first and first.text == (
        "Safe workloads and case allocation: you marked 6 of 7 elements fully met;"
        " practitioners scored 49 (red)"
    )
    assert "Self-assessment 2026, which closed on 31 March 2026." in page.text
    assert "Self-assessment beside practitioners" in [a.text for a in page.select(".contents a")]
    assert page.select("[style], style, script:not([src])") == []


def test_without_one_the_section_is_not_there(
    shown: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statements, "assessment", lambda round_, employer: None)
    page = seen(shown)
    assert not page.select("#assessed") and "elf-assessment" not in page.text
    tables = json.loads(shown.signed_in(PAT).get(f"{HERE}/download/json").data)["tables"]
    assert "self_assessment" not in {each["id"] for each in tables}


def test_of_fewer_than_ten_its_own_marks_are_there_and_no_score(
    shown: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(monkeypatch, editions.edition(7, 20, scores={}))
    page = seen(shown)
    assert row(page, "3. Safe workloads")[-3:] == ["93", "Not shown", "Not shown"]
    assert "practitioners scored" not in page.text


def files(house: House, who: str = PAT) -> Iterator[str]:
    client = house.signed_in(who)
    yield client.get(f"{HERE}/download/html").text
    word = Document(io.BytesIO(client.get(f"{HERE}/download/docx").data))
    yield " ".join(cell.text for table in word.tables for r in table.rows for cell in r.cells)
    book = load_workbook(io.BytesIO(client.get(f"{HERE}/download/xlsx").data))
    yield " ".join(str(cell) for r in book["Self assessment"].values for cell in r)
    yield client.get(f"{HERE}/download/csv").text
    yield client.get(f"{HERE}/download/json").text


def test_every_file_has_it(shown: House) -> None:
    assert ["44 higher" in text for text in files(shown)] == [True] * 5


def test_what_an_organisation_submitted_is_in_its_own_report_and_in_no_others(
    house: House,
) -> None:
    house.now = scene.SPRING
    for who in (PAT, OLGA):
        house.person(who)
    house.open_round(12, 12, series=scene.SERIES)
    scenes.everybody_responds(house, service="children")
    house.work(days=8)
    scene.assess(house, "own", day=house.now)
    for who in (PAT, ADA):
        assert row(seen(house, who=who), "4. Support")[:1] == ["4. Support"]
        table = seen(house, who=who).select_one(".told--assessed tbody tr")
        assert table and [" ".join(td.text.split()) for td in table("td")][1:] == [
            *("1", "0", "1", "50", "80 or more Sustain", "30 or more lower"),
        ]
    theirs = DETAIL.replace("northshire", "southborough")
    assert not seen(house, theirs, OLGA).select("#assessed")
    assert house.signed_in(OLGA).get(DETAIL).status_code == 404
