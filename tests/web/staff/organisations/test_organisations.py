"""The pages of organisations."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from portal.services.organisations import register as organisations
from portal.services.rounds import register as rounds
from portal.store.organisations import Organisation
from portal.store.records import Upload
from tests.factories import ADA, PAT, House, post, token_in

LIST = "/staff/organisations"
NEW = f"{LIST}/new"
EDIT = f"{LIST}/northshire/edit"
IMPORT = f"{LIST}/import"
WEST = {
    "code": "west",
    "name": "Westborough Council",
    "type": "unitary authority",
    "region": "South West",
    "domains": "",
    "reply_to": "",
}
HEAD = "code,name,type,region,domains\n"


def upload(client: FlaskClient, text: str) -> Any:
    token = token_in(client.get(IMPORT).text)
    file = (io.BytesIO(text.encode()), "organisations.csv")
    return client.post(IMPORT, data={"csrf_token": token, "file": file})


def previewed(client: FlaskClient, text: str) -> str:
    """The address of the preview."""
    answer = upload(client, text)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def test_an_empty_list_says_what_to_do(house: House) -> None:
    client = house.signed_in()
    Organisation.delete().execute()
    page = client.get(LIST).text
    assert "No organisation yet" in page
    assert IMPORT in page


def test_the_list_shows_each_with_its_accounts(house: House) -> None:
    house.person(PAT)
    page = house.signed_in().get(LIST).text
    assert "2 organisations." in page
    assert page.index("London Borough of Southborough") < page.index("Northshire County Council")
    assert 'data-label="PSW accounts">1<' in page
    assert 'data-label="PSW accounts">none<' in page


def test_a_search_keeps_what_was_typed_and_says_how_many_fit(house: House) -> None:
    page = house.signed_in().get(LIST, query_string={"q": 'north "shire', "type": ""}).text
    assert "0 of 2 organisations" in page
    assert "Nothing like that" in page
    assert 'value="north &#34;shire"' in page
    page = house.signed_in().get(f"{LIST}?q=north&region=East+Midlands").text
    assert "1 of 2 organisations" in page


def test_one_is_added(house: House) -> None:
    client = house.signed_in()
    answer = post(client, NEW, WEST | {"name": "  Westborough   Council "})
    assert (answer.status_code, answer.headers["Location"]) == (303, LIST)
    assert "Westborough Council is added." in client.get(LIST).text
    assert organisations.by_code("west").name == "Westborough Council"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": "two words"}, "is no code"),
        ({"code": "northshire"}, "There is an organisation northshire already"),
        ({"name": ""}, "The name is missing."),
        ({"domains": "@x"}, "is no mail domain"),
        ({"reply_to": "pat"}, "is no address"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    house: House, change: dict[str, str], said: str
) -> None:
    answer = post(house.signed_in(), NEW, WEST | change)
    assert answer.status_code == 422
    assert answer.text.count(said) == 2
    assert "<title>Error: Add an organisation" in answer.text
    assert 'value="South West"' in answer.text
    assert Organisation.get_or_none(Organisation.code == "west") is None


@pytest.mark.parametrize(
    ("chosen", "kept"), [("It is", "unitary authority"), ("Make", "Unitary authoritie")]
)
def test_a_new_type_is_made_only_if_somebody_says_so(house: House, chosen: str, kept: str) -> None:
    client, west = house.signed_in(), WEST | {"type": "Unitary authoritie", "region": "SOUTH west"}
    asked = post(client, NEW, west)
    assert asked.status_code == 422
    assert "Did you mean “unitary authority”?" in asked.text
    assert asked.text.count("Choose what “Unitary authoritie” is.") == 2
    assert "<title>Error: Add an organisation" in asked.text
    page = BeautifulSoup(asked.text, "html.parser")
    choice = page.find("label", string=re.compile(chosen))["for"]
    field = page.find(id=choice)
    assert post(client, NEW, {**west, field["name"]: field["value"]}).status_code == 303
    west = organisations.by_code("west")
    assert (west.type, west.region) == (kept, "South West")


def test_all_but_the_code_can_be_changed(house: House) -> None:
    client = house.signed_in()
    assert 'value="Northshire County Council"' in client.get(EDIT).text
    answer = post(client, EDIT, WEST | {"code": "another"})
    assert answer.status_code == 303
    assert organisations.by_code("northshire").name == "Westborough Council"
    assert Organisation.get_or_none(Organisation.code == "another") is None


def test_a_change_with_faults_is_shown_again(house: House) -> None:
    answer = post(house.signed_in(), EDIT, WEST | {"region": ""})
    assert answer.status_code == 422
    assert "The region is missing" in answer.text
    assert organisations.by_code("northshire").region == "East Midlands"


def test_one_is_removed_after_a_question(house: House) -> None:
    client = house.signed_in()
    page = f"{LIST}/northshire/remove"
    assert page in client.get(EDIT).text
    assert "Remove Northshire County Council?" in client.get(page).text
    assert organisations.by_code("northshire")
    assert post(client, page).headers["Location"] == LIST
    assert "Northshire County Council is removed." in client.get(LIST).text


def test_one_that_has_to_stay_says_why_and_offers_no_button(house: House) -> None:
    house.round()
    client = house.signed_in()
    page = client.get(f"{LIST}/northshire/remove").text
    assert "takes part in Spring check." in page
    assert "Remove it" not in page
    fields = {"csrf_token": token_in(client.get(EDIT).text)}
    assert client.post(f"{LIST}/northshire/remove", data=fields).status_code == 409
    assert organisations.by_code("northshire")


def test_one_that_is_not_there_has_no_page(house: House) -> None:
    assert house.signed_in().get(f"{LIST}/nowhere/edit").status_code == 404


def test_the_example_can_be_imported_as_it_is(house: House) -> None:
    client = house.signed_in()
    house.round(rounds.DEMONSTRATION)
    example = client.get(f"{IMPORT}/example.csv")
    name = f"organisations_{house.now:%Y-%m-%d}.csv"
    assert example.headers["Content-Disposition"] == f"attachment; filename={name}"
    page = client.get(previewed(client, example.text)).text
    assert "2 organisations would be added" in page
    assert "Is this meant?" not in page


def test_a_file_is_looked_at_and_then_written(house: House) -> None:
    client = house.signed_in()
    row = "west,Westborough Council,unitary authority,South West,west.example.org\n"
    north = "northshire,Northshire Council,shire county,East Midlands,northshire.example.org\n"
    address = previewed(client, HEAD + row + north)
    page = client.get(address).text
    assert "<del>Northshire County Council</del>" in page
    assert "<ins>Northshire Council</ins>" in page
    assert "Save 2 organisations" in page
    assert organisations.by_code("northshire").name == "Northshire County Council"
    answer = client.post(f"{address}/confirm", data={"csrf_token": token_in(page)})
    assert (answer.status_code, answer.headers["Location"]) == (303, LIST)
    said = "1 organisation added. 1 organisation changed."
    assert said in client.get(LIST).text
    assert organisations.by_code("west").domains == "west.example.org"


def test_faults_are_told_by_row_and_leave_nothing_to_press(house: House) -> None:
    client = house.signed_in()
    address = previewed(client, HEAD + "two words,,other,London,\n")
    page = client.get(address).text
    assert "2 things to correct" in page
    assert "Write" not in page
    answer = client.post(f"{address}/confirm", data={"csrf_token": token_in(page)})
    assert (answer.status_code, answer.headers["Location"]) == (303, address)
    assert Organisation.select().count() == 2


def test_what_stands_in_a_file_is_only_text(house: House) -> None:
    client = house.signed_in()
    for row in ("x,<script>alert(1)</script>,other,London", "x,y,<script>alert(1)</script>,London"):
        page = client.get(previewed(client, f"{HEAD}{row},\n")).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("text", "said"), [("", "Choose a file."), ("hello", "There is no column name")]
)
def test_what_is_no_such_file_is_said_at_once(house: House, text: str, said: str) -> None:
    answer = upload(house.signed_in(), text)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_file_can_be_dropped(house: House) -> None:
    client = house.signed_in()
    address = previewed(client, HEAD + "x,West,other,London,\n")
    token = token_in(client.get(address).text)
    assert client.post(f"{address}/drop", data={"csrf_token": token}).status_code == 303
    assert "Nothing was changed" in client.get(LIST).text
    assert not Upload.select().exists()


def test_another_administrator_does_not_see_the_file(house: House) -> None:
    from portal.services.staff import accounts, sessions

    address = previewed(house.signed_in(), HEAD + "x,West,other,London,\n")
    other = accounts.add("abe@example.org", "administrator", None, ADA, house.now)
    client = house.client()
    client.set_cookie("staff", sessions.begin(other, house.now, proven=True))
    assert client.get(address).status_code == 404
