"""The pages of the national report for staff, and how it is made public."""

from __future__ import annotations

import io
import json

import pytest
from bs4 import BeautifulSoup
from docx import Document
from openpyxl import load_workbook

from portal.services.nation import public
from portal.store.rounds import Participation, Round
from tests.factories import ADA, OLGA, PAT, House, post
from tests.services.nation import nations

HERE = "/staff/rounds/spring/england"
FORMS = ("docx", "xlsx", "csv", "sav", "json")


@pytest.fixture
def told(house: House) -> House:
    for psw in (PAT, OLGA):
        house.person(psw)
    nations.counted(house)
    return house


def seen(house: House, path: str = HERE, who: str = PAT, status: int = 200) -> BeautifulSoup:
    answer = house.signed_in(who).get(path)
    assert answer.status_code == status
    return BeautifulSoup(answer.text, "html.parser")


def rows(page: BeautifulSoup, caption: str) -> list[list[str]]:
    [table] = [t for t in page.select("table") if t.caption and caption in t.caption.text]
    return [
        [" ".join(cell.text.split()) for cell in row.select("th, td")]
        for row in table.select("tbody tr")
    ]


def test_a_psw_reads_england_with_her_own_dot_marked(told: House) -> None:
    page = seen(told)
    assert rows(page, "Who answered") == [
        ["London borough", "", "6", "180", "360", "50"],
        ["Shire county", "", "7", "210", "420", "50"],
        ["All", "", "13", "390", "780", "50"],
    ]
    [[title, picture, score, band, answers]] = rows(page, "Scores of England")
    assert (title, picture, band, answers) == ("4. Support", "", "Monitor", "390 or more")
    assert int(score) > 50
    assert len(page.select(".dots__own")) == 1
    assert rows(page, "Scores of organisations")[0][2].isdigit()
    assert {svg.get("aria-hidden") for svg in page.select("svg")} == {"true"}
    assert page.select("[style], style, script:not([src])") == []


def test_an_administrator_has_no_dot_of_her_own_and_the_places_by_name(told: House) -> None:
    page = seen(told, who=ADA)
    assert len(page.select(".dots__dot")) == 13 and not page.select(".dots__own")
    assert page.select(f'a[href="{HERE}/places"]')
    names = [row.th.text for row in seen(told, f"{HERE}/places", ADA).select("tbody tr") if row.th]
    assert names == sorted(names) and len(names) == 13


def test_places_and_what_makes_it_public_are_for_administrators_alone(told: House) -> None:
    page = seen(told)
    for path in ("places", "publish", "withdraw"):
        assert not page.select(f'a[href="{HERE}/{path}"]')
        assert told.signed_in(PAT).get(f"{HERE}/{path}").status_code == 404


def test_nobody_is_named_but_on_the_page_of_places(told: House) -> None:
    for who in (ADA, PAT):
        assert "County 1" not in seen(told, who=who).text
    for form in ("csv", "json"):
        text = told.signed_in(PAT).get(f"{HERE}/download/{form}").text
        assert "County 1" not in text and '"o1"' not in text and ",o1," not in text


def test_a_region_stands_beside_england(told: House) -> None:
    page = seen(told, f"{HERE}?region=East Midlands")
    assert page.h1 and page.h1.text == "East Midlands beside England"
    [row] = rows(page, "Scores of East Midlands")
    assert len(row) == 6
    assert not page.select(".dots, .shares")
    assert told.signed_in(PAT).get(f"{HERE}?region=London").status_code == 404


def test_a_psw_reads_it_once_reports_can_be_read_and_her_organisation_took_part(
    told: House,
) -> None:
    Round.update(reports_wait=1).execute()
    for path in (HERE, f"{HERE}/download/xlsx"):
        assert told.signed_in(PAT).get(path).status_code == 409
        assert told.signed_in(ADA).get(path).status_code == 200
    Round.update(reports_wait=0).execute()
    Participation.delete().where(Participation.organisation == "southborough").execute()
    assert told.signed_in(OLGA).get(HERE).status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_downloaded_under_its_name(told: House, form: str) -> None:
    answer = told.signed_in(PAT).get(f"{HERE}/download/{form}")
    assert answer.status_code == 200
    name = f"spring_england_{told.now:%Y-%m-%d}.{form}"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"


def test_the_files_hold_a_table_for_each_part(told: House) -> None:
    book = told.signed_in(PAT).get(f"{HERE}/download/xlsx").data
    names = load_workbook(io.BytesIO(book)).sheetnames
    assert names == [
        "Contents",
        "Who answered",
        "Scores",
        "By type",
        "By region",
        "Bands",
        "Spread",
        "Statements",
        "cells",
    ]
    word = Document(io.BytesIO(told.signed_in(PAT).get(f"{HERE}/download/docx").data))
    assert [p.text for p in word.paragraphs][:2] == ["England", "What people said in Spring check."]
    whole = json.loads(told.signed_in(PAT).get(f"{HERE}/download/json").data)
    assert whole["organisation"] is None


def test_an_administrator_makes_it_public_and_takes_it_back(told: House) -> None:
    ada, anybody = told.signed_in(ADA), told.client()
    asked = seen(told, f"{HERE}/publish", ADA)
    assert asked.select(".public-preview .shares, .public-preview table")
    assert anybody.get("/results/spring").status_code == 404
    assert post(ada, f"{HERE}/publish").headers["Location"] == HERE
    assert anybody.get("/results/spring").status_code == 200
    assert "/results/spring" in seen(told).text
    assert post(ada, f"{HERE}/withdraw").headers["Location"] == HERE
    assert anybody.get("/results/spring").status_code == 404


def test_it_is_not_offered_while_reports_wait(told: House) -> None:
    Round.update(reports_wait=1).execute()
    assert not seen(told, who=ADA).select(f'a[href="{HERE}/publish"]')
    assert post(told.signed_in(ADA), f"{HERE}/publish").status_code == 409
    assert public.since(Round.get().id) is None


def test_pages_lead_there(told: House) -> None:
    for who, path in (
        (ADA, "/staff/rounds/spring"),
        (PAT, "/staff/rounds/spring/northshire/report"),
    ):
        assert seen(told, path, who).select(f'a[href="{HERE}"]')


def test_of_few_organisations_it_says_why_nothing_is_told(house: House) -> None:
    house.person(PAT)
    nations.counted(house, number=0)
    page = seen(house)
    assert "this needs four organisations with ten answers each" in page.text
    assert "England is not shown" in page.text
    assert not page.select("svg")


def test_the_contents_of_a_national_report_lead_to_its_parts(told: House) -> None:
    region = seen(told).select_one(f'main a[href^="{HERE}?region="]')
    paths = [HERE, f"{HERE}/publish"] + ([str(region["href"])] if region else [])
    for path in paths:
        page = seen(told, path, ADA)
        aims = [str(link["href"]) for link in page.select(".contents__list a")]
        assert {"#scores", "#table-statements"} <= set(aims)
        assert [aim for aim in aims if len(page.select(aim)) != 1] == []
