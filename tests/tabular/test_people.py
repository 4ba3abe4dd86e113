"""Which columns are the addresses' and the names', with headings and without."""

from __future__ import annotations

import pytest

from portal.errors import Refused
from portal.post import addresses
from portal.tabular import columns
from portal.tabular.people import (
    KEPT,
    Entry,
    Line,
    entries,
    note,
    packed,
    questions,
    read,
    unpacked,
)


def listed(text: str, **given: str) -> tuple[list[tuple[str, str]], str]:
    people = read(text.encode(), 100)
    pairs = [(addresses.plain(entry.email), entry.name) for entry in entries(people, given)]
    return pairs, note(people, given)


@pytest.mark.parametrize(
    "text",
    [
        "Email,Name\nremi@example.org,Remi O\n",
        "name;e-mail address\nRemi O;REMI@example.org\n",
        "First name,Surname,Work email\nRemi,O,remi@example.org\n",
        "Surname\tForename\tMail\nO\tRemi\tremi@example.org\n",
        "Team,Full name,Email,Grade\nA,Remi O,mailto:remi@example.org,5\n",
        "Email\nRemi O <remi@example.org>\n",
        'Email\n"""Remi O"" <REMI@example.org>"\n',
        "Remi O <remi@example.org>\n",
        "Name,Email\nRemi O,Remi Otherwise <remi@example.org>\n",
        "Name,Email\n,Remi O <mailto:remi@example.org>\n",
        "Staff list 2026\n\nName,Email\nRemi O,remi@example.org\n",
        "Who,Where\nremi@example.org,Remi O\n".replace("Who,Where", "Email,Name"),
        "Remi O,remi@example.org\n",
        "remi@example.org,Remi O\n",
    ],
)
def test_address_and_name_are_listed(text: str) -> None:
    assert listed(text)[0] == [("remi@example.org", "Remi O")]


def test_two_addresses_in_a_cell_are_not_taken_for_one() -> None:
    cell = "Remi <remi@example.org> Zoe <zoe@example.org>"
    assert listed(f"Email\n{cell}\n")[0] == [(cell.lower(), "")]


def test_headings_that_say_nothing_are_headings_all_the_same() -> None:
    people, note = listed("Person,Contact\nRemi,remi@example.org\nZoe,zoe@example.org\n")
    assert people == [("remi@example.org", ""), ("zoe@example.org", "")]
    assert note == "Addresses are from “Contact” (column B), no names."


def test_a_bad_first_address_is_not_taken_for_a_heading() -> None:
    people, _ = listed("Name,Email\nRemi,remi.example.org\nZoe,zoe@example.org\n")
    assert people == [("remi.example.org", "Remi"), ("zoe@example.org", "Zoe")]


def test_without_headings_several_other_columns_are_no_names() -> None:
    people, note = listed("Remi,5,remi@example.org\nZoe,6,zoe@example.org\n")
    assert people == [("remi@example.org", ""), ("zoe@example.org", "")]
    assert note == "Addresses are from column C, no names."


def test_the_column_with_that_very_heading_wins() -> None:
    assert listed("Email,Manager email\nr@example.org,m@example.org\n")[0] == [
        ("r@example.org", "")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Staff email,Manager email\nr@example.org,m@example.org\n",
        "Email,Address\nr@example.org,m@example.org\n",
        "r@example.org,m@example.org\n",
    ],
)
def test_where_two_columns_could_be_meant_the_person_is_asked(text: str) -> None:
    people = read(text.encode(), 100)
    [question] = questions(people)
    assert [value for value, _ in question.choices] == ["A", "B"]
    assert entries(people, {}) == []
    assert listed(text, column="A")[0] == [("r@example.org", "")]
    assert listed(text, column="B")[0] == [("m@example.org", "")]


def test_a_file_without_any_address_is_refused() -> None:
    with pytest.raises(Refused, match="No column"):
        listed("Name,Email\nRemi,\n")


def test_a_short_row_has_nothing_in_its_last_cells() -> None:
    assert listed("Name,Email\nRemi\nZoe,zoe@example.org\n")[0][0] == ("", "Remi")


def test_an_entry_knows_its_row() -> None:
    people = read(b"Email\n\nRemi@example.org\n", 10)
    assert entries(people, {}) == [Entry(3, "Remi@example.org", "")]


def test_long_cells_and_many_columns_do_not_fill_what_is_kept() -> None:
    row = ",".join([f"{'x' * 900}@example.org"] * 50)
    people = read(f"{row}\n{row}\n".encode(), 10)
    assert len(people.columns) == columns.MOST
    assert len(packed(people)) < 2 * columns.MOST * KEPT + 1000


def test_what_is_put_by_is_the_same_when_it_is_taken_out() -> None:
    people = read(
        "Name,Staff email,Boss email\n\ud800Zoë,a@example.org,\n".encode("utf-8", "replace"), 10
    )
    assert unpacked(packed(people)) == people


def test_a_row_with_an_address_above_the_headings_is_told() -> None:
    people, said = listed("Ask hr@example.org\nName,Email\nRemi,remi@example.org\n")
    assert people == [("remi@example.org", "Remi")]
    assert said.startswith("Row 1 is above the headings and was left out.")


@pytest.mark.parametrize(
    "headings", ["Surname, Forename", "Last name, first name", "SURNAME / FORENAME"]
)
def test_surname_and_forename_may_be_one_column(headings: str) -> None:
    people, _ = listed(f'No,"{headings}",Email\n1,"O\'Brien, Ben",ben@example.org\n')
    assert people == [("ben@example.org", "Ben O'Brien")]


def test_of_a_long_heading_the_beginning_is_said() -> None:
    _, note = listed(f"Email {'of work ' * 100},Ref\nremi@example.org,1\n")
    assert note == (
        "Addresses are from “Email of work of work of work of work of work of work of…”"
        " (column A), no names."
    )


def test_totals_and_remarks_are_no_people() -> None:
    people, note = listed(
        "Ref,Name,Email\n1,Remi,remi@example.org\n2,Zoe,\nTotal,2,\n* as of today,,\n"
    )
    assert people == [("remi@example.org", "Remi"), ("", "Zoe")]
    assert "Rows 4, 5 are not people and were left out." in note


def test_whose_name_is_total_is_a_person() -> None:
    assert listed("Name,Email\nTotal,t@example.org\n")[0] == [("t@example.org", "Total")]


@pytest.mark.parametrize(("name", "encoding"), [("Jiří Žižka", "cp1250"), ("Işıl Şahin", "cp1254")])
def test_names_from_elsewhere_are_offered_as_they_are_right(name: str, encoding: str) -> None:
    people = read(f"Name,Email\n{name},a@example.org\n".encode(encoding), 10)
    [question] = questions(people)
    assert name in dict(question.choices)[encoding]
    assert entries(people, {"encoding": encoding})[0].name == name


def test_of_other_encodings_only_that_is_kept_which_reads_otherwise() -> None:
    people = read("Name,Email\nJo,jo@example.org\nZoë,zoe@example.org\n".encode("cp1252"), 10)
    assert people.lines["mac_roman"] == [Line(3, ["zoe@example.org"], "ZoÎ")]
    assert "cp1250" not in people.lines
    assert [line.name for line in people.under("mac_roman")] == ["Jo", "ZoÎ"]
