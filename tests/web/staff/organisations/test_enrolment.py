"""One sheet for a national round, as an administrator sends it."""

from __future__ import annotations

import io
from unittest.mock import patch

from portal.services.rounds import planning
from portal.services.rounds import register as rounds
from portal.services.staff import accounts
from portal.store.db import db
from portal.store.people import Invitation
from tests.factories import PAT, House, token_in
from tests.services.enrolment.sheets import RETURN
from tests.web.staff.organisations.test_lists import IMPORT, answered, confirmed, questions, words

HEAD = "Council,Type,Region,Email domain,PSW name,PSW email,Return holder,Return email\n"
MOST = 15
"""Statements of a page."""


def sheet(number: int) -> str:
    rows = (
        f"Place {n},other,London,p{n}.example.org,Psw {n},psw@p{n}.example.org,,\n"
        for n in range(number)
    )
    return HEAD + "".join(rows)


def sent(house: House, text: str, *codes: str) -> str:
    """Send a sheet for these rounds; the address of its preview."""
    client = house.signed_in()
    fields = {
        "csrf_token": token_in(client.get(IMPORT).text),
        "file": (io.BytesIO(text.encode()), "sheet.csv"),
        "rounds": list(codes),
    }
    answer = client.post(IMPORT, data=fields)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def two_rounds(house: House) -> None:
    house.person()
    house.round("spring", organisations=("northshire",), title="Health check")
    house.round("returns", organisations=("northshire",), title="Returns", source=RETURN)


def test_a_sheet_is_looked_at_asked_about_and_written_with_its_rounds(house: House) -> None:
    two_rounds(house)
    client = house.signed_in()
    page = words(client.get(IMPORT).text)
    assert "Rounds they take part in (optional)" in page
    assert "Returns (returns)" in page
    address = sent(house, sheet(3), "spring", "returns")
    (left,) = questions(client.get(address).text)
    asked = words(client.get(address).text)
    assert "Northshire County Council takes part in “Health check” and “Returns”" in asked
    shown = answered(client, address, {left: "leave"}).headers["Location"]
    said = words(client.get(shown).text)
    assert "3 principal social workers get an account" in said
    assert "All 3 organisations of the file join." in said
    assert "1 organisation leaves it: Northshire County Council." in said
    assert "3 returns’ links go out when it opens" in said
    confirmed(client, shown, "Save 3 organisations")
    assert planning.taking_part(rounds.by_code("spring").id) == ("place-0", "place-1", "place-2")
    assert Invitation.select().count() == 3
    again = sent(house, sheet(3), "spring", "returns")
    assert "There is nothing to write" in words(client.get(again).text)


def test_what_was_done_is_said_where_the_lists_are_sent(house: House) -> None:
    two_rounds(house)
    client = house.signed_in()
    address = sent(house, sheet(1) + sheet(0), "spring")
    (left,) = questions(client.get(address).text)
    shown = answered(client, address, {left: "stay"}).headers["Location"]
    page = client.get(shown).text
    confirm = shown.replace("?", "/confirm?")
    for _ in range(2):
        done = client.post(confirm, data={"csrf_token": token_in(page)})
        assert done.headers["Location"] == "/staff/rounds/spring/lists"
        said = words(client.get("/staff/rounds/spring/lists").text)
        assert "1 organisation added. 1 account made, each with a letter" in said
        assert "1 place in a round added." in said
    assert "done twice" in said


def test_a_psw_who_is_followed_is_asked_about_and_no_address_stands_in_the_pages_address(
    house: House,
) -> None:
    house.person(PAT)
    client = house.signed_in()
    row = "Northshire County Council,shire county,East Midlands,northshire.example.org"
    address = sent(house, f"{HEAD}{row},Una Vale,una@northshire.example.org,,\n")
    ((key, values),) = questions(client.get(address).text).items()
    assert values == ["to-0", "keep", "suspend"]
    shown = answered(client, address, {key: "to-0"}).headers["Location"]
    assert "example" not in shown
    assert f"{PAT} is suspended, and handed over to una@" in words(client.get(shown).text)
    confirmed(client, shown, "Save it")
    assert accounts.by_email(PAT).suspended


def test_a_faulty_row_is_named_and_nothing_can_be_written(house: House) -> None:
    house.person(PAT)
    client = house.signed_in()
    text = sheet(2).replace("psw@p1.example.org", PAT)
    shown = words(client.get(sent(house, text)).text)
    assert "Choose what “Place 1” is." not in shown
    asked = client.get(sent(house, text))
    (key,) = questions(asked.text)
    after = answered(client, sent(house, text), {key: "new"}).headers["Location"]
    page = words(client.get(after).text)
    assert f"3 Place 1 The address {PAT} is that of a PSW of Northshire County Council" in page
    assert "Save " not in page


def test_what_a_sheet_leaves_open_is_said_once_and_what_is_wrong_alone(house: House) -> None:
    two_rounds(house)
    house.round("more", organisations=("northshire",), title="More returns", source=RETURN)
    client = house.signed_in()
    nobody = "Place 9,shire county,East Midlands,,,,,\n"
    address = sent(house, HEAD + nobody, "returns", "more")
    stay = dict.fromkeys(questions(client.get(address).text), "stay")
    shown = words(client.get(answered(client, address, stay).headers["Location"]).text)
    assert "More returns" in shown
    assert shown.count("Nobody gets the link of the return of Place 9 yet.") == 1
    wrong = words(client.get(sent(house, HEAD + nobody.replace("Place 9", ""), "returns")).text)
    assert "The name is missing" in wrong
    assert "Nothing changes in this round." not in wrong


def test_a_sheet_of_all_england_costs_few_statements(house: House) -> None:
    two_rounds(house)
    client = house.signed_in()
    address = sent(house, sheet(160), "spring", "returns")
    (left,) = questions(client.get(address).text)
    shown = answered(client, address, {left: "stay"}).headers["Location"]
    asked, execute = list[str](), db.execute_sql

    def noting(sql: str, params: object = None) -> object:
        asked.append(sql)
        return execute(sql, params)

    with patch.object(db, "execute_sql", noting):
        page = client.get(shown).text
        looked = len(asked)
        client.post(shown.replace("?", "/confirm?"), data={"csrf_token": token_in(page)})
    assert looked <= MOST, "\n".join(asked)
    assert len(accounts.every()) == 161
    assert len(asked) - looked <= 4 * MOST, "\n".join(asked[looked:])
