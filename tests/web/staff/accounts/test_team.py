"""The team's pages."""

from __future__ import annotations

import pytest

from portal.services.staff import accounts
from tests.factories import ADA, OLGA, PAT, House, post
from tests.staff_at_work import comes_in, sets_up

KIM = {"name": "Kim Ng", "email": "kim@northshire.example.org"}
INVITE = "/staff/team/invite"


def page_of(house: House, email: str) -> str:
    return f"/staff/team/{house.person(email).id.hex()}"


def test_everybody_is_listed_with_those_who_are_out(house: House) -> None:
    house.person(PAT)
    client = house.signed_in()
    post_to(house, PAT, "suspend")
    page = client.get("/staff/team").text
    assert page.index(ADA) < page.index("Northshire County Council") < page.index(PAT)
    assert ">Suspended</strong>" in page
    assert ">You</strong>" in page


def post_to(house: House, email: str, verb: str, by: str = ADA) -> int:
    client = house.signed_in(by)
    page = page_of(house, email)
    from tests.factories import token_in

    token = token_in(client.get("/staff/account").text)
    return int(client.post(f"{page}/{verb}", data={"csrf_token": token}).status_code)


def test_somebody_is_given_an_account_and_told_so(house: House) -> None:
    house.person(PAT)
    client = house.signed_in()
    answer = post(client, INVITE, {**KIM, "role": "psw", "organisation": "northshire"})
    assert answer.headers["Location"] == "/staff/team"
    assert "kim@northshire.example.org has an account" in client.get("/staff/team").text
    house.work()
    assert [letter.to for letter in house.letters] == [KIM["email"]]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"email": "kim"}, "Enter a work email address"),
        ({"email": "kïm@example.org"}, "no address like"),
        ({"email": PAT}, "has an account already"),
        ({"role": ""}, "Say what they are"),
        ({"role": "owner"}, "Not a valid choice"),
        ({"organisation": ""}, "Choose the organisation"),
        ({"organisation": "nowhere"}, "Not a valid choice"),
        ({"name": "x" * 121}, "up to 120 characters"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    house: House, changes: dict[str, str], message: str
) -> None:
    house.person(PAT)
    fields = {**KIM, "role": "psw", "organisation": "northshire", **changes}
    answer = post(house.signed_in(), INVITE, fields)
    assert answer.status_code == 422
    assert answer.text.count(message) == 2
    assert f'value="{fields["name"]}"' in answer.text
    assert f'value="{fields["email"]}"' in answer.text
    assert len(accounts.every()) == 2


def test_an_organisation_left_chosen_makes_no_psw_of_an_administrator(house: House) -> None:
    house.person(PAT)
    fields = {**KIM, "role": "administrator", "organisation": "northshire"}
    assert post(house.signed_in(), INVITE, fields).status_code == 303
    assert accounts.by_email(KIM["email"]).is_administrator


def test_suspending_is_undone_by_reinstating(house: House) -> None:
    pat = house.signed_in(PAT)
    assert post_to(house, PAT, "suspend") == 303
    assert pat.get("/staff/").status_code == 303
    page = house.signed_in().get(page_of(house, PAT)).text
    assert "Reinstate" in page
    assert post_to(house, PAT, "reinstate") == 303
    assert pat.get("/staff/").status_code == 303
    assert house.signed_in(PAT).get("/staff/").status_code == 200


def test_one_cannot_suspend_oneself(house: House) -> None:
    assert post_to(house, ADA, "suspend") == 409
    assert "You cannot suspend yourself" in house.signed_in().get(page_of(house, ADA)).text


def test_an_account_is_handed_over(house: House) -> None:
    house.person(PAT)
    client = house.signed_in()
    answer = post(client, f"{page_of(house, PAT)}/hand-over", KIM)
    assert answer.headers["Location"] == page_of_email(KIM["email"])
    assert "has taken over" in client.get(answer.headers["Location"]).text
    assert accounts.by_email(PAT).suspended


def page_of_email(email: str) -> str:
    return f"/staff/team/{accounts.by_email(email).id.hex()}"


def test_what_stands_against_handing_over_is_said_on_the_page(house: House) -> None:
    for email in (PAT, OLGA):
        house.person(email)
    answer = post(house.signed_in(), f"{page_of(house, PAT)}/hand-over", {"email": OLGA})
    assert answer.status_code == 422
    assert "has an account already" in answer.text
    assert not accounts.by_email(PAT).suspended


def test_a_lost_authenticator_is_reset_by_another_administrator(house: House) -> None:
    house.person()
    sets_up(house, comes_in(house))
    eve = accounts.add("eve@example.org", "administrator", None, ADA, house.now)
    page = f"{page_of(house, ADA)}/reset-authenticator"
    client = house.client()
    from portal.services.staff import sessions

    client.set_cookie("staff", sessions.begin(eve, house.now, proven=True))
    assert "Speak to them first" in client.get(page).text
    assert accounts.by_email(ADA).has_authenticator
    assert post(client, page).status_code == 303
    assert not accounts.by_email(ADA).has_authenticator


def test_one_cannot_reset_ones_own_authenticator(house: House) -> None:
    house.person()
    client = comes_in(house)
    sets_up(house, client)
    answer = post(client, f"{page_of(house, ADA)}/reset-authenticator")
    assert answer.status_code == 409
    assert "You cannot reset your own authenticator" in answer.text
    assert accounts.by_email(ADA).has_authenticator


@pytest.mark.parametrize("number", ["x", "00", "00" * 16, "é", "0" * 31])
def test_an_account_that_is_not_there_is_not_found(house: House, number: str) -> None:
    assert house.signed_in().get(f"/staff/team/{number}").status_code == 404


def test_a_name_is_shown_as_it_is(house: House) -> None:
    fields = {**KIM, "name": "<b>Kim</b>", "role": "administrator", "organisation": ""}
    client = house.signed_in()
    post(client, INVITE, fields)
    assert "&lt;b&gt;Kim" in client.get("/staff/team").text
