"""The second proof, page by page."""

from __future__ import annotations

from datetime import timedelta

from flask.testing import FlaskClient

from tests.factories import ADA, PAT, House, post
from tests.staff_at_work import code_of, codes_shown, comes_in, sets_up

CODE = "/staff/authenticator"
SET_UP = "/staff/authenticator/set-up"
CODES = "/staff/authenticator/recovery-codes"


def administrator(house: House) -> tuple[FlaskClient, str]:
    """Ada's browser, all the way in, and the key in her app; a minute later."""
    house.person()
    client = comes_in(house)
    key = sets_up(house, client)
    house.now += timedelta(minutes=1)
    return client, key


def is_in(client: FlaskClient) -> bool:
    return client.get("/staff/team").status_code == 200


def test_the_first_signing_in_leads_through_setting_up_to_recovery_codes_and_on(
    house: House,
) -> None:
    house.person()
    client = comes_in(house)
    page = client.get("/staff/team", follow_redirects=True)
    assert "Set up an authenticator app" in page.text
    assert "data:image/svg+xml" in page.text
    sets_up(house, client)
    assert len(codes_shown(client)) == 10
    assert is_in(client)


def test_a_wrong_code_sets_nothing_up(house: House) -> None:
    house.person()
    client = comes_in(house)
    answer = post(client, SET_UP, {"code": "000000"})
    assert answer.status_code == 422
    assert "not the code" in answer.text
    assert not is_in(client)


def test_later_the_code_is_asked_for_and_leads_to_where_one_wanted(house: House) -> None:
    _, key = administrator(house)
    client = comes_in(house)
    asked = client.get("/staff/team").headers["Location"]
    assert asked == "/staff/authenticator?next=/staff/team"
    assert "six digits" in client.get(asked).text
    answer = post(client, asked, {"code": code_of(house, key)})
    assert answer.headers["Location"] == "/staff/team"
    assert is_in(client)


def test_a_wrong_code_is_refused_and_not_shown_again(house: House) -> None:
    administrator(house)
    client = comes_in(house)
    answer = post(client, CODE, {"code": "123123"})
    assert answer.status_code == 422
    assert "not right" in answer.text
    assert "123123" not in answer.text
    assert not is_in(client)
    assert post(client, CODE, {"code": ""}).status_code == 422
    assert post(client, CODE, {"code": "1" * 5000}).status_code == 422


def test_a_recovery_code_does_in_its_place(house: House) -> None:
    first, _ = administrator(house)
    codes = codes_shown(first)
    client = comes_in(house)
    assert post(client, CODE, {"code": codes[0]}).status_code == 303
    assert "9 of 10" in client.get("/staff/account").text


def test_recovery_codes_are_shown_once_and_only_where_they_were_made(house: House) -> None:
    client, key = administrator(house)
    text = client.get(f"{CODES}.txt")
    assert [code for code in codes_shown(client) if code not in text.text] == []
    assert "attachment" in text.headers["Content-Disposition"]
    house.now += timedelta(minutes=11)
    assert codes_shown(client) == []
    assert client.get(f"{CODES}.txt").status_code == 404
    other = comes_in(house)
    post(other, CODE, {"code": code_of(house, key)})
    note = client.get_cookie("staff-codes")
    assert note
    other.set_cookie("staff-codes", note.value)
    assert codes_shown(other) == []


def test_new_recovery_codes_want_a_code_first(house: House) -> None:
    client, key = administrator(house)
    old = codes_shown(client)
    assert post(client, f"{CODES}/new", {"code": "000000"}).status_code == 422
    assert post(client, f"{CODES}/new", {"code": code_of(house, key)}).status_code == 303
    assert len(codes_shown(client)) == 10
    assert not set(codes_shown(client)) & set(old)


def test_moving_to_another_phone_leads_through_setting_up_again(house: House) -> None:
    client, key = administrator(house)
    assert post(client, "/staff/authenticator/replace", {"code": "000000"}).status_code == 422
    answer = post(client, "/staff/authenticator/replace", {"code": code_of(house, key)})
    assert answer.headers["Location"] == SET_UP
    assert not is_in(client)
    assert sets_up(house, client) != key
    assert is_in(client)


def test_who_has_an_authenticator_is_not_shown_a_key(house: House) -> None:
    administrator(house)
    client = comes_in(house)
    for ask in (client.get(SET_UP), client.get(CODES), client.get(f"{CODES}/new")):
        assert ask.status_code == 303
        assert ask.headers["Location"].startswith(CODE)


def test_a_psw_needs_no_second_proof_and_is_offered_none(house: House) -> None:
    client = house.signed_in(PAT)
    assert client.get(SET_UP, follow_redirects=True).request.path == "/staff/"
    assert "authenticator" not in client.get("/staff/account").text
    assert client.get(CODES).status_code == 404


def test_the_key_is_not_in_an_address_or_a_cookie(house: House) -> None:
    house.person()
    client = comes_in(house)
    key = sets_up(house, client)
    stored = str(client._cookies)
    assert key not in stored
    assert not [code for code in codes_shown(client) if code in stored]


def test_an_administrator_is_told_of_recovery_codes_running_out(house: House) -> None:
    from portal.store.staff import Recovery

    client, _ = administrator(house)
    assert "10 of 10" in client.get("/staff/account").text
    Recovery.delete().execute()
    assert "no recovery codes left" in client.get("/staff/account").text
    assert house.person(ADA).has_authenticator
