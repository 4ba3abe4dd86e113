"""What is sent after the session's end comes back, and can be sent again after signing in."""

from __future__ import annotations

import io
import logging
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from portal.services.staff import sessions
from portal.store.organisations import Organisation
from tests.factories import ADA, OLGA, PAT, House, post, token_in
from tests.services import scenes
from tests.staff_at_work import link_in_letter

FORM = "/staff/organisations/northshire/edit"
AWKWARD = 'A "name" & <b>more</b>\r\nof Łódź'


def changed(**fields: Any) -> dict[str, Any]:
    """What the form of an organisation sends."""
    return {"name": "New name", "type": "shire county", "region": "London", **fields}


def again(client: FlaskClient, page: Any, **more: Any) -> Any:
    """Send what a page holds, as a browser does, with what is chosen again."""
    form = BeautifulSoup(page.text, "html.parser").select_one("main form")
    assert form is not None
    fields = {str(f["name"]): f.get("value", "") for f in form.select("input[type=hidden]")}
    return client.post(str(form["action"]), data={**fields, **more})


def come_in(house: House, email: str = PAT) -> FlaskClient:
    """A browser in which somebody has signed in by a letter."""
    house.person(email)
    client = house.client()
    signed_in_elsewhere(house, client, email)
    return client


def signed_in_elsewhere(house: House, client: FlaskClient, email: str) -> None:
    """In another tab of the browser, by a link in a letter."""
    post(client, "/staff/sign-in", {"email": email})
    house.work()
    post(client, link_in_letter(house, email))


def test_what_comes_after_the_sessions_end_comes_back_and_is_saved_once_signed_in(
    house: House,
) -> None:
    ada = house.signed_in()
    fields = {"csrf_token": token_in(ada.get(FORM).text), **changed(name="Northshire again")}
    seen = BeautifulSoup(ada.get(FORM).text, "html.parser").select_one("[name=seen]")
    house.now += timedelta(minutes=31)
    page = ada.post(FORM, data={**fields, "seen": seen["value"] if seen else ""})
    assert page.status_code == 403
    assert "Sign in in another tab, then send again." in page.text
    assert Organisation.get_by_id("northshire").name == "Northshire County Council"
    assert again(ada, page).status_code == 403
    ada.set_cookie("staff", sessions.begin(house.person(), house.now, proven=False))
    assert again(ada, page).status_code == 403
    ada.set_cookie("staff", sessions.begin(house.person(), house.now, proven=True))
    assert again(ada, page).status_code == 303
    assert Organisation.get_by_id("northshire").name == "Northshire again"


@pytest.mark.parametrize("way_out", ["idle", "signed out"])
def test_signing_in_by_a_letter_in_another_tab_is_enough(house: House, way_out: str) -> None:
    house.open_round(northshire=1)
    pat, path = come_in(house), "/staff/rounds/spring/northshire/people/add"
    token = token_in(pat.get(path).text)
    if way_out == "idle":
        house.now += timedelta(minutes=31)
    else:
        pat.post("/staff/account/sign-out", data={"csrf_token": token})
    page = pat.post(path, data={"csrf_token": token, "people": "new@northshire.example.org"})
    assert page.status_code == 403
    signed_in_elsewhere(house, pat, PAT)
    answer = again(pat, page)
    assert answer.status_code in (200, 303), answer.text


def test_a_form_from_before_somebody_signed_out_and_in_again_is_saved(house: House) -> None:
    pat = come_in(house)
    token = token_in(pat.get("/staff/account").text)
    pat.post("/staff/account/sign-out", data={"csrf_token": token})
    signed_in_elsewhere(house, pat, PAT)
    assert pat.post("/staff/account/sign-out", data={"csrf_token": token}).status_code == 303


def test_every_sign_comes_back_as_it_was_sent(house: House) -> None:
    ada = house.signed_in()
    token = token_in(ada.get(FORM).text)
    house.now += timedelta(minutes=31)
    sent = {"csrf_token": token, "name": AWKWARD, "chosen": ["a", "b"], "empty": ""}
    page = ada.post(f"{FORM}?from=x&y=%22", data=sent)
    form = BeautifulSoup(page.text, "html.parser").select_one("main form")
    assert form is not None
    hidden = [(f["name"], f["value"]) for f in form.select("input[type=hidden]")][1:]
    assert hidden == [("name", AWKWARD), ("chosen", "a"), ("chosen", "b"), ("empty", "")]
    assert form["action"] == f"{FORM}?from=x&y=%22"
    assert "<b>more" not in page.text


