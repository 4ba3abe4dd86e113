"""Arriving by a letter, an open link, a personal link or a code."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from portal.services.people import links, sheets
from portal.store import db
from portal.store.answers import Draft
from portal.store.figures import Tally
from portal.store.staff import Staff
from portal.vault.tokens import link_text
from portal.web.limits import MOST
from tests.factories import ADA, OLGA, PAT, House, post, token_in

ABOUT = "/survey/spring/about"
CODE = r'id="resume-code">\s*([0-9A-Z-]{24})<'


def code_of(house: House, link: str) -> str:
    """Begin at a link, answer the first page, stop: the code that is shown."""
    client = house.client()
    post(client, link)
    page = post(client, ABOUT, {"q_service": "adults", "go": "later"})
    found = re.search(CODE, client.get(page.location).get_data(as_text=True))
    assert found
    return found[1]


def open_link(house: House) -> str:
    token = links.open_link("spring", "northshire", ADA, house.now)
    return f"/o/{link_text(token)}"


def test_looking_at_a_link_begins_nothing(house: House) -> None:
    house.open_round()
    for path in (house.links()[0], open_link(house)):
        client = house.client()
        answer = client.get(path)
        assert answer.status_code == 200
        assert "Start now" in answer.get_data(as_text=True)
        assert client.get_cookie("answers-spring") is None
    assert Draft.select().count() == 0


def test_the_welcome_says_who_asks_until_when_and_what_is_promised(house: House) -> None:
    house.open_round()
    text = house.client().get(house.links()[0]).get_data(as_text=True)
    for words in ("Northshire County Council", "3 minutes", "9 March 2026", "fewer than ten"):
        assert words in text


def test_the_welcome_names_who_runs_the_survey_and_who_can_be_asked_at_work(house: House) -> None:
    house.open_round()
    house.person(OLGA)
    text = house.client().get(house.links()[0]).text
    assert "This survey is run by Northshire County Council, 1 Example Street" in text
    assert "principal social worker" not in text
    house.person(PAT)
    Staff.update(name="Pat Aydin").where(Staff.email == PAT).execute()
    text = house.client().get(house.links()[0]).text
    assert "Pat Aydin, principal social worker at Northshire County Council, takes" in text


def told(house: House, path: str) -> dict[str, str]:
    page = BeautifulSoup(house.client().get(path).text, "html.parser")
    return {dt.text: dd.text for dt, dd in zip(*map(page.select, ("dt", "dd")), strict=True)}


def test_the_welcome_says_what_is_held_on_the_very_link_and_shows_nothing_unforeseen(
    house: House,
) -> None:
    house.open_round()
    assert told(house, house.links()[0]) == {
        "Number": "made from your link, and no way back to it",
        "Survey": "Spring check",
        "Organisation": "Northshire County Council",
        "How it went out": "by email",
        "Used": "not yet",
    }
    db.execute("ALTER TABLE ticket ADD COLUMN email TEXT")
    db.execute("UPDATE ticket SET email = 'remi@example.org', origin = 'pigeon'")
    held = told(house, house.links()[0])
    assert "not described yet" in held["email"]
    assert "not described yet" in held["How it went out"]


def test_of_a_link_that_everybody_has_nothing_is_held_on_anybody(house: House) -> None:
    house.open_round()
    path = open_link(house)
    assert told(house, path) == {}
    assert "We hold nothing about you on it" in house.client().get(path).text


@pytest.mark.parametrize("kept", [True, False])
def test_the_welcome_says_whether_single_answers_outlive_the_count(
    house: House, kept: bool
) -> None:
    house.open_round(responses_kept=kept)
    text = house.client().get(house.links()[0]).text
    assert ("They are then counted and destroyed." in text) is not kept
    assert ("everybody’s single answers" in text) is kept


def test_beginning_leads_to_an_address_without_a_secret(house: House) -> None:
    house.open_round()
    link = house.links()[0]
    answer = post(house.client(), link)
    assert (answer.status_code, answer.location) == (303, "/survey/spring/")
    assert link.rsplit("/", 1)[1] not in answer.location


def test_beginning_twice_in_one_browser_is_one_draft(house: House) -> None:
    house.open_round()
    client = house.client()
    for _ in range(3):
        post(client, house.links()[0])
    assert Draft.select().count() == 1


def test_a_sixth_device_is_told_how_to_carry_on(house: House) -> None:
    house.open_round()
    [link] = house.links()
    browsers = [house.client() for _ in range(6)]
    *begun, last = [post(browser, link) for browser in browsers]
    assert [answer.status_code for answer in begun] == [303] * 5
    text = last.get_data(as_text=True)
    assert last.status_code == 409
    assert "<h1" in text and "started five times" in text and 'href="/resume"' in text
    assert browsers[-1].get_cookie("answers-spring") is None
    assert post(browsers[0], link).status_code == 303


def test_an_open_link_begins_anew_each_time(house: House) -> None:
    house.open_round()
    path, client = open_link(house), house.client()
    post(client, path)
    assert "already started to answer in this browser" in client.get(path).get_data(as_text=True)
    post(client, path)
    assert Draft.select().count() == 2


def test_a_withdrawn_open_link_says_so_and_whom_to_ask(house: House) -> None:
    house.open_round()
    path, client = open_link(house), house.client()
    token = token_in(client.get(path).text)
    links.withdraw("spring", "northshire", ADA, house.now)
    for answer in (client.get(path), client.post(path, data={"csrf_token": token})):
        assert answer.status_code == 410
        assert "ask the people who invited you" in answer.text
        assert 'href="/resume"' in answer.text
        assert "in this browser" not in answer.text
    assert Draft.select().count() == 0


def test_whoever_began_by_an_open_link_goes_on_from_it_once_it_is_withdrawn(house: House) -> None:
    house.open_round()
    path, client = open_link(house), house.client()
    post(client, path)
    links.renew("spring", "northshire", ADA, house.now)
    page = client.get(path).text
    assert "already started to answer in this browser" in page
    assert 'href="/survey/spring/"' in page
    assert client.get("/survey/spring/").status_code == 303


def test_a_withdrawn_link_is_no_guess_however_often_it_is_opened(house: House) -> None:
    house.open_round()
    path = open_link(house)
    links.withdraw("spring", "northshire", ADA, house.now)
    assert {house.client().get(path).status_code for _ in range(MOST + 1)} == {410}
    assert house.client().get("/o/" + "A" * 22).status_code == 404


def test_a_link_that_brings_no_more_answers_says_so(house: House) -> None:
    house.open_round()
    path = open_link(house)
    house.work(hours=1)
    Tally.update(by_open_link=20_000).execute()
    answer = post(house.client(), path)
    assert answer.status_code == 409
    assert "This link takes no more answers" in answer.text


def test_a_letters_link_says_nothing_of_answers_in_the_browser(house: House) -> None:
    """It leads to those of its own; whose the others are is nobody's business."""
    house.open_round(2)
    client = house.client()
    post(client, house.links()[0])
    text = client.get(house.links()[1]).get_data(as_text=True)
    assert "already in progress" not in text


