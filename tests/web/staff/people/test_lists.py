"""What a list leaves open is asked before anybody is invited, and nothing that was sent is lost."""

from __future__ import annotations

import io
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from portal.store.people import Invitation
from portal.store.rounds import Round
from portal.web.staff.people.forms import UploadForm
from tests.factories import OLGA, PAT, House, post, token_in
from tests.web.staff.people.test_people import HERE, text, upload

TWO = (
    b"Name,Staff email,Manager email\n"
    b"Rosa,rosa@northshire.example.org,mo@northshire.example.org\n"
    b"Zoe,zoe@northshire.example.org,mo@northshire.example.org\n"
)
SHARED = b"duty-team@northshire.example.org\nrosa@northshire.example.org\n"


def invited() -> list[str]:
    return sorted(row.email.partition("@")[0] for row in Invitation.select())


def faults(page: Any) -> list[str]:
    table = BeautifulSoup(page.text, "html.parser").find("caption", string="What is wrong").parent
    return [row.get_text(" | ", strip=True) for row in table.select("tbody tr")]


def confirm(client: FlaskClient, check: str) -> str:
    """Press the button that the page has; what is said then."""
    page = BeautifulSoup(client.get(check).text, "html.parser")
    button = page.find("form", action=lambda action: bool(action and "/confirm" in action))
    assert button
    fields = {"csrf_token": token_in(str(page))}
    client.post(str(button["action"]), data=fields)
    return text(client.get(HERE))


def test_two_columns_that_could_be_meant_are_asked_about(house: House) -> None:
    house.round()
    client = house.signed_in(PAT)
    check = upload(client, TWO, "staff.csv").headers["Location"]
    shown = client.get(check)
    assert "“Manager email” (column C), such as mo@northshire.example.org" in text(shown)
    assert "/confirm" not in shown.text
    refused = post(client, check, {})
    assert refused.status_code == 422
    assert "Choose the column with the addresses." in refused.text
    answered = post(client, check, {"column": "B"}).headers["Location"]
    assert "Addresses are from “Staff email” (column B), names from" in text(client.get(answered))
    assert "2 people are invited." in confirm(client, answered)
    assert invited() == ["rosa", "zoe"]


def test_nobody_is_invited_while_a_question_is_open(house: House) -> None:
    house.round()
    client = house.signed_in(PAT)
    check = upload(client, TWO, "staff.csv").headers["Location"]
    token = token_in(client.get(check).text)
    for given in ("", "?column=Z", "?column=A"):
        answer = client.post(f"{check}/confirm{given}", data={"csrf_token": token})
        assert answer.headers["Location"].startswith(check)
    assert invited() == []


@pytest.mark.parametrize(
    ("answer", "people"), [("leave-out", ["rosa"]), ("include", ["duty-team", "rosa"])]
)
def test_shared_mailboxes_are_left_out_or_invited(
    house: House, answer: str, people: list[str]
) -> None:
    house.round()
    client = house.signed_in(PAT)
    check = upload(client, SHARED, "staff.csv").headers["Location"]
    assert "1 address looks like a shared mailbox: leave it out or include it?" in text(
        client.get(check)
    )
    answered = post(client, check, {"shared": answer}).headers["Location"]
    confirm(client, answered)
    assert invited() == people


def test_an_answer_can_be_changed_and_each_page_is_confirmed_as_it_was_seen(house: House) -> None:
    house.round()
    client = house.signed_in(PAT)
    check = upload(client, SHARED, "staff.csv").headers["Location"]
    first = post(client, check, {"shared": "leave-out"}).headers["Location"]
    page = BeautifulSoup(client.get(first).text, "html.parser")
    change = client.get(page.select_one("dd.govuk-summary-list__actions a")["href"])
    ticked = BeautifulSoup(change.text, "html.parser").select_one("input[checked]")
    assert ticked["value"] == "leave-out"
    post(client, check, {"shared": "include"})
    confirm(client, first)
    assert invited() == ["rosa"]


def test_nothing_is_asked_once_the_round_has_closed(house: House) -> None:
    house.round()
    client = house.signed_in(PAT)
    check = upload(client, TWO, "staff.csv").headers["Location"]
    Round.update(state="closing").execute()
    for address in (check, f"{check}?column=B"):
        answer = client.get(address)
        assert answer.status_code == 409
        assert "has closed, so you cannot invite anybody" in text(answer)


def test_a_file_that_was_read_is_closed(house: House) -> None:
    """A large one lies on the disk until then."""
    data = {"file": (io.BytesIO(TWO), "staff.csv")}
    with house.app.test_request_context(method="POST", data=data):
        form = UploadForm()
        assert form.content() == TWO
        assert form.file.data.stream.closed


def test_names_are_shown_as_each_encoding_reads_them(house: House) -> None:
    house.round()
    client = house.signed_in(PAT)
    data = "Name,Email\nZoë,zoe@northshire.example.org\n".encode("mac_roman")
    check = upload(client, data, "staff.csv").headers["Location"]
    page = client.get(check)
    assert "Zoë (Mac)" in text(page)
    assert len(BeautifulSoup(page.text, "html.parser").select("input[checked]")) == 0
    confirm(client, post(client, check, {"encoding": "mac_roman"}).headers["Location"])
    assert Invitation.get().name == "Zoë"


def test_what_was_typed_in_is_looked_at_and_can_be_changed(house: House) -> None:
    house.round()
    client = house.signed_in(PAT)
    typed = "rosa@northshire.example.org, Rosa\nRemi, bad\nworse"
    check = post(client, f"{HERE}/add", {"people": typed}).headers["Location"]
    shown = client.get(check)
    assert faults(shown)[0] == "2 | Remi, bad | “remi, bad” is no address like name@example.org"
    again = BeautifulSoup(shown.text, "html.parser").find("a", string="Change what you typed")
    area = BeautifulSoup(client.get(again["href"]).text, "html.parser").select_one("textarea")
    assert area.text.strip().replace("\r", "") == typed
    assert "1 person is invited." in confirm(client, check)
    assert invited() == ["rosa"]


def test_nobody_else_is_shown_what_was_typed_in(house: House) -> None:
    house.round()
    check = post(house.signed_in(PAT), f"{HERE}/add", {"people": "a@example.org"})
    name = check.headers["Location"].rsplit("/", 1)[1]
    there = HERE.replace("northshire", "southborough")
    assert house.signed_in(OLGA).get(f"{there}/add?again={name}").status_code == 404


def test_typing_nothing_in_is_refused_on_the_same_page(house: House) -> None:
    house.round()
    answer = post(house.signed_in(PAT), f"{HERE}/add", {"people": " \n "})
    assert (answer.status_code, "at least one address" in answer.text) == (422, True)


def test_a_faulty_row_shows_the_name_and_the_address_as_it_was_written(house: House) -> None:
    house.round()
    client = house.signed_in(PAT)
    data = b'Name,Email\n"O\'Brien, Ben",Ben O.Brien@example\nRosa,rosa@northshire.example.org\n'
    [fault] = faults(client.get(upload(client, data, "staff.csv").headers["Location"]))
    assert fault.startswith("2 | Ben O'Brien | Ben O.Brien@example | “ben o.brien@example” is no")
