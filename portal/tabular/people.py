"""A list of people: who is on it, what it leaves open, and no other column of the file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from portal.errors import Refused
from portal.tabular import asking, columns, naming, reading
from portal.tabular.asking import COLUMN, ENCODING, Answers, Question
from portal.tabular.columns import Columns, cell, letter
from portal.tabular.headed import TOTAL, say_left_out
from portal.tabular.rows import Sheet
from portal.tabular.text import ENCODINGS

KEPT = 400
"""Characters of an address or name: enough to see that it is too long. A text that stands once in a
workbook can be the content of two million cells."""
_NAMED = re.compile(r"(?P<name>[^<>@]*)<(?P<email>[^<>\s]+@[^<>\s]+)>")
"""Mail programs write an address like this: “Remi Okafor <remi@example.org>”."""


class Entry(NamedTuple):
    """One person, or what stands in their place; ``row`` as the person sees it, ``email`` as it is
    written."""

    row: int
    email: str
    name: str
    organisation: str = ""


class Line(NamedTuple):
    """What is kept of a row: the cells that could be the address, the name, the organisation."""

    row: int
    addresses: Sequence[str]
    name: str = ""
    organisation: str = ""

    @property
    def called(self) -> str:
        """Return the name, which may stand before the address."""
        return self.name or " ".join(
            each.partition("<")[0] for each in self.addresses if "<" in each
        )


@dataclass(frozen=True, slots=True)
class PeopleList:
    """Hold what is kept of a list. ``lines``: by encoding, the one that was guessed first, if one
    was, and of the others those that differ; ``columns``: those that could be the addresses', in
    words, by their letters; ``names``: where names are from, and in a list of many the
    ``organisations``; ``aside``: rows that the file hides or
    strikes through; ``typed``: the text of a list that is no file."""

    lines: Mapping[str, Sequence[Line]]
    columns: Mapping[str, str] = field(default_factory=dict)
    names: str = ""
    organisations: str = ""
    note: str = ""
    aside: Mapping[int, str] = field(default_factory=dict)
    typed: str = ""

    @property
    def guessed(self) -> Sequence[Line]:
        return next(iter(self.lines.values()))

    def under(self, encoding: str) -> Sequence[Line]:
        """Return the lines as they are read under an encoding."""
        if encoding not in [*self.lines][1:]:
            return self.guessed
        others = {line.row: line for line in self.lines[encoding]}
        return [others.get(line.row, line) for line in self.guessed]

    def column(self, given: Answers) -> int | None:
        """Return which of the columns holds the addresses; none while that is open."""
        letters = list(self.columns)
        if len(letters) < 2:
            return 0
        return letters.index(given[COLUMN]) if given.get(COLUMN) in letters else None


def read(data: bytes, most: int, *, of_many: bool = False) -> PeopleList:
    """Read a file. ``of_many``: it says of each row whose list it is on. Raises ``Refused``."""
    sheet = reading.read(data, most)
    chosen = columns.columns(sheet, of_many=of_many)
    guessed = _lines(sheet, chosen)
    if not guessed:
        raise Refused("The file has headings and no people below them.")
    lines = {sheet.encoding: guessed}
    if sheet.encoding and not all(line.called.isascii() for line in guessed):
        lines |= dict(_read_otherwise(data, most, sheet.encoding, chosen, guessed))
    names = " and ".join(map(chosen.called, chosen.names))
    return PeopleList(
        lines=lines,
        columns={letter(i): chosen.called(i) for i in chosen.emails},
        names=f"names from {names}" if names else "no names",
        organisations=""
        if chosen.organisation is None
        else f"organisations from {chosen.called(chosen.organisation)}",
        note=" ".join(filter(None, (sheet.note, *_left_out(sheet, chosen)))),
        aside=sheet.aside,
    )


def questions(people: PeopleList) -> list[Question]:
    """Ask what the list leaves open."""
    asked = [_which_column(people)] if len(people.columns) > 1 else []
    if len(people.lines) > 1:
        names = {key: [line.called for line in people.under(key)] for key in people.lines}
        asked += asking.about_names(next(iter(names)), names)
    return [*asked, *asking.about_rows(people.aside, (line.row for line in people.guessed))]


def entries(people: PeopleList, given: Answers) -> list[Entry]:
    """List the people, without the rows that were left out; nobody while it is open which column
    holds the addresses."""
    column = people.column(given)
    if column is None:
        return []
    out = asking.left_out(people.aside, given)
    lines = people.under(given.get(ENCODING, ""))
    return [_entry(line, column) for line in lines if line.row not in out]


def note(people: PeopleList, given: Answers) -> str:
    """Say what to know of how the list was read."""
    column = people.column(given)
    if column is None or people.typed:
        return people.note
    addresses = f"Addresses are from {[*people.columns.values()][column]}"
    read = ", ".join(filter(None, (addresses, people.names, people.organisations)))
    return " ".join(filter(None, (people.note, f"{read}.")))


def packed(people: PeopleList) -> bytes:
    kept = {key: getattr(people, key) for key in PeopleList.__slots__}
    return json.dumps(kept, ensure_ascii=False).encode("utf-8", "replace")


def unpacked(body: bytes) -> PeopleList:
    kept = json.loads(body)
    lines = {key: [Line(*values) for values in lines] for key, lines in kept.pop("lines").items()}
    aside = {int(row): kind for row, kind in kept.pop("aside").items()}
    return PeopleList(lines=lines, aside=aside, **kept)


def _lines(sheet: Sheet, chosen: Columns) -> list[Line]:
    """Return the rows of people."""
    return [
        Line(
            row=number,
            addresses=[cell(cells, column)[:KEPT] for column in chosen.emails],
            name=" ".join(filter(None, (cell(cells, column) for column in chosen.names)))[:KEPT],
            organisation=cell(cells, chosen.organisation)[:KEPT],
        )
        for number, cells in sheet.rows[chosen.below :]
        if not _is_note(cells, chosen)
    ]


def _is_note(cells: Sequence[str], chosen: Columns) -> bool:
    """Know what stands among people and is none: the headings once more, a total, a remark."""
    if cells == chosen.heads:
        return True
    columns = (*chosen.emails, *chosen.names, chosen.organisation)
    if not any(cell(cells, column) for column in columns):
        return True
    is_total = TOTAL.fullmatch(next(filter(None, cells)))
    return bool(is_total) and not any("@" in each for each in cells)


def _left_out(sheet: Sheet, chosen: Columns) -> Iterator[str]:
    """Say what is hidden, and where an address stands above the headings."""
    for number, cells in sheet.rows[: chosen.below]:
        if any("@" in each for each in cells):
            yield f"Row {number} is above the headings and was left out."
    below = sheet.rows[chosen.below :]
    notes = [n for n, cells in below if cells != chosen.heads and _is_note(cells, chosen)]
    yield say_left_out(notes, "not a person", "not people")
    if hidden := sum(any(cell(cells, i) for _, cells in sheet.rows) for i in sheet.hidden):
        are = "column is" if hidden == 1 else "columns are"
        yield f"{hidden} {are} hidden in your file."


def _read_otherwise(
    data: bytes, most: int, guess: str, chosen: Columns, guessed: list[Line]
) -> Iterator[tuple[str, list[Line]]]:
    """Read a text under the other encodings, as far as it has the same rows then; of these, keep
    what reads otherwise."""
    rows = [line.row for line in guessed]
    for encoding in (each for each in ENCODINGS if each != guess):
        with suppress(Refused):
            lines = _lines(reading.read(data, most, encoding), chosen)
            differing = [line for i, line in enumerate(lines) if guessed[i : i + 1] != [line]]
            if differing and [line.row for line in lines] == rows:
                yield encoding, differing


def _which_column(people: PeopleList) -> Question:
    examples = [
        next((line.addresses[i] for line in people.guessed if "@" in line.addresses[i]), "")
        for i in range(len(people.columns))
    ]
    called = people.columns.items()
    return Question(
        key=COLUMN,
        about="Addresses",
        text="Which column has the addresses of the people to invite?",
        choices=tuple(
            (key, f"{name[:1].upper()}{name[1:]}, such as {example[:100]}")
            for (key, name), example in zip(called, examples, strict=True)
        ),
        missing="Choose the column with the addresses.",
    )


def _entry(line: Line, column: int) -> Entry:
    email, beside = line.addresses[column], ""
    if both := _NAMED.fullmatch(email):
        beside, email = both["name"].strip(" '"), both["email"]
    return Entry(line.row, email, naming.plain(line.name or beside), line.organisation)
