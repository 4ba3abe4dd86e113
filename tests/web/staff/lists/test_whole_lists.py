"""The pages on which the lists of all organisations are sent in one file."""

from __future__ import annotations

import csv
import io
from typing import Any
from unittest.mock import patch

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from portal.services.people import listing
from portal.services.people.importing import KEYS
from portal.store.db import db
from portal.store.people import Invitation
from portal.web.staff.lists import whole
from tests.factories import ADA, PAT, House, post, token_in, type_in
from tests.services.figures.test_returns_answered import RETURN
from tests.web.staff.people.test_people import text

HERE = "/staff/rounds/spring/lists"
HEAD = "Organisation,Name,Email\n"
FILE = (
    f"{HEAD}northshire,Rosa,rosa@northshire.example.org\n"
    "northshire,Bad,bad\n"
    "southborough,Zoe,zoe@example.org\n"
    "Southboro,Sam,sam@example.org\n"
)


def upload(client: FlaskClient, data: str | bytes) -> Any:
    body = data.encode() if isinstance(data, str) else data
    token = token_in(client.get(HERE).text)
    return client.post(HERE, data={"csrf_token": token, "file": (io.BytesIO(body), "lists.csv")})


def looked_at(client: FlaskClient, data: str) -> str:
    """The address of the page that shows what the file would do."""
    return str(upload(client, data).headers["Location"])


