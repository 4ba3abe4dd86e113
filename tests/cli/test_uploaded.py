"""Questionnaires that were uploaded, on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result

from portal.services.questionnaires import shelf
from portal.services.rounds import planning
from portal.services.rounds import register as rounds
from portal.settings import ROOT
from tests.factories import ADA, NOW, SMALL, House


@pytest.fixture
def house(house: House) -> House:
    house.person()
    shelf.put(SMALL, ROOT / "questionnaires", ADA, NOW)
    return house


def run(house: House, *arguments: str | Path) -> Result:
    with house.app.app_context():
        return house.app.test_cli_runner().invoke(args=list(map(str, arguments)))


def test_the_list_shows_what_is_shipped_and_what_was_uploaded(house: House) -> None:
    listed = run(house, "questionnaire", "list").output.splitlines()
    assert listed[-1] == "small/1  Small check (anonymous, uploaded)"
    assert listed[0].startswith("organisation/2026.1")
    assert listed[0].endswith("(return, included)")


def test_an_uploaded_one_is_printed_by_its_name(house: House) -> None:
    assert "I am heard" in run(house, "questionnaire", "print", "small/1").output


def test_a_round_is_made_of_an_uploaded_one_by_its_name(house: House) -> None:
    made = run(
        house,
        *("round", "create", "autumn", "--questionnaire", "small/1", "--title", "Autumn"),
        *("--opens", "2096-11-02T09:00", "--closes", "2096-11-30T17:00"),
    )
    assert (made.exit_code, made.stderr) == (0, "")
    assert planning.planned(rounds.by_code("autumn")).questionnaire.title == "Small check"
