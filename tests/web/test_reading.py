"""Respondents' pages are read by everybody: how old one has to be for each."""

from __future__ import annotations

import pytest

from portal.settings import ROOT
from portal.survey.file.parsing import parse
from tests.factories import House, answer, post
from tests.web import reading

NEWEST = (ROOT / "questionnaires" / "practitioner" / "2026.2.md").read_text(encoding="utf-8")
MOST, OF_THE_LAW = 12, 14


@pytest.mark.parametrize("path", ["/", "/help", "/resume", "/test-letter"])
def test_a_page_can_be_read_at_twelve(house: House, path: str) -> None:
    assert reading.age(house.client().get(path).text) <= MOST


@pytest.mark.parametrize("path", ["/privacy", "/privacy/returns", "/accessibility"])
def test_what_the_law_asks_for_can_be_read_at_fourteen(house: House, path: str) -> None:
    assert reading.age(house.client().get(path).text) <= OF_THE_LAW


def test_the_whole_way_through_the_survey_can_be_read_at_twelve(house: House) -> None:
    house.open_round(2, source=NEWEST)
    client, link = house.client(), house.links()[0]
    ages = {"welcome": reading.age(client.get(link).text)}
    asked = [page.id for page in parse(NEWEST).pages if page.id != "other_registration"]
    filled = {id: {"q_role": "social_worker"} if id == "about" else {} for id in asked}
    done = client.get(answer(client, link, filled).location).text
    ages["done"] = reading.age(done)
    again = house.client()
    start = post(again, house.links()[1]).location
    for page in (*asked, "later", "check"):
        ages[page] = reading.age(again.get(f"{start}{page}").text)
        if page in filled:
            post(again, f"{start}{page}", {**filled[page], "go": "next"})
    assert {page: age for page, age in ages.items() if age > MOST} == {}


def test_long_words_in_long_sentences_ask_for_more_years() -> None:
    plain = "<main><p>You can stop and come back.</p></main>"
    law = (
        "<main><p>Notwithstanding considerable organisational difficulties, participants'"
        " individual contributions will be anonymised irreversibly and subsequently"
        " aggregated.</p></main>"
    )
    assert reading.age(plain) < MOST < OF_THE_LAW < reading.age(law)
