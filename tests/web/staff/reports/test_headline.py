"""The page of an organisation's scores."""

from __future__ import annotations

from bs4 import BeautifulSoup

from tests.factories import ADA, OLGA, PAT, House
from tests.services import scenes

HERE = "/staff/rounds/spring/northshire/report"


def counted(house: House, answers: int) -> None:
    house.person(PAT)
    house.open_round(northshire=max(answers, 12))
    for link in house.links()[:answers]:
        scenes.respond(house, link, safe="disagree")
    house.work(days=8)
    house.work()


def seen(house: House, who: str = PAT) -> BeautifulSoup:
    answer = house.signed_in(who).get(HERE)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def test_every_score_stands_in_a_table_with_its_band(house: House) -> None:
    counted(house, 60)
    page = seen(house)
    [row] = page.select("tbody tr")[1:]
    cells = [cell.get_text(strip=True) for cell in row.select("th, td")]
    assert cells == ["4. Support", "", "50", "Improve", "–", "–"]
    assert row.select_one("svg")["aria-hidden"] == "true"  # type: ignore[index]
    assert "with care" not in page.text


def test_a_few_answers_come_with_a_caution(house: House) -> None:
    counted(house, 25)
    assert "fewer than 50 people answered. One person is about 4 per cent." in seen(house).text


def test_of_ten_to_nineteen_it_says_that_scores_are_rough(house: House) -> None:
    counted(house, 12)
    assert "scores are given to the nearest 5" in seen(house).text


def test_of_fewer_than_ten_it_says_kindly_why_nothing_is_shown(house: House) -> None:
    counted(house, 9)
    page = seen(house)
    assert "no score is shown for Northshire County Council" in page.text
    assert page.select_one(".scored__score").text == "Not shown"  # type: ignore[union-attr]
    assert page.select("circle") == []


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