def test_a_file_is_chosen_again(house: House) -> None:
    ada, path = house.signed_in(), "/staff/organisations/import"
    token = token_in(ada.get(path).text)
    house.now += timedelta(minutes=31)
    file = (io.BytesIO(b"code,name\nsecret,Secret\n"), "list.csv")
    page = ada.post(path, data={"csrf_token": token, "file": file})
    assert page.status_code == 403
    assert "Choose the file again" in page.text and "Choose list.csv again" in page.text
    assert "Secret" not in page.text
    ada.set_cookie("staff", sessions.begin(house.person(), house.now, proven=True))
    content = b"code,name,type,region,domains\nwestshire,Westshire,shire county,London,\n"
    answer = again(ada, page, file=(io.BytesIO(content), "list.csv"))
    assert answer.status_code == 303, answer.text


@pytest.mark.parametrize("token", ["", "forged", "another browser's"])
def test_nothing_without_a_token_of_this_browser_comes_back(house: House, token: str) -> None:
    ada, other = house.signed_in(), house.client()
    ada.get(FORM)
    house.now += timedelta(minutes=31)
    if token.startswith("another"):
        token = token_in(other.get("/staff/sign-in").text)
    answer = ada.post(FORM, data={"csrf_token": token, "name": "Planted"})
    assert answer.status_code == 400
    assert "Planted" not in answer.text


def test_nothing_of_it_is_kept_on_the_server_or_in_a_cookie(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    ada = house.signed_in()
    token = token_in(ada.get(FORM).text)
    house.now += timedelta(minutes=31)
    before = scenes.snapshot()
    with caplog.at_level(logging.DEBUG):
        page = ada.post(FORM, data={"csrf_token": token, "name": "Planted"})
    assert scenes.snapshot() == before
    with ada.session_transaction() as cookie:
        assert "Planted" not in str(dict(cookie))
    assert page.headers["Cache-Control"] == "no-store"
    assert "Planted" not in caplog.text


def test_who_sends_again_may_do_no_more_than_before(house: House) -> None:
    house.open_round(northshire=1)
    pat, path = house.signed_in(PAT), "/staff/rounds/spring/northshire/people/add"
    token = token_in(pat.get(path).text)
    house.now += timedelta(minutes=31)
    page = pat.post(path, data={"csrf_token": token, "people": "new@northshire.example.org"})
    pat.set_cookie("staff", sessions.begin(house.person(OLGA), house.now, proven=True))
    assert again(pat, page).status_code == 404


def test_what_somebody_has_left_open_is_not_sent_by_who_comes_next(house: House) -> None:
    house.person(OLGA)
    pat = come_in(house)
    token = token_in(pat.get("/staff/account").text)
    pat.post("/staff/account/sign-out", data={"csrf_token": token})
    page = pat.post(FORM, data={"csrf_token": token, "name": "Planted"})
    signed_in_elsewhere(house, pat, OLGA)
    answer = again(pat, page)
    assert (answer.status_code, "Planted" in answer.text) == (400, False)


def test_a_code_for_signing_in_is_not_handed_back(house: House) -> None:
    house.person(ADA)
    client = house.client()
    token = token_in(client.get("/staff/sign-in").text)
    answer = client.post("/staff/authenticator", data={"csrf_token": token, "code": "123456"})
    assert answer.status_code == 303


def test_a_large_file_is_not_read_and_the_answer_leads_back_to_its_page(house: House) -> None:
    ada, path = house.signed_in(), "/staff/organisations/import"
    house.now += timedelta(minutes=31)
    answer = ada.post(path, data={"file": (io.BytesIO(b"Planted" * 50_000), "list.csv")})
    assert answer.status_code == 413
    assert "Sign in, then choose the file again." in answer.text
    assert f'href="{path}"' in answer.text
    assert "Planted" not in answer.text
