"""A list's columns of people's addresses and names are known by their headings, else by what is in
them; where that is not certain, the person is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from portal.errors import Refused
from portal.tabular.rows import Row, Sheet

EMAIL = {"email", "emailaddress", "mail", "mailaddress", "address", "workemail"}
NAME = {"name", "fullname", "displayname", "staffname", "employeename", "staffmember"}
FIRST = {"firstname", "forename", "givenname", "knownas"}
LAST = {"lastname", "surname", "familyname"}
TITLES = 10
"""Rows at the top that may stand above the headings."""
_NOT_LETTERS = re.compile(r"[^a-z]")
_NAMED = re.compile(r"(?P<name>[^<>@]*)<(?P<email>[^<>\s]+@[^<>\s]+)>")
"""Mail programs write an address like this: “Remi Okafor <remi@example.org>”."""


class Entry(NamedTuple):
    """One person, or what stands in their place; ``row`` as the person sees it."""

    row: int
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class Columns:
    """They count from 0. ``heading`` is the index of the headings' row, or none."""

    email: int
    names: tuple[int, ...]
    heading: int | None


def entries(sheet: Sheet) -> tuple[list[Entry], str]:
    """List the people, and what to know of how they were found. Raises ``Refused``."""
    chosen = columns(sheet.rows)
    people = sheet.rows if chosen.heading is None else sheet.rows[chosen.heading + 1 :]
    listed = [_entry(row, chosen) for row in people]
    return listed, " ".join(filter(None, (sheet.note, _said(sheet.rows, chosen))))


def columns(rows: Sequence[Row]) -> Columns:
    """Find the columns. Raises ``Refused`` where no column, or more than one, can be the
    addresses'."""
    heading = _heading(rows)
    people = rows if heading is None else rows[heading + 1 :]
    words = () if heading is None else tuple(_word(cell) for cell in rows[heading][1])
    email = _named(words, people)
    return Columns(email, _names(words, people, email), heading)


def _heading(rows: Sequence[Row]) -> int | None:
    """Find the row above the first address that names a column of addresses; failing that, the very
    first row if it is not a person's."""
    first = next((i for i, (_, cells) in enumerate(rows) if any("@" in c for c in cells)), None)
    if first is None:
        raise Refused("No column of this file holds email addresses.")
    for index, (_, cells) in enumerate(rows[: min(first, TITLES)]):
        if any(_is_email(_word(cell)) for cell in cells):
            return index
    return 0 if first else None


def _named(words: Sequence[str], people: Sequence[Row]) -> int:
    """Choose by an exact heading, else the one that speaks of email, else where most addresses
    are."""
    exact = [i for i, word in enumerate(words) if word in EMAIL]
    about = exact or [i for i, word in enumerate(words) if _is_email(word)]
    if not about:
        number = dict.fromkeys(range(max(len(cells) for _, cells in people)), 0)
        for _, cells in people:
            for i, cell in enumerate(cells):
                number[i] += "@" in cell
        best = max(number.values())
        about = [i for i, count in number.items() if count == best]
    if len(about) > 1:
        raise Refused(
            "More than one column of this file could hold the addresses."
            " Head the right one “Email”, and no other, or leave the others out."
        )
    return about[0]


def _names(words: Sequence[str], people: Sequence[Row], email: int) -> tuple[int, ...]:
    """Choose a column of whole names, else first and last names, else the only other one there
    is."""
    for kinds in ((NAME,), (FIRST, LAST), (LAST,)):
        headed = [[i for i, word in enumerate(words) if word in kind] for kind in kinds]
        if all(headed):
            return tuple(indexes[0] for indexes in headed)
    others = {i for _, cells in people for i, cell in enumerate(cells) if cell} - {email}
    return tuple(others) if len(others) == 1 and not words else ()


def _entry(row: Row, chosen: Columns) -> Entry:
    number, cells = row
    email, beside = _cell(cells, chosen.email), ""
    if both := _NAMED.fullmatch(email):
        beside, email = " ".join(both["name"].strip(" \"'").split()), both["email"]
    name = " ".join(filter(None, (_cell(cells, column) for column in chosen.names)))
    return Entry(number, email.lower().removeprefix("mailto:"), name or beside)


def _cell(cells: Sequence[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""


def _said(rows: Sequence[Row], chosen: Columns) -> str:
    if chosen.heading is not None:
        heads = rows[chosen.heading][1]
        named = " and ".join(f"“{_cell(heads, column)}”" for column in chosen.names)
        email = _cell(heads, chosen.email) or f"column {chosen.email + 1}"
        names = f"names from {named}" if named else "no names"
        return f"Addresses are from “{email}”, {names}."
    names = f"names from column {chosen.names[0] + 1}" if chosen.names else "no names"
    return f"The file has no headings: addresses are from column {chosen.email + 1}, {names}."


def _word(cell: str) -> str:
    return _NOT_LETTERS.sub("", cell.lower())


def _is_email(word: str) -> bool:
    return word in EMAIL or "email" in word
