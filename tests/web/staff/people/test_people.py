"""The pages about people: what they show, take and refuse."""

from __future__ import annotations

import io
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from portal.services.people import listing
from portal.store.answers import Ticket
from portal.store.letters import Outgoing
from portal.store.people import Invitation
from portal.web.access import UPLOAD
from tests.factories import ADA, OLGA, PAT, House, post, token_in
from tests.services import scenes
from tests.services.figures.test_returns_answered import RETURN
from tests.tabular.books import book

HERE = "/staff/rounds/spring/northshire/people"
SLIPS = {"number": "3", "kind": "csv", "made": "0"}
FAULTY = [
    ("Name", "Email"),
    ("Rosa", "rosa@northshire.example.org"),
    ("Bad", "bad"),
    ("Out", "out@example.com"),
]


def text(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.get_data(as_text=True), "html.parser").main.text.split())


def upload(client: FlaskClient, data: bytes, name: str = "staff.xlsx") -> Any:
    token = token_in(client.get(f"{HERE}/upload").text)
    fields = {"csrf_token": token, "file": (io.BytesIO(data), name)}
    return client.post(f"{HERE}/upload", data=fields)


def entry(code: str = "spring", organisation: str = "northshire") -> str:
    return listing.page(listing.place(code, organisation)).people[0].id


def test_a_new_social_worker_is_told_what_to_do_first(house: House) -> None:
    house.round()
    shown = text(house.signed_in(PAT).get(HERE))
    assert "Nobody is on the list yet" in shown
    assert "never reported by itself" in shown


@pytest.mark.parametrize(("number", "told"), [(9, True), (10, False)])
def test_fewer_than_ten_are_told_that_they_are_not_reported(
    house: House, number: int, told: bool
) -> None:
    house.round()
    house.invite(number)
    assert ("never reported by itself" in text(house.signed_in(PAT).get(HERE))) == told


def test_the_list_is_the_same_whether_or_not_people_have_answered(house: House) -> None:
    house.open_round(northshire=3)
    client = house.signed_in(PAT)
    pages = [HERE, f"{HERE}/{entry()}", f"{HERE}?show=invited"]
    before = [text(client.get(page)) for page in pages]
    scenes.everybody_responds(house)
    Invitation.update(stopped=1).execute()
    assert [text(client.get(page)) for page in pages] == before


def test_a_list_is_turned_page_by_page(house: House) -> None:
    house.open_round(northshire=51)
    client = house.signed_in(PAT)
    page = BeautifulSoup(client.get(HERE).text, "html.parser")
    assert len(page.select("tbody tr")) == 50
    following = page.select_one("nav.turn a")["href"]
    assert "@" not in following
    assert len(BeautifulSoup(client.get(following).text, "html.parser").select("tbody tr")) == 1


def test_what_is_searched_for_stands_in_no_address(house: House) -> None:
    house.open_round(northshire=3, southborough=1)
    client = house.signed_in(PAT)
    answer = post_search(client, "remi2")
    assert (answer.status_code, answer.headers["Location"]) == (303, HERE)
    shown = text(client.get(HERE))
    assert "remi2@" in shown
    assert "remi1@" not in shown
    token = token_in(client.get(HERE).text)
    client.post(f"{HERE}/search", data={"csrf_token": token, "words": "x", "everybody": "y"})
    assert "remi1@" in text(client.get(HERE))


def test_a_search_holds_for_the_list_in_which_it_was_made(house: House) -> None:
    house.open_round(northshire=2)
    house.open_round(northshire=2, code="summer")
    client = house.signed_in(PAT)
    post_search(client, "nobody")
    assert "Nobody fits" in text(client.get(HERE))
    assert "remi1@" in text(client.get(HERE.replace("spring", "summer")))


def post_search(client: FlaskClient, words: str) -> Any:
    token = token_in(client.get(HERE).text)
    return client.post(f"{HERE}/search", data={"csrf_token": token, "words": words})


def test_a_file_is_looked_at_then_confirmed(house: House) -> None:
    house.round()
    client = house.signed_in(PAT)
    check = upload(client, book(FAULTY)).headers["Location"]
    shown = text(client.get(check))
    for part in ("To be invited 1 person", "administrator 1 address", "“bad” is no address"):
        assert part in shown
    assert "1 address more goes on the list and waits." in shown
    assert "Invite 1 person" in shown
    token = token_in(client.get(check).text)
    answer = client.post(f"{check}/confirm", data={"csrf_token": token})
    assert answer.headers["Location"] == HERE
    done = text(client.get(HERE))
    assert "1 person is invited. 1 person is waiting for an administrator." in done


def test_a_file_without_anybody_new_offers_nothing_to_confirm(house: House) -> None:
    house.open_round(northshire=1)
    client = house.signed_in(PAT)
    check = upload(client, b"remi1@northshire.example.org\n").headers["Location"]
    page = client.get(check)
    assert "is new" in text(page)
    assert "/confirm" not in page.text


