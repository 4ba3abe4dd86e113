"""Reports as files, from the staff site."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from docx import Document
from flask import render_template_string
from openpyxl import load_workbook

from portal.services.comments import published
from portal.services.reports import editions, publishing, statements
from tests.factories import ADA, OLGA, PAT, House
from tests.reports import reports

HERE = "/staff/rounds/spring/northshire/report/download"
WHOLE = "/staff/rounds/spring/reports/download"
FORMS = ("html", "docx", "xlsx", "csv", "sav", "json")


@pytest.fixture
def told(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """A round of which Northshire is told what the samples hold."""
    house.person(PAT)
    of = reports.editions()
    house.round(source=of[0].questionnaire.source)
    monkeypatch.setattr(editions, "every", lambda *_: tuple(of))
    monkeypatch.setattr(statements, "assessment", lambda *_: reports.OWN)
    monkeypatch.setattr(published, "of_organisation", lambda *_: reports.QUOTES)
    monkeypatch.setattr(editions, "all_cells", lambda *_: list(of[0].cells.values()))
    return house


def take(house: House, form: str, who: str = PAT, path: str = HERE) -> Any:
    return house.signed_in(who).get(f"{path}/{form}")


@pytest.mark.parametrize("who", [ADA, PAT])
@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_downloaded_under_its_name(told: House, who: str, form: str) -> None:
    answer = take(told, form, who)
    assert answer.status_code == 200
    name = f"spring_northshire_report_{told.now:%Y-%m-%d}.{form}"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert answer.data


def test_what_is_taken_is_the_report(told: House) -> None:
    assert json.loads(take(told, "json").data)["organisation"]["code"] == "northshire"
    assert "Scores" in load_workbook(io.BytesIO(take(told, "xlsx").data)).sheetnames
    word = Document(io.BytesIO(take(told, "docx").data))
    assert word.paragraphs[0].text == "Northshire County Council"


def test_the_page_needs_no_other_file_and_runs_nothing(told: House) -> None:
    page = BeautifulSoup(take(told, "html").text, "html.parser")
    assert page.select("script, link, img, iframe, form, [src], [href], [style]") == []
    assert not re.search(r"url\(|@import", take(told, "html").text)


def test_the_page_has_every_table_with_its_head_and_its_caution(told: House) -> None:
    page = BeautifulSoup(take(told, "html").text, "html.parser")
    of = reports.report()
    tables = page.select(".report-table table")
    for table, drawn in zip(of.tables, tables, strict=True):
        rows = [[c.text for c in row.select("th, td")] for row in drawn.select("tbody tr")]
        assert rows == list(table.said())
        assert [row.text for row in drawn.select("tfoot tr")] == list(table.notes)
        heads = [head.text for head in drawn.select("thead th[scope=col]")]
        assert heads == [column.title for column in table.read]


@pytest.mark.parametrize("form", ["pdf", "tables", "html.exe"])
def test_another_form_is_not_there(told: House, form: str) -> None:
    assert take(told, form).status_code == 404
    assert take(told, form, ADA, WHOLE).status_code == 404


def test_a_report_is_no_other_organisations(told: House) -> None:
    assert take(told, "csv", OLGA).status_code == 404


def test_administrators_take_all_figures_of_a_round(told: House) -> None:
    answer = take(told, "csv", ADA, WHOLE)
    name = f"spring_figures_{told.now:%Y-%m-%d}.csv"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert {row["name"] for row in rows if not row["note"]} == {
        *("northshire", "East of England", "England"),
    }
    for form in ("xlsx", "json", "sav"):
        assert take(told, form, ADA, WHOLE).status_code == 200
    for form in ("html", "docx"):
        assert take(told, form, ADA, WHOLE).status_code == 404


def test_a_round_that_is_not_counted_has_no_files(house: House) -> None:
    house.person(PAT)
    house.open_round()
    assert take(house, "csv").status_code == 409
    assert take(house, "csv", ADA, WHOLE).status_code == 409


def test_the_links_lead_to_every_form_that_can_be_made_here(told: House) -> None:
    with told.app.test_request_context():
        page = render_template_string(
            "{% from 'staff/reports/_downloads.html' import downloads, whole %}"
            "{{ downloads({'round_code': 'spring', 'organisation': 'northshire'}) }}"
            "{{ whole('spring') }}"
        )
    links = BeautifulSoup(page, "html.parser").select("a")
    assert [link["href"] for link in links] == [
        f"{HERE}/{form}" for form in ("html", "docx", "xlsx", "csv", "sav", "json")
    ] + [f"{WHOLE}/{form}" for form in ("xlsx", "csv", "json", "sav")]
    assert all(link.text for link in links)


def test_the_page_of_a_counted_round_leads_administrators_to_all_its_figures(house: House) -> None:
    house.open_round(northshire=12)
    house.work(days=8)
    house.work()
    for who, number in ((ADA, 4), (PAT, 0)):
        house.person(who)
        page = BeautifulSoup(house.signed_in(who).get("/staff/rounds/spring").text, "html.parser")
        assert len(page.select(f"a[href^='{WHOLE}/']")) == number


def test_files_wait_with_the_report_until_it_is_published(house: House) -> None:
    house.person(PAT)
    house.open_round(northshire=12)
    publishing.have_wait("spring", ADA, house.now, wait=True)
    house.work(days=8)
    house.work()
    assert take(house, "json").status_code == 409
    assert take(house, "json", ADA).status_code == 200
    publishing.publish("spring", ADA, house.now)
    assert take(house, "json").status_code == 200
