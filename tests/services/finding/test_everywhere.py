"""What somebody finds: what they may see, and nothing else."""

from __future__ import annotations

from portal.services.finding import everywhere
from portal.services.finding.everywhere import MOST
from tests.factories import ADA, OLGA, PAT, House
from tests.web.sample import ROOT

FOLDER = ROOT / "questionnaires"


def kinds(house: House, words: str, email: str = ADA) -> dict[str, list[str]]:
    hits = everywhere.search(words, house.person(email), FOLDER)
    return {kind: [hit.text for hit in some] for kind, some in hits.items()}


def test_an_administrator_finds_each_kind_by_part_of_a_word(house: House) -> None:
    house.open_round(northshire=3)
    house.person(PAT)
    assert kinds(house, "north")["organisation"] == ["Northshire County Council"]
    assert kinds(house, "SPRING")["round"]
    assert kinds(house, "2026.2")["questionnaire"]
    assert kinds(house, "pat@")["account"] == [PAT]
    assert kinds(house, "northshire council")["organisation"] == ["Northshire County Council"]


def test_nothing_is_found_by_no_words(house: House) -> None:
    house.open_round()
    assert kinds(house, "  ") == {}


def test_an_administrator_finds_a_person_by_the_whole_address_alone(house: House) -> None:
    house.open_round(northshire=3)
    assert "person" not in kinds(house, "remi1")
    one = "remi1@northshire.example.org"
    assert kinds(house, one.upper())["person"] == [one]


def test_a_principal_social_worker_finds_her_own_people_and_rounds_alone(house: House) -> None:
    house.open_round(northshire=3, southborough=3)
    mine = kinds(house, "northshire", PAT)
    assert len(mine["person"]) == 3
    assert set(mine) == {"person"}
    assert "person" not in kinds(house, "northshire", OLGA)
    assert set(kinds(house, "health", PAT)) <= {"round", "person"}


def test_people_are_found_until_their_round_closes(house: House) -> None:
    house.open_round(northshire=3)
    one = "remi1@northshire.example.org"
    assert "person" in kinds(house, one)
    house.work(days=8)
    assert "person" not in kinds(house, one)


def test_there_is_an_end_to_what_is_shown(house: House) -> None:
    house.open_round(northshire=MOST + 5)
    assert len(kinds(house, "example", PAT)["person"]) == MOST + 1