def test_a_dropped_file_invites_nobody(house: House) -> None:
    house.round()
    client = house.signed_in(PAT)
    check = upload(client, book(FAULTY)).headers["Location"]
    token = token_in(client.get(check).text)
    assert client.post(f"{check}/drop", data={"csrf_token": token}).status_code == 303
    assert client.get(check).status_code == 404
    assert not Invitation.select().exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "Choose a file|is empty"), (b"\x00", "neither"), (b"Name\nRemi\n", "No column")],
)
def test_a_file_that_is_no_list_is_refused_on_the_same_page(
    house: House, data: bytes, said: str
) -> None:
    house.round()
    answer = upload(house.signed_in(PAT), data)
    assert answer.status_code == 422
    assert any(part in text(answer) for part in said.split("|"))


def test_a_file_that_is_too_large_is_refused_in_words_for_staff(house: House) -> None:
    house.round()
    answer = house.signed_in(PAT).post(f"{HERE}/upload", data=b"x" * (UPLOAD + 1))
    assert answer.status_code == 413
    assert "8 MB of a list or a file" in text(answer)


def test_somebody_elses_file_is_not_there(house: House) -> None:
    house.round()
    check = upload(house.signed_in(PAT), book(FAULTY)).headers["Location"]
    assert house.signed_in(ADA).get(check).status_code == 404
    assert house.signed_in(OLGA).get(check).status_code == 404


def test_somebody_is_taken_off_and_put_back(house: House) -> None:
    house.open_round(northshire=1)
    client, person = house.signed_in(PAT), f"{HERE}/{entry()}"
    token = token_in(client.get(person).text)
    for verb, said in (("withdraw", "is off the list"), ("restore", "gets a new link")):
        assert client.post(f"{person}/{verb}", data={"csrf_token": token}).status_code == 303
        assert said in text(client.get(person))


def test_a_wrong_correction_keeps_what_was_typed(house: House) -> None:
    house.open_round(northshire=2)
    client, person = house.signed_in(PAT), f"{HERE}/{entry()}"
    token = token_in(client.get(person).text)
    for typed in ("remi", "remi2@northshire.example.org"):
        fields = {"csrf_token": token, "email": typed}
        answer = client.post(f"{person}/correct", data=fields)
        assert answer.status_code == 422
        assert f'value="{typed}"' in answer.text


def type_in(client: FlaskClient, there: str, people: str) -> None:
    check = post(client, f"{there}/add", {"people": people}).headers["Location"]
    client.post(f"{check}/confirm", data={"csrf_token": token_in(client.get(check).text)})


def test_only_administrators_see_whom_another_organisation_invites(house: House) -> None:
    house.open_round(northshire=1)
    there = "/staff/rounds/spring/southborough/people"
    olga, ada = house.signed_in(OLGA), house.signed_in(ADA)
    emails = ("remi1@northshire.example.org", "nobody@northshire.example.org")
    seen = []
    for email in emails:
        type_in(olga, there, email)
        listed, [mine] = (
            text(olga.get(f"{there}?show=waiting")),
            listing.page(listing.place("spring", "southborough"), words=email).people,
        )
        pages = (text(olga.get(f"{there}/{mine.id}")), listed.replace(emails[0], "X"))
        seen.append([page.replace(email, "X") for page in pages])
        if email == emails[0]:
            Invitation.delete().where(Invitation.organisation == "southborough").execute()
    assert seen[0] == seen[1]
    type_in(olga, there, emails[0])
    assert "Northshire County Council invites" in text(ada.get(f"{there}?show=waiting"))
    token = token_in(ada.get(f"{there}?show=waiting").text)
    ada.post(f"{there}/waiting", data={"csrf_token": token, "go": "in all", "sure": "2"})
    shown = text(ada.get(there))
    assert "1 address let in." in shown
    assert "An address that another organisation invites keeps waiting." in shown


def test_slips_are_a_file_that_is_kept_nowhere(house: House) -> None:
    house.open_round(northshire=0)
    answer = post(house.signed_in(PAT), f"{HERE}/slips", SLIPS)
    name = f"spring_northshire_slips-sheet-1_{house.now:%Y-%m-%d}.csv"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert answer.headers["Cache-Control"] == "no-store"
    lines = answer.get_data(as_text=True).split()
    links = [line.rsplit("/i/", 1)[1] for line in lines if "/i/" in line]
    assert len(set(links)) == 3
    scenes.respond(house, f"/i/{links[0]}")


