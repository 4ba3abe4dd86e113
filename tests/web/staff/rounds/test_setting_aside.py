"""Two administrators set damaged ballots aside on the site."""

from __future__ import annotations

from bs4 import BeautifulSoup

from portal.services.lifecycle import setting_aside
from portal.services.rounds import register as rounds
from portal.services.staff import accounts
from tests.factories import ADA, NOW, House, post, token_in
from tests.services.lifecycle.test_setting_aside import OTHER, WHY, stopped


def test_both_are_told_apart_by_their_accounts(house: House) -> None:
    house.person()
    accounts.add(OTHER, "administrator", None, ADA, house.now)
    stopped(house)
    page = "/staff/rounds/spring/set-aside"
    ada, ama = house.signed_in(), house.signed_in(OTHER)
    assert post(ada, page, {"number": "0", "reason": ""}).status_code == 422
    assert post(ada, page, {"number": "2", "reason": WHY}).status_code == 303
    html = ada.get(page).text
    assert "You proposed it" in html and "I agree" not in html
    token = {"csrf_token": token_in(html)}
    assert ada.post(f"{page}/agree", data=token).status_code == 409
    html = ama.get(page).text
    assert WHY in html and "I agree: count without them" in html
    assert ama.post(f"{page}/agree", data=fields_on(html)).status_code == 303
    house.work()
    assert "2 set aside: damaged by a disk fault" in ada.get("/staff/rounds/spring").text
    assert ada.get(page).status_code == 409


def fields_on(html: str) -> dict[str, str]:
    """Those of the form that agrees."""
    form = BeautifulSoup(html, "html.parser").select_one('form[action$="/agree"]')
    assert form
    return {str(field["name"]): str(field["value"]) for field in form.select("input")}


def test_what_was_proposed_anew_meanwhile_is_not_agreed_to(house: House) -> None:
    house.person()
    accounts.add(OTHER, "administrator", None, ADA, house.now)
    stopped(house)
    page = "/staff/rounds/spring/set-aside"
    setting_aside.propose("spring", 1, WHY, ADA, NOW)
    ama = house.signed_in(OTHER)
    read = fields_on(ama.get(page).text)
    setting_aside.propose("spring", 14, "another reason", ADA, NOW)
    answer = ama.post(f"{page}/agree", data=read)
    assert answer.status_code == 409
    assert "Something else is proposed now" in answer.text
    nothing = {"csrf_token": read["csrf_token"]}
    assert ama.post(f"{page}/agree", data=nothing).status_code == 409
    assert setting_aside.agreed(rounds.by_code("spring").id) == (0, "")


def test_a_proposal_is_withdrawn_on_its_page(house: House) -> None:
    stopped(house)
    setting_aside.propose("spring", 2, WHY, ADA, NOW)
    ada = house.signed_in()
    page = "/staff/rounds/spring/set-aside"
    token = {"csrf_token": token_in(ada.get(page).text)}
    assert ada.post(f"{page}/withdraw", data=token).status_code == 303
    assert "Propose it" in ada.get(page).text
