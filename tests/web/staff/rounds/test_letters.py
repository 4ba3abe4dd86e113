"""A round's letters on the site: read as they go out, reworded, given back our words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from portal.calendar.schedule import Schedule
from portal.post.letters import message
from portal.post.wording import KINDS
from portal.services.guiding import switching
from portal.services.letters import texts
from portal.services.rounds import register as rounds
from portal.store.letters import Wording
from portal.store.organisations import Organisation
from portal.store.rounds import Round
from tests.factories import ADA, House, post, token_in
from tests.services.figures.test_returns_answered import RETURN

LETTERS = "/staff/rounds/spring/letters"
INVITATION = f"{LETTERS}/invitation"
OURS = "Do answer **now**.\r\n\r\n{{link}}\r\n\r\n{{promise}}\r\n\r\n{{stop}}"


def sent(house: House, path: str = INVITATION, **fields: str) -> Any:
    given: Mapping[str, str] = {"subject": "Our words", "body": OURS, "go": "save"} | fields
    return post(house.signed_in(), path, given)


def test_every_kind_of_letter_is_listed_and_shown_as_it_goes_out(house: House) -> None:
    house.round()
    ada = house.signed_in()
    html = ada.get(LETTERS).text
    for kind in KINDS:
        path = f"{LETTERS}/{kind.replace(' ', '-')}"
        assert f'href="{path}"' in html
        page = ada.get(path).text
        assert "Dear Sam Example," in page and "Spring check" in page
        assert "Nobody at work can see what you answered." in page


def test_the_preview_is_the_letter_itself(house: House) -> None:
    house.open_round(northshire=0, southborough=1)
    sent_out = house.letters[0]
    page = house.signed_in().get(INVITATION).text
    assert sent_out.subject in page
    paragraphs = sent_out.text.split("\n\n")
    assert len(paragraphs) > 5
    for words in paragraphs[1:]:
        if "http" not in words:
            assert words.strip().splitlines()[0][:60] in page


def test_the_preview_says_from_whom_the_letter_comes_and_where_answers_go(house: House) -> None:
    house.round(organisations=["northshire"])
    Organisation.update(reply_to="pat@northshire.example.org").execute()
    house.invite(1)
    house.work()
    made = message(house.letters[0], house.app.extensions["settings"].mail_from)
    ada = house.signed_in()
    head = BeautifulSoup(ada.get(INVITATION).text, "html.parser").select_one(".letter__head")
    assert head
    shown = {dt.text: dt.find_next("dd").text for dt in head.select("dt")}  # type: ignore[union-attr]
    assert shown["From"] == made["From"]
    assert shown["From"].startswith("Northshire County Council via ")
    assert shown["Reply-To"] == made["Reply-To"] == "pat@northshire.example.org"
    assert shown["Subject"] == made["Subject"]
    Organisation.update(reply_to="").execute()
    assert "Reply-To" not in ada.get(INVITATION).text


def test_where_notify_sends_the_preview_does_not_guess_from_whom(house: House) -> None:
    house.round()
    house.app.extensions["desk"] = replace(house.app.extensions["desk"], sender="")
    page = house.signed_in().get(INVITATION).text
    assert "as it is set in GOV.UK Notify" in page and " via " not in page


def test_words_of_ones_own_go_out_from_then_on(house: House) -> None:
    house.round()
    assert sent(house).headers["Location"] == INVITATION
    house.invite(1)
    house.work()
    assert house.letters[0].subject == "Our words"
    assert house.letters[0].text.startswith("Do answer now.\n\nAnswer the survey:\nhttp")
    assert "<strong>now</strong>" in house.letters[0].html


def test_a_preview_saves_nothing(house: House) -> None:
    house.round()
    answer = sent(house, go="preview")
    assert answer.status_code == 200
    assert "not saved yet" in answer.text and "Do answer <strong>now</strong>." in answer.text
    assert not Wording.select().exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"body": OURS.replace("{{link}}", "")}, "The text must hold {{link}}."),
        ({"body": OURS.replace("{{promise}}", "")}, "The text must hold {{promise}}."),
        ({"body": OURS.replace("{{stop}}", "")}, "The text must hold {{stop}}."),
        ({"body": ""}, "Write the letter."),
        ({"subject": ""}, "Give the letter a subject."),
        ({"subject": "{{link}}"}, "A subject cannot hold {{link}}"),
        ({"body": f"{OURS} {{{{password}}}}"}, "There is nothing to put in for {{password}}"),
        ({"body": f"<b>{OURS}"}, "raw HTML is not allowed"),
    ],
)
@pytest.mark.parametrize("go", ["save", "preview"])
def test_words_that_cannot_be_a_letter_are_refused_and_kept_on_the_page(
    house: House, fields: dict[str, str], said: str, go: str
) -> None:
    house.round()
    answer = sent(house, go=go, **fields)
    assert answer.status_code == 422
    assert said in answer.text.replace("&#39;", "'")
    assert "There is a problem" in answer.text
    if "body" not in fields:
        assert "Do answer **now**." in answer.text
    assert not Wording.select().exists()


def test_our_words_come_back(house: House) -> None:
    house.round()
    ada = house.signed_in()
    post(ada, f"{LETTERS}/last-day", {"subject": "Our words", "body": OURS, "go": "save"})
    page = ada.get(f"{LETTERS}/last-day/restore").text
    assert "Do answer **now**." in page and "Keep your words" in page
    assert not texts.one("spring", "last day").ours
    answer = ada.post(f"{LETTERS}/last-day/restore", data={"csrf_token": token_in(page)})
    assert answer.headers["Location"] == f"{LETTERS}/last-day"
    assert texts.one("spring", "last day").ours
    again = ada.get(f"{LETTERS}/last-day/restore")
    assert (again.status_code, again.headers["Location"]) == (303, f"{LETTERS}/last-day")


def test_once_a_round_has_closed_its_letters_can_only_be_read(house: House) -> None:
    house.round()
    ada = house.signed_in()
    token = token_in(ada.get(INVITATION).text)
    Round.update(state="counted").execute()
    assert "Change the words" not in ada.get(INVITATION).text
    fields = {"csrf_token": token, "subject": "Our words", "body": OURS, "go": "save"}
    assert ada.post(INVITATION, data=fields).status_code == 409


def test_a_kind_that_is_none_is_not_found(house: House) -> None:
    house.round()
    assert house.signed_in().get(f"{LETTERS}/valentine").status_code == 404


def test_nothing_in_a_letter_of_ones_own_runs_in_the_page(house: House) -> None:
    house.round(title="<script>alert(1)</script>")
    page = house.signed_in().get(INVITATION).text
    assert "<script>alert(1)" not in page
    assert "style=" not in page.partition("<main")[2]


@pytest.mark.parametrize("kind", [*KINDS, "sign-in", "clock"])
def test_a_button_sends_a_test_to_oneself(house: House, kind: str) -> None:
    house.round()
    ada, kind = house.signed_in(), kind.replace(" ", "-")
    page = ada.get(LETTERS if kind in ("sign-in", "clock") else f"{LETTERS}/{kind}").text
    assert f'action="{LETTERS}/{kind}/test"' in page
    ada.post(f"{LETTERS}/{kind}/test", data={"csrf_token": token_in(page)})
    house.work()
    assert [letter.to for letter in house.letters] == [ADA]


def test_there_is_no_test_of_a_kind_that_is_none(house: House) -> None:
    house.round()
    ada = house.signed_in()
    token = token_in(ada.get(LETTERS).text)
    assert ada.post(f"{LETTERS}/valentine/test", data={"csrf_token": token}).status_code == 404


def test_letters_to_psws_are_switched_off_and_on(house: House) -> None:
    house.round()
    ada = house.signed_in()
    others = [kind for kind in switching.KINDS if kind != "halfway"]
    assert post(ada, LETTERS, {"kinds": others, "seen": seen(ada)}).status_code == 303
    assert rounds.by_code("spring").unsent == {"halfway"}
    page = ada.get(LETTERS).text
    assert "Your choice is saved." in page
    assert page.count("Switched off") == 1
    assert post(ada, LETTERS, {"kinds": list(switching.KINDS), "seen": seen(ada)})
    assert rounds.by_code("spring").unsent == set()


def test_who_saves_second_is_told(house: House) -> None:
    house.round()
    ada = house.signed_in()
    before = seen(ada)
    switching.switch("spring", ["planned"], ADA, house.now)
    answer = post(ada, LETTERS, {"kinds": ["planned"], "seen": before})
    assert answer.status_code == 409
    assert "A round is planned, now “off”" in answer.text
    assert rounds.by_code("spring").unsent == {"planned"}


def test_a_planned_round_shows_on_which_day_each_goes(house: House) -> None:
    house.round(schedule=Schedule(house.now + timedelta(days=30), house.now + timedelta(days=37)))
    page = BeautifulSoup(house.signed_in().get(LETTERS).text, "html.parser")
    days = {
        row.dt.text: row.select_one(".govuk-tag").text if row.select_one(".govuk-tag") else ""
        for row in page.select("dl")[1].select(".govuk-summary-list__row")
        if row.dt
    }
    assert days == {
        "A round is planned": "3 March 2026",
        "A list is missing": "25 March 2026",
        "A round opens": "31 March 2026",
        "Half of the time is over": "Not in this round: no day is left for it",
        "A round closes": "7 April 2026",
        "A round has closed": "",
        "A report can be read": "",
        "Actions are due": "",
    }


def seen(client: FlaskClient) -> str:
    """The fingerprint that the form of the page holds."""
    field = BeautifulSoup(client.get(LETTERS).text, "html.parser").find(attrs={"name": "seen"})
    assert isinstance(field, Tag)
    return str(field["value"])


def test_a_return_has_no_report_and_no_plan_to_write_of(house: House) -> None:
    house.round(source=RETURN)
    page = house.signed_in().get(LETTERS).text
    assert 'value="missing"' in page
    assert 'value="report"' not in page
    assert "Actions are due" not in page