def test_a_sheet_has_a_code_and_the_address_for_each_slip(house: House) -> None:
    house.open_round(northshire=0)
    sheet = {**SLIPS, "number": "9", "kind": "sheet"}
    answer = post(house.signed_in(PAT), f"{HERE}/slips", sheet)
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    assert [len(sheet.select(".slip")) for sheet in page.select(".sheet")] == [8, 1]
    assert len(page.select(".slip svg")) == 9
    assert "style=" not in str(page.main)
    assert answer.headers["Cache-Control"] == "no-store"
    assert Ticket.select().where(Ticket.origin == "slip").count() == 9


@pytest.mark.parametrize(
    "fields",
    [
        {"number": "", "kind": "csv"},
        {"number": "0", "kind": "csv"},
        {"number": "many", "kind": "csv"},
        {"number": "20001", "kind": "csv"},
        {"number": "401", "kind": "sheet"},
        {"number": "3"},
        {"number": "3", "kind": "csv", "made": ""},
    ],
)
def test_slips_are_made_in_sensible_numbers_and_kinds(house: House, fields: dict[str, str]) -> None:
    house.open_round(northshire=0)
    answer = post(house.signed_in(PAT), f"{HERE}/slips", {"made": "0", **fields})
    assert answer.status_code == 422
    assert not Ticket.select().exists()


def test_the_open_link_is_made_when_asked_for_and_stays(house: House) -> None:
    house.open_round(northshire=0)
    client = house.signed_in(PAT)
    assert "/o/" not in text(client.get(f"{HERE}/open-link"))
    seen = set()
    for _ in range(2):
        post(client, f"{HERE}/open-link") if not seen else None
        page = BeautifulSoup(client.get(f"{HERE}/open-link").text, "html.parser")
        seen.add(page.select_one("#open-link").text)
        assert page.select("svg.code")
    [link] = seen
    assert house.client().get(f"/o/{link.rsplit('/', 1)[1]}").status_code == 200


def test_after_the_closing_the_list_is_gone(house: House) -> None:
    house.open_round(northshire=1)
    client, person = house.signed_in(PAT), entry()
    house.work(days=8)
    client = house.signed_in(PAT)
    assert "The list is gone" in text(client.get(HERE))
    assert client.get(f"{HERE}/{person}").status_code == 404
    assert post(client, f"{HERE}/add", {"people": "a@northshire.example.org"}).status_code == 409


def test_the_link_of_a_return_goes_to_the_social_worker(house: House) -> None:
    house.round(source=RETURN)
    client = house.signed_in(PAT)
    token = token_in(client.get(HERE).text)
    for fields in ({}, {"whom": "other"}, {"whom": "other", "email": "x"}):
        answer = client.post(f"{HERE}/link", data={"csrf_token": token, **fields})
        assert answer.status_code == 422
    answer = client.post(f"{HERE}/link", data={"csrf_token": token, "whom": PAT})
    assert answer.status_code == 303
    house.work()
    assert [letter.to for letter in house.letters] == [PAT]
    again = client.post(f"{HERE}/link", data={"csrf_token": token, "whom": PAT})
    assert "one link for the whole organisation" in text(again)


def test_where_there_is_no_social_worker_there_is_nothing_to_choose(house: House) -> None:
    house.round(source=RETURN)
    client = house.signed_in()
    assert 'type="radio"' not in client.get(HERE).text
    new = {"whom": "other", "email": "jo@northshire.example.org"}
    assert '<input type="hidden" name="whom" value="other">' in client.get(HERE).text
    answer = client.post(
        f"{HERE}/link", data={"csrf_token": token_in(client.get(HERE).text), **new}
    )
    assert answer.status_code == 303


def test_the_link_of_a_return_is_sent_again(house: House) -> None:
    house.open_round(northshire=1, source=RETURN)
    client = house.signed_in(PAT)
    token = token_in(client.get(HERE).text)
    client.post(f"{HERE}/{entry()}/resend", data={"csrf_token": token})
    house.work()
    assert len(set(house.links())) == 1
    assert len(house.links()) == 2


def test_the_list_says_what_happened_to_each(house: House) -> None:
    house.open_round(northshire=4)
    where = listing.place("spring", "northshire")
    house.hold_letters()
    house.invite(5)
    house.work()
    for number, state in ((1, "done"), (2, "refused")):
        theirs = Invitation.email == f"remi{number}@northshire.example.org"
        Invitation.update(undeliverable="there is no such address").where(theirs).execute()
        letter = Outgoing.invitation == Invitation.get(theirs).id
        Outgoing.update(state=state).where(letter).execute()
    page = BeautifulSoup(house.signed_in(PAT).get(HERE).text, "html.parser")
    rows = page.select("tbody tr")
    assert [row.select("td")[-1].get_text(" ").strip() for row in rows] == [
        "Came back there is no such address",
        "Could not be delivered there is no such address",
        "Letter sent 2 March",
        "Letter sent 2 March",
        "Not sent yet",
    ]
    one = house.signed_in(PAT).get(f"{HERE}/{listing.page(where).people[2].id}")
    assert "Letter sent 2 March" in text(one)
