"""``flask organisation import``: what a page asks is a sentence and an option here."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result

from portal.services.organisations import register as organisations
from portal.services.rounds import planning
from portal.services.rounds import register as rounds
from portal.services.staff import accounts
from portal.store.organisations import Organisation
from portal.tabular import reading
from portal.tabular.rows import HIDDEN, Sheet
from tests.factories import House

HEAD = "Council,Phone,Type,Region,Domain\n"
WEST = "Westborough Council,020,London Boro,London,www.west.example.org\n"
NEW = ("--new", "London Boro")


@pytest.fixture
def house(house: House) -> House:
    house.person()
    return house


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "organisations.csv"


def run(house: House, path: Path, *options: str) -> Result:
    with house.app.app_context():
        command = ["organisation", "import", str(path), *options]
        return house.app.test_cli_runner().invoke(args=command)


def test_addresses_for_replies_can_be_imported(house: House, path: Path) -> None:
    path.write_text(
        "code,name,type,region,domains,reply_to\nw,West,other,London,,pat@example.org\n"
    )
    assert run(house, path).output == "1 added, 0 changed\n"
    assert organisations.by_code("w").reply_to == "pat@example.org"


def test_a_new_type_is_made_only_if_it_is_named(house: House, path: Path) -> None:
    path.write_text(HEAD + WEST)
    refused = run(house, path)
    assert (refused.exit_code, Organisation.select().count()) == (1, 2)
    assert refused.stderr == (
        "“London Boro” is a type that no organisation has so far. Did you mean “London borough”? "
        "Correct it in the file, or add it: --new 'London Boro'\n"
    )
    done = run(house, path, *NEW)
    assert done.stdout == "1 added, 0 changed\n"
    assert done.stderr.splitlines() == [
        "Read “Council” as name.",
        "Left out: Phone.",
        "Codes made of names: westborough.",
        "row 2, Westborough Council: domains: “www.west.example.org” as west.example.org",
    ]


def test_hidden_rows_need_an_answer(
    house: House, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = reading.read
    monkeypatch.setattr(reading, "read", lambda *of: Sheet(read(*of).rows, aside={2: HIDDEN}))
    path.write_text(HEAD + WEST + WEST.replace("West", "East"))
    refused = run(house, path, *NEW)
    assert "1 row is hidden in your file" in refused.stderr
    assert "--hidden include: Include it" in refused.stderr
    assert run(house, path, *NEW, "--hidden", "leave-out").stdout == "1 added, 0 changed\n"
    assert run(house, path, *NEW, "--hidden", "include").stdout == "1 added, 0 changed\n"


def test_names_in_a_guessed_encoding_need_an_answer(house: House, path: Path) -> None:
    path.write_bytes((HEAD + WEST.replace("West", "Wést")).encode("cp850"))
    refused = run(house, path, *NEW)
    assert "--encoding cp850: Wéstborough Council (DOS)" in refused.stderr
    run(house, path, *NEW, "--encoding", "cp850")
    assert organisations.by_code("westborough").name == "Wéstborough Council"


def test_faults_are_told_by_row_with_the_name(house: House, path: Path) -> None:
    path.write_text(HEAD + WEST.replace("London Boro", ""))
    assert run(house, path).stderr == "row 2, Westborough Council: the type is missing\n"


def test_a_sheet_fills_rounds_and_its_questions_are_answered_by_key(
    house: House, path: Path
) -> None:
    house.round("spring", organisations=("northshire",))
    path.write_text(
        "code,name,type,region,psw,psw email\nw,West,other,London,Una,una@west.example.org\n"
    )
    asked = run(house, path, "--round", "spring")
    assert asked.exit_code == 1
    assert "  --answer left-northshire=leave: It takes no part\n" in asked.stderr
    done = run(house, path, "--round", "spring", "--answer", "left-northshire=leave")
    assert done.stdout == "1 added, 0 changed, 1 new account, 1 joined a round, 1 left one\n"
    assert planning.taking_part(rounds.by_code("spring").id) == ("w",)
    assert accounts.by_email("una@west.example.org").organisation == "w"
