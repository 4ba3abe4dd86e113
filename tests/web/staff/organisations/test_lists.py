"""Lists of organisations that leave something open: asked on the preview, and answered there."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from portal.services.organisations import register as organisations
from portal.store.organisations import Organisation
from portal.tabular.rows import HIDDEN
from tests.factories import House, token_in

IMPORT = "/staff/organisations/import"
MESSY = (
    "Our councils in 2026\n\n"
    "Council,Phone,Type,Region,Email domain(s)\n"
    "Westborough Council,020,London Boro,Wessex,@west.example.org;w.example.org\n"
    "Eastshire County Council,021,Shire County,East of England,https://www.east.example.org/\n"
    "Total: 2,,,,\n"
)
EAST = ("Old", "Eastshire Council", "other", "London")


def previewed(client: FlaskClient, data: bytes) -> str:
    """The address of the preview."""
    file = (io.BytesIO(data), "list.csv")
    fields = {"csrf_token": token_in(client.get(IMPORT).text), "file": file}
    answer = client.post(IMPORT, data=fields)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def questions(page: str) -> dict[str, list[str]]:
    """Each question's field, and what can be chosen."""
    asked: dict[str, list[str]] = {}
    for each in BeautifulSoup(page, "html.parser").select("input[type=radio]"):
        asked.setdefault(str(each["name"]), []).append(str(each["value"]))
    return asked


def answered(client: FlaskClient, address: str, answers: dict[str, str]) -> Any:
    """Send the form of the preview with these answers."""
    page = client.get(address).text
    form = BeautifulSoup(page, "html.parser").find("button", string="Continue").parent
    return client.post(form["action"], data={"csrf_token": token_in(page), **answers})


def confirmed(client: FlaskClient, address: str, button: str) -> None:
    """Press this button of the preview."""
    page = client.get(address).text
    form = BeautifulSoup(page, "html.parser").find("button", string=button).parent
    assert client.post(form["action"], data={"csrf_token": token_in(page)}).status_code == 303


def words(page: str) -> str:
    return " ".join(BeautifulSoup(page, "html.parser").get_text(" ").split())


def test_a_messy_list_is_read_asked_about_and_written(house: House) -> None:
    client = house.signed_in()
    address = previewed(client, MESSY.encode())
    page = client.get(address).text
    said = words(page)
    assert "Left out: Phone." in said
    assert "Row 6 is a total and was left out." in said
    assert "Did you mean “London borough”?" in said
    assert "Write" not in said
    kind, region = questions(page)

    half = answered(client, address, {kind: "London borough"})
    assert half.status_code == 422
    assert half.text.count("Choose what “Wessex” is.") == 2
    kept = BeautifulSoup(half.text, "html.parser").select("input[checked]")
    assert [each["value"] for each in kept] == ["London borough"]

    whole = answered(client, address, {kind: "London borough", region: "Wessex"})
    said = words(client.get(whole.headers["Location"]).text)
    assert "westborough (made from the name)" in said
    assert "“https://www.east.example.org/” as east.example.org" in said
    assert "“London Boro” It is “London borough” Change" in said
    confirmed(client, whole.headers["Location"], "Save 2 organisations")
    west = organisations.by_code("westborough")
    assert (west.type, west.region) == ("London borough", "Wessex")
    assert west.domains == "west.example.org w.example.org"
    assert organisations.by_code("eastshire").type == "shire county"


def test_nothing_is_written_before_every_question_is_answered(house: House) -> None:
    client = house.signed_in()
    address = previewed(client, MESSY.encode())
    page = client.get(address).text
    answer = client.post(f"{address}/confirm", data={"csrf_token": token_in(page)})
    assert (answer.status_code, answer.headers["Location"]) == (303, address)
    assert Organisation.select().count() == 2


def test_an_answer_can_be_changed_and_what_is_no_answer_is_dropped(house: House) -> None:
    client = house.signed_in()
    address = previewed(client, MESSY.encode())
    kind, region = questions(client.get(address).text)
    first = answered(client, address, {kind: "London borough", region: "Wessex"})
    here = f"{first.headers['Location']}&change=y"
    second = answered(client, here, {kind: "London Boro", region: "London"})
    page = words(client.get(second.headers["Location"]).text)
    assert "London Boro, London" in page
    odd = f"{address}?{kind}=x&_external=1&_scheme=javascript&upload=1"
    token = {"csrf_token": token_in(client.get(odd).text)}
    assert client.post(odd.replace("?", "/confirm?"), data=token).headers["Location"] == address
    assert answered(client, odd, {kind: "x", region: "London"}).status_code == 422


def test_hidden_rows_are_asked_about_and_a_hidden_column_stands_back(house: House) -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet = book.add_worksheet()
        west = ("Old name", "Westborough Council", "other", "London")
        for index, row in enumerate([("Name", "Council", "Type", "Region"), west, EAST]):
            sheet.write_row(index, 0, row)
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(0, 0, None, None, {"hidden": True})
    client = house.signed_in()
    address = previewed(client, data.getvalue())
    said = words(client.get(address).text)
    assert "1 row is hidden in your file: leave it out or include it?" in said
    assert "Left out: Name (hidden)." in said
    for answer, button in (("leave-out", "1 organisation"), ("include", "2 organisations")):
        here = answered(client, address, {HIDDEN: answer}).headers["Location"]
        assert f"Save {button}" in words(client.get(here).text)
    confirmed(client, here, "Save 2 organisations")
    assert organisations.by_code("westborough").name == "Westborough Council"


def test_where_all_rows_are_left_out_that_is_said(house: House) -> None:
    client, data = house.signed_in(), io.BytesIO()
    with xlsxwriter.Workbook(data) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ("Code", "Name", "Type", "Region"))
        sheet.write_row(1, 0, EAST)
        sheet.set_row(1, None, None, {"hidden": True})
    address = previewed(client, data.getvalue())
    shown = client.get(answered(client, address, {HIDDEN: "leave-out"}).headers["Location"])
    assert "All rows of the file are left out." in shown.text
    assert "is here already" not in shown.text


def test_more_new_types_than_can_be_asked_about_are_told_where_the_file_is_sent(
    house: House,
) -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ("Council", "Type", "Region"))
        sheet.write_row(1, 0, ("Eastborough Council", "other", "London"))
        for row in range(2, 27):
            sheet.write_row(row, 0, (f"Council {row}", f"Kind {row}", "London"))
            sheet.set_row(row, None, None, {"hidden": True})
    client = house.signed_in()
    address = previewed(client, data.getvalue())
    here = answered(client, address, {HIDDEN: "include"}).headers["Location"]
    answer = client.get(here)
    assert answer.status_code == 422
    assert "Check whether that is the column of types" in words(answer.text)
    assert "Choose a file" not in answer.text
    assert BeautifulSoup(answer.text, "html.parser").select("input[type=file]")
