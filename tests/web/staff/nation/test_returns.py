"""The national report of a round of returns: tables alone, and what of them each may read."""

from __future__ import annotations

import io
import json

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook

from tests.factories import ADA, PAT, House, post
from tests.services.nation import nations

HERE = "/staff/rounds/returns/england"


@pytest.fixture
def told(house: House) -> House:
    house.person(PAT)
    nations.returned(house, series="check")
    return house


def seen(house: House, who: str, path: str = HERE) -> BeautifulSoup:
    answer = house.signed_in(who).get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def table(page: BeautifulSoup) -> list[list[str]]:
    return [
        [cell.text for cell in row.select("th, td")]
        for row in page.select('[aria-labelledby="table-ways"] :is(thead, tbody) tr')
    ]


def test_the_tables_stand_in_the_order_of_the_questions(told: House) -> None:
    for who in (ADA, PAT):
        head, pay, *_ = table(seen(told, who))
        assert head == ["Answer", "Organisations", "Per cent", "Shire county", "London borough"]
        assert pay[:3] == ["Pay", "13", "100"]
        assert "Cake" not in seen(told, who).text and "remi@" not in seen(told, who).text


def test_a_psw_is_told_of_no_type_of_fewer_than_four(house: House) -> None:
    house.person(PAT)
    nations.returned(house, number=3)
    assert "London borough" in table(seen(house, ADA))[0]
    assert "London borough" not in table(seen(house, PAT))[0]


def test_each_page_of_a_series_leads_to_the_other(told: House) -> None:
    assert not seen(told, ADA).select('a[href="/staff/rounds/spring/england"]')
    nations.counted(told, series="check")
    for who in (ADA, PAT):
        assert seen(told, who).select('a[href="/staff/rounds/spring/england"]')
        assert seen(told, who, "/staff/rounds/spring/england").select(f'a[href="{HERE}"]')


def test_the_files_have_a_sheet_for_each_table_and_what_there_is(told: House) -> None:
    ada = told.signed_in(ADA)
    book = load_workbook(io.BytesIO(ada.get(f"{HERE}/download/xlsx").data))
    assert book.sheetnames == ["Contents", "Ways"]
    assert [row[0] for row in book["Contents"].values] == ["Sheet", "Ways"]
    whole = json.loads(ada.get(f"{HERE}/download/json").data)
    assert [each["id"] for each in whole["tables"]] == ["ways", "tables"]
    for form in ("csv", "sav", "docx"):
        assert ada.get(f"{HERE}/download/{form}").status_code == 404
        assert not seen(told, ADA).select(f'a[href="{HERE}/download/{form}"]')


def test_everybody_reads_tables_alone_once_they_are_public(told: House) -> None:
    post(told.signed_in(ADA), f"{HERE}/publish")
    page = BeautifulSoup(told.client().get("/results/returns").text, "html.parser")
    assert table(page)[1][:3] == ["Pay", "13", "100"]
    assert "Cake" not in page.text and "Northshire" not in page.text


def test_pages_lead_there(told: House) -> None:
    for who, path in (
        (ADA, "/staff/rounds/returns"),
        (PAT, "/staff/rounds/returns/northshire/return"),
    ):
        assert seen(told, who, path).select(f'a[href="{HERE}"]')
