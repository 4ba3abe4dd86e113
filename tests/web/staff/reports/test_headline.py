"""The page of the headline report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

import pytest
from bs4 import BeautifulSoup

from portal.reports.edition import Edition
from portal.services.reports import editions
from tests.factories import ADA, OLGA, PAT, House
from tests.reports.editions import SCORES, edition
from tests.services import scenes

Draw: TypeAlias = Callable[..., BeautifulSoup]
HERE = "/staff/rounds/spring/northshire/report"
LAST = edition(29, 58, SCORES | {"supervision": 67}, year=2025)


def counted(house: House, answers: int) -> None:
    house.person(PAT)
    house.open_round(northshire=max(answers, 12))
    for link in house.links()[:answers]:
        scenes.respond(house, link, safe="disagree")
    house.work(days=8)
    house.work()


def read(house: House, who: str = PAT) -> BeautifulSoup:
    answer = house.signed_in(who).get(HERE)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


@pytest.fixture
def drawn(house: House, monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Shows editions that were made by hand."""
    house.person(PAT)
    house.open_round()

    def draw(*told: Edition) -> BeautifulSoup:
        every = tuple(replace(each, round_code="spring") for each in told)
        monkeypatch.setattr(editions, "every", lambda *_: every)
        return read(house)

    return draw


def row(page: BeautifulSoup, title: str) -> list[str]:
    [found] = [row for row in page.select("tbody tr") if title in row.get_text()]
    return [cell.get_text(strip=True) for cell in found.select("th, td")]


def test_every_figure_stands_in_the_table_as_text(drawn: Draw) -> None:
    page = drawn(edition(), LAST)
    assert row(page, "Supervision") == [
        *("5. Supervision", "", "81", "Sustain", "▲ Up 14", "67"),
        "71you areabove",
        "71you areabove",
    ]
    assert row(page, "Wellbeing")[2:] == ["66", "Monitor", "No clear change", "66", "65", "65"]
    columns = [cell.get_text(strip=True) for cell in page.select("thead th")]
    assert columns[4:] == ["Since 2025", "2025", "East of England", "England"]
    assert all(picture.get("aria-hidden") == "true" for picture in page.select(".report svg"))


def test_the_caution_comes_right_after_the_facts(drawn: Draw) -> None:
    facts = drawn(edition(), LAST).select_one(".facts")
    assert "fewer than 50 people answered" in facts.find_next_sibling().text


def test_what_was_asked_in_other_words_says_so_in_its_line(drawn: Draw) -> None:
    this = edition()
    scores = tuple(
        replace(score, items=score.items[:2]) if score.id == "cpd" else score
        for score in this.questionnaire.scores
    )
    changed = replace(this.questionnaire, scores=scores, sha256="changed")
    page = drawn(replace(this, questionnaire=changed), LAST)
    assert row(page, "(CPD)")[4] == "Asked in other words in 2025: no comparison"


def test_of_fewer_than_ten_it_says_kindly_why_and_what_to_do(drawn: Draw) -> None:
    page = drawn(edition(7, 30), LAST)
    assert "so nothing is shown for Northshire County Council" in page.text
    assert "Ask us about running it with a neighbour." in page.text
    assert row(page, "Wellbeing") == ["4. Wellbeing", "", "65", "65"]
    assert page.select(".report circle") == []


def test_a_score_that_is_not_told_has_words_in_place_of_a_blank(drawn: Draw) -> None:
    page = drawn(edition(scores={"wellbeing": 60}), LAST)
    assert row(page, "Supervision")[2:6] == ["Not shown", "–", "Not shown", "67"]


@pytest.mark.parametrize(
    ("answers", "score", "words"),
    [
        (60, "50", "This is the first year"),
        (25, "50", "One person is about 4 per cent."),
        (12, "50", "12 people answered. Scores are given to the nearest 5"),
        (9, "", "so nothing is shown for Northshire County Council"),
    ],
)
def test_what_was_counted_is_what_is_read(
    house: House, answers: int, score: str, words: str
) -> None:
    counted(house, answers)
    page = read(house)
    assert words in page.text
    assert row(page, "Support")[2:3] == ([score] if score else [])


def test_pages_lead_there_once_it_is_counted(house: House) -> None:
    counted(house, 12)
    for who, path in (
        (PAT, "/staff/"),
        (PAT, HERE.removesuffix("/report")),
        (ADA, "/staff/rounds/spring"),
    ):
        page = BeautifulSoup(house.signed_in(who).get(path).text, "html.parser")
        assert page.select(f'a[href="{HERE}"]'), path


def test_nobody_reads_those_of_another_organisation(house: House) -> None:
    counted(house, 12)
    assert house.signed_in(OLGA).get(HERE).status_code == 404
