"""``flask invitation import`` takes what the site's pages take, and asks what they ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.store.people import Invitation
from tests.factories import House


def run(house: House, folder: Path, data: bytes, *options: str) -> str:
    """What the command prints."""
    (folder / "people.csv").write_bytes(data)
    arguments = ["invitation", "import", "spring", str(folder / "people.csv"), *options]
    done = house.app.test_cli_runner().invoke(args=arguments)
    return str(done.output)


def invited() -> set[tuple[str, str, str]]:
    rows = Invitation.select()
    return {(row.organisation_id, row.email.partition("@")[0], row.name) for row in rows}


@pytest.mark.parametrize(
    "text",
    [
        "organisation,email,name\nnorthshire,remi@example.org,Remi O\n",
        "Staff of all councils\n\nName,Team,Council,E-mail\nRemi O,5,northshire,remi@example.org\n",
        'Employer;Full name;Work email\nNorthshire County Council;"O, Remi";REMI@example.org\n',
        'email,organisation,name\n"""O, Remi"" <remi@example.org>",NORTHSHIRE county council,\n',
    ],
)
def test_columns_may_be_called_as_on_the_site(house: House, tmp_path: Path, text: str) -> None:
    house.round()
    assert run(house, tmp_path, text.encode()).startswith("1 invited, 0 were invited already\n")
    assert invited() == {("northshire", "remi", "Remi O")}


def test_what_is_open_is_asked_and_answered_by_an_option(house: House, tmp_path: Path) -> None:
    house.round()
    data = b"council,staff email,manager email\nnorthshire,a@example.org,b@example.org\n"
    said = run(house, tmp_path, data)
    assert "--column B: “staff email” (column B), such as a@example.org" in said
    assert invited() == set()
    run(house, tmp_path, data, "--column", "b")
    assert invited() == {("northshire", "a", "")}


def test_names_whose_letters_were_guessed_are_asked_about(house: House, tmp_path: Path) -> None:
    house.round()
    data = "council,email,name\nnorthshire,a@example.org,Zoë\n".encode("cp850")
    assert "--encoding cp850: Zoë (DOS)" in run(house, tmp_path, data)
    run(house, tmp_path, data, "--encoding", "cp850")
    assert invited() == {("northshire", "a", "Zoë")}


def test_a_fault_is_told_with_its_row_and_name(house: House, tmp_path: Path) -> None:
    house.round()
    data = b"council,email,name\nnorthshire,a@example.org,A\neast,bad,Remi\n"
    said = run(house, tmp_path, data).splitlines()
    assert said == [
        "row 3 (Remi): organisation east does not take part",
        "row 3 (Remi): “bad” is no address like name@example.org",
    ]
    assert invited() == set()


def test_shared_mailboxes_are_told(house: House, tmp_path: Path) -> None:
    house.round()
    data = b"council,email\nnorthshire,duty@example.org\nnorthshire,info@example.org\n"
    assert "look like shared mailboxes: 2" in run(house, tmp_path, data)


@pytest.mark.parametrize("option", ["hidden", "struck", "encoding"])
def test_what_is_no_answer_is_refused_even_where_nothing_is_asked(
    house: House, tmp_path: Path, option: str
) -> None:
    house.round()
    data = b"council,email\nnorthshire,a@example.org\n"
    assert "'all' is not one of" in run(house, tmp_path, data, f"--{option}", "all")
    assert invited() == set()