@pytest.mark.parametrize("change", [str, str.lower, lambda code: code.replace("-", "  ")])
def test_a_code_is_read_however_it_is_typed(house: House, change: object) -> None:
    house.open_round()
    typed = change(code_of(house, house.links()[0]))  # type: ignore[operator]
    client = house.client()
    answer = post(client, "/resume", {"code": typed})
    assert (answer.status_code, answer.location) == (303, "/survey/spring/")
    assert 'value="adults" checked' in client.get(ABOUT).get_data(as_text=True)


@pytest.mark.parametrize("typed", ["", "hello", "K7QD-2M9X-T4HB-8WZC-5RNE", "x" * 100, "é" * 24])
def test_a_wrong_code_is_refused_beside_its_field(house: House, typed: str) -> None:
    house.open_round()
    client = house.client()
    answer = post(client, "/resume", {"code": typed})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'id="code-error"' in text and "<title>Error: " in text
    assert client.get_cookie("answers-spring") is None


def test_a_personal_link_shows_a_page_first_and_sets_no_cookie(house: House) -> None:
    house.open_round()
    code, client = code_of(house, house.links()[0]), house.client()
    assert client.get(f"/r/{code}").status_code == 200
    assert client.get_cookie("answers-spring") is None
    assert post(client, f"/r/{code}").location == "/survey/spring/"


def test_a_personal_link_does_not_show_answers_before_it_is_used(house: House) -> None:
    house.open_round()
    code = code_of(house, house.links()[0])
    assert "adults" not in house.client().get(f"/r/{code}").get_data(as_text=True).lower()


@pytest.mark.parametrize("path", ["/i/{0}", "/o/{0}", "/i/short", "/r/nonsense", "/r/{0}", "/i/"])
def test_a_link_that_leads_nowhere_says_what_to_check(house: House, path: str) -> None:
    house.open_round()
    for client_call in (house.client().get, house.client().post):
        answer = client_call(path.format("A" * 22))
        assert answer.status_code in (400, 404)
        assert "<h1" in answer.get_data(as_text=True)


def test_a_slip_made_before_the_round_opens_says_when_it_does(house: House) -> None:
    house.round()
    (token,) = sheets.make("spring", "northshire", 1, ADA, house.now)
    answer = house.client().get(f"/i/{link_text(token)}")
    assert answer.status_code == 409
    assert "This survey opens on 2 March 2026" in answer.get_data(as_text=True)


def test_after_the_closing_no_link_leads_anywhere(house: House) -> None:
    house.open_round()
    link, code = house.links()[0], code_of(house, house.links()[0])
    open_path = open_link(house)
    house.work(days=8)
    for path in (link, open_path, f"/r/{code}"):
        assert house.client().get(path).status_code in (404, 409), path


def test_a_round_that_is_due_to_close_takes_nothing_even_before_the_worker_comes(
    house: House,
) -> None:
    house.open_round()
    client = house.client()
    post(client, house.links()[0])
    house.now = house.now.replace(day=9)
    assert client.get(ABOUT).status_code == 409
    assert house.client().get(house.links()[0]).status_code == 409


def test_no_more_letters_takes_one_click_without_a_token(house: House) -> None:
    house.open_round()
    path = "/stop/" + house.letters[0].text.split("/stop/")[1].split()[0]
    assert "Send me no more reminders" in house.client().get(path).get_data(as_text=True)
    answer = house.client().post(path, data={"List-Unsubscribe": "One-Click"})
    said = answer.get_data(as_text=True)
    assert "no more reminders" in said and "new one" in said


def test_whether_a_stop_link_is_anybodys_cannot_be_told(house: House) -> None:
    house.open_round()
    path = "/stop/" + house.letters[0].text.split("/stop/")[1].split()[0]
    real, made_up = house.client().post(path), house.client().post(f"/stop/{'A' * 22}")
    assert (real.status_code, real.data) == (made_up.status_code, made_up.data)
