"""A list's columns of people's addresses and names are known by their headings, else by what is in
them. A column that the file hides never stands in for one that can be seen."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from portal.errors import Refused
from portal.tabular.rows import Row, Sheet

EMAIL = {"email", "emailaddress", "mail", "mailaddress", "address", "workemail", "workemailaddress"}
NAME = {
    *("name", "fullname", "displayname", "staffname", "employeename", "staffmember"),
    *("surnameforename", "surnamefirstname", "lastnamefirstname", "familynamegivenname"),
    *("forenamesurname", "firstnamesurname", "firstnamelastname", "namesurnameforename"),
}
FIRST = {"firstname", "forename", "givenname", "knownas", "preferredname"}
LAST = {"lastname", "surname", "familyname"}
ORGANISATION = {
    *("organisation", "organization", "organisationcode", "organisationname", "employer"),
    *("council", "authority", "localauthority", "trust", "org", "orgcode", "orgname", "onscode"),
    *("councilcode", "councilname", "authoritycode", "authorityname", "localauthorityname"),
    *("la", "lacode", "laname", "employername", "trustname", "gsscode"),
}
TITLES = 10
"""Rows at the top that may stand above the headings."""
SURE = 3
"""A row that tells so much holds headings even below an address, which then belongs to a title."""
MOST = 5
"""Columns that could be meant, among which somebody chooses."""
HEADING = 60
"""This many characters of a heading are said."""
_NOT_LETTERS = re.compile(r"[^a-z]")


@dataclass(frozen=True, slots=True)
class Columns:
    """They count from 0. ``emails``: one, or those that could be meant; ``heading`` is the index of
    the headings' row, or none; ``heads``: its cells; ``hidden``: columns that the file hides."""

    emails: tuple[int, ...]
    names: tuple[int, ...]
    organisation: int | None
    heading: int | None
    heads: tuple[str, ...]
    hidden: Collection[int]

    @property
    def below(self) -> int:
        """Return the index of the first row that is no heading."""
        return 0 if self.heading is None else self.heading + 1

    def called(self, column: int) -> str:
        """Name a column in words."""
        heading = textwrap.shorten(cell(self.heads, column), HEADING, placeholder="…")
        called = f"“{heading}” (column {letter(column)})" if heading else f"column {letter(column)}"
        return called + " that is hidden" * (column in self.hidden)


def columns(sheet: Sheet, *, of_many: bool = False) -> Columns:
    """Find the columns. ``of_many``: one names organisations. Raises ``Refused``, with the sheet
    that was read where there are others."""
    try:
        return _columns(sheet, of_many=of_many)
    except Refused as error:
        raise Refused(f"{error} {sheet.note}".strip()) from error


def _columns(sheet: Sheet, *, of_many: bool) -> Columns:
    heading = _heading(sheet.rows)
    heads = () if heading is None else sheet.rows[heading][1]
    people = sheet.rows[0 if heading is None else heading + 1 :]
    words = [_word(head) for head in heads]
    emails = _emails(words, people, sheet.hidden)
    organisation = next(_so_headed(words, ORGANISATION, sheet.hidden), None)
    if of_many and organisation is None:
        raise Refused(
            "No column is headed “Organisation”. Give each row its organisation's code or name."
        )
    names = _names(words, people, {*emails, organisation} if of_many else {*emails}, sheet.hidden)
    of = organisation if of_many else None
    return Columns(emails, names, of, heading, heads, sheet.hidden)


def cell(cells: Sequence[str], column: int | None) -> str:
    return cells[column] if column is not None and column < len(cells) else ""


def letter(column: int) -> str:
    """Call a column as spreadsheets do: 0 is A, 26 is AA."""
    tens, ones = divmod(column, 26)
    return (letter(tens - 1) if tens else "") + chr(ord("A") + ones)


def _heading(rows: Sequence[Row]) -> int | None:
    """Find the row at the top that names most columns; failing that, the very first row if it is
    not a person's."""
    first = next((i for i, (_, cells) in enumerate(rows) if any("@" in c for c in cells)), None)
    if first is None:
        raise Refused("No column of this file holds email addresses.")
    telling = [_telling(cells) for _, cells in rows[: TITLES + 1]]
    best = max(range(len(telling)), key=telling.__getitem__)
    if telling[best] and (best < first or telling[best] >= SURE):
        return best
    return 0 if first else None


def _telling(cells: Sequence[str]) -> int:
    """Count the columns that a row names; one that holds addresses alone makes it headings."""
    if any("@" in each for each in cells):
        return 0
    words = {_word(each) for each in cells}
    email = 2 if words & EMAIL else any("email" in word for word in words)
    return email and email + sum(bool(words & kind) for kind in (NAME, FIRST, LAST, ORGANISATION))


def _emails(
    words: Sequence[str], people: Sequence[Row], hidden: Collection[int]
) -> tuple[int, ...]:
    """Find the columns with addresses in them; of those that can be seen, if there are any, the
    ones with an exact heading, else those that speak of email, else those with most addresses."""
    number = _addresses(people)
    holding = [i for i in number if i not in hidden] or list(number)
    if not holding:
        raise Refused("No column of this file holds email addresses below the headings.")
    exact = [i for i in holding if cell(words, i) in EMAIL]
    about = exact or [i for i in holding if "email" in cell(words, i)]
    most = max(number[i] for i in holding)
    return tuple(about or [i for i in holding if number[i] * 2 >= most])[:MOST]


def _addresses(people: Sequence[Row]) -> dict[int, int]:
    """Count the addresses in each column that has any."""
    number = dict[int, int]()
    for _, cells in people:
        for i, each in enumerate(cells):
            if "@" in each:
                number[i] = number.get(i, 0) + 1
    return dict(sorted(number.items()))


def _names(
    words: Sequence[str],
    people: Sequence[Row],
    others: Collection[int | None],
    hidden: Collection[int],
) -> tuple[int, ...]:
    """Choose a column of whole names, else first and last names, else the only other one there
    is."""
    for kinds in ((NAME,), (FIRST, LAST), (LAST,)):
        headed = [next(_so_headed(words, kind, hidden), None) for kind in kinds]
        if None not in headed:
            return tuple(column for column in headed if column is not None)
    filled = {i for _, cells in people for i, each in enumerate(cells) if each} - {*others}
    return tuple(filled) if len(filled) == 1 and not words else ()


def _so_headed(
    words: Sequence[str], kind: Collection[str], hidden: Collection[int]
) -> Iterator[int]:
    """Return the columns with such a heading, those first that can be seen."""
    yield from sorted(
        (i for i, word in enumerate(words) if word in kind), key=lambda i: i in hidden
    )


def _word(head: str) -> str:
    return _NOT_LETTERS.sub("", head.lower())