def soup(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html.parser")


def table(page: Any, caption: str) -> list[str]:
    head = soup(page).find("caption", string=caption)
    assert isinstance(head, Tag)
    assert head.parent
    return [row.get_text(" | ", strip=True) for row in head.parent.select("tbody tr")]


def confirm(client: FlaskClient, check: str) -> Any:
    page = soup(client.get(check))
    button = page.find("form", action=lambda action: bool(action and "/confirm" in action))
    assert isinstance(button, Tag)
    return client.post(str(button["action"]), data={"csrf_token": token_in(str(page))})


def test_the_rounds_page_leads_there(house: House) -> None:
    house.round()
    client = house.signed_in()
    for page in ("/staff/rounds/spring", "/staff/rounds/spring/overview"):
        assert soup(client.get(page)).select_one(f'a[href="{HERE}"]'), page
    assert "2 organisations take part in this round" in text(client.get(HERE))


def test_a_return_offers_no_such_page(house: House) -> None:
    house.round(source=RETURN)
    client = house.signed_in()
    assert HERE not in client.get("/staff/rounds/spring").text
    assert client.get(HERE).status_code == 409


def test_a_file_is_looked_at_by_organisation_then_confirmed(house: House) -> None:
    house.round()
    client = house.signed_in()
    check = looked_at(client, FILE)
    page = client.get(check)
    assert "To be invited 2 people Organisations in the file 2 of the 2 that take part" in text(
        page
    )
    assert table(page, "By organisation") == [
        "London Borough of Southborough | 1 | 0 | 0 | 0 | 1*",
        "Northshire County Council | 1 | 0 | 1 | 0 | 1*",
    ]
    assert table(page, "What is wrong") == [
        "3 | Northshire County Council | Bad | bad | “bad” is no address like name@example.org"
    ]
    [unknown] = table(page, "Organisations to correct")
    assert unknown.endswith(
        "If it is London Borough of Southborough (southborough), write that code."
    )
    answer = confirm(client, check)
    assert answer.headers["Location"] == "/staff/rounds/spring"
    said = text(client.get("/staff/rounds/spring"))
    assert "2 people of 2 organisations are invited now. 2 rows were left out." in said
    assert Invitation.select().count() == 2


def test_a_second_click_is_told_what_the_first_has_done(house: House) -> None:
    house.round()
    client = house.signed_in()
    check = looked_at(client, FILE)
    confirm(client, check)
    assert client.get(check).headers["Location"] == "/staff/rounds/spring"
    assert "Nothing was done twice. 2 people of 2" in text(client.get("/staff/rounds/spring"))


def test_rows_that_are_left_out_are_a_file_and_the_page_shows_the_first_of_them(
    house: House,
) -> None:
    house.round()
    client = house.signed_in()
    rows = "".join(f"northshire,=1+{n},bad{n}\n" for n in range(60))
    check = looked_at(client, f"{HEAD}northshire,,rosa@example.org\n{rows}")
    page = client.get(check)
    assert len(table(page, "What is wrong")) == whole.SHOWN
    assert "And 10 rows more." in text(page)
    link = soup(page).find("a", string="Download all 60 rows that are left out (CSV)")
    assert isinstance(link, Tag)
    answer = client.get(str(link["href"]))
    lines = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert tuple(lines[0]) == whole.HEADER
    assert len(lines) == 61
    assert lines[1][:2] == ["3", "Northshire County Council"]
    assert lines[1][2] == "'=1+0"


def test_what_the_file_leaves_open_is_asked_first(house: House) -> None:
    house.round()
    client = house.signed_in()
    check = looked_at(client, f"{HEAD}northshire,,duty-team@example.org\n")
    asked = client.get(check)
    assert "Questions about your file" in asked.text
    assert "/confirm" not in asked.text
    assert post(client, check, {}).status_code == 422
    token = token_in(asked.text)
    refused = client.post(f"{check}/confirm", data={"csrf_token": token})
    assert refused.headers["Location"] == check
    answered = post(client, check, {"shared": "include"}).headers["Location"]
    change = soup(client.get(answered)).select_one("dd.govuk-summary-list__actions a")
    assert change
    assert "Questions about your file" in client.get(str(change["href"])).text
    confirm(client, answered)
    assert [row.email for row in Invitation.select()] == ["duty-team@example.org"]
    assert "shared" in KEYS


@pytest.mark.parametrize(
    ("data", "said"), [("", "is empty"), ("Name,Email\nA,a@example.org\n", "No column is headed")]
)
def test_a_file_that_is_no_such_list_is_refused_on_the_same_page(
    house: House, data: str, said: str
) -> None:
    house.round()
    answer = upload(house.signed_in(), data)
    assert (answer.status_code, said in text(answer)) == (422, True)


def test_a_dropped_file_invites_nobody(house: House) -> None:
    house.round()
    client = house.signed_in()
    check = looked_at(client, FILE)
    token = token_in(client.get(check).text)
    dropped = client.post(f"{check}/drop", data={"csrf_token": token})
    assert dropped.headers["Location"] == "/staff/rounds/spring"
    assert client.get(check).status_code == 404
    assert not Invitation.select().exists()


def test_whom_another_organisation_invites_is_told(house: House) -> None:
    house.round()
    client = house.signed_in()
    there = listing.place("spring", "southborough")
    type_in(there, "remi@example.org", house.person(ADA), house.now)
    page = client.get(looked_at(client, f"{HEAD}northshire,Remi,remi@example.org\n"))
    assert "London Borough of Southborough invites this person already" in text(page)
    assert "There is nobody new to invite in this file." in text(page)
    assert "/confirm" not in page.text


def test_a_psw_has_no_such_page(house: House) -> None:
    house.round()
    check = looked_at(house.signed_in(), FILE)
    client = house.signed_in(PAT)
    for path in (HERE, check, f"{check}/left-out.csv"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("number", [3, 600])
def test_a_page_asks_as_little_of_many_people_as_of_a_few(house: House, number: int) -> None:
    house.round()
    house.invite(number)
    client = house.signed_in()
    rows = "".join(f"northshire,,remi{n}@northshire.example.org\n" for n in range(number + 3))
    check = looked_at(client, HEAD + rows)
    asked, execute = list[str](), db.execute_sql

    def noting(sql: str, params: object = None) -> object:
        asked.append(sql)
        return execute(sql, params)

    with patch.object(db, "execute_sql", noting):
        page = client.get(check)
    assert "To be invited 3 people" in text(page)
    assert len(asked) == 11
    assert len(page.text) < 20_000
