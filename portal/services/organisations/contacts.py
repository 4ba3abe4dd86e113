"""The people of a list of organisations: its principal social workers, and who gets the link of the
return. They may stand in several columns, cells or rows. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from operator import itemgetter
from typing import NamedTuple

from portal.post import addresses
from portal.services.organisations import naming
from portal.services.organisations.naming import HOLDER, HOLDER_EMAIL, PEOPLE, PSW, PSW_EMAIL
from portal.tabular.naming import plain

Rows = Sequence[tuple[int, Mapping[str, str]]]
_PIECE = re.compile(r"[^<>;,]*<[^<>]*>|[^\s;,<>]+")
"""An address, perhaps with a name before it as mail programs write both."""
_NAMED = re.compile(r"([^<>]*)<([^<>]*)>")
_NOBODY = {*naming.NONE, "tbc", "tba", "vacant"}
"""It stands where there is nobody, or nobody yet."""


class Said(NamedTuple):
    """Something about a row, with the name of its organisation."""

    row: int
    name: str
    what: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.name or 'no name'}: {self.what}"


class Contact(NamedTuple):
    """Somebody whom a row names; ``email`` in small letters."""

    row: int
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class Contacts:
    """Hold an organisation's ``psws`` in the order of their names, and who gets the link of the
    return, if the list says so."""

    psws: tuple[Contact, ...] = ()
    holder: Contact | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """Hold a row for each organisation, the first of its own, with its people; ``faults``;
    ``first``: the first row of each row's organisation; ``people``: the list has a column of
    PSWs."""

    rows: Rows
    contacts: Mapping[int, Contacts]
    faults: tuple[Said, ...]
    first: Mapping[int, int]
    people: bool


def gathered(rows: Rows) -> Gathered:
    """Put the rows of each organisation together: several rows are one where any names somebody,
    and they say nothing different of it."""
    merged = list[tuple[int, Mapping[str, str]]]()
    contacts, faults, first = dict[int, Contacts](), list[Said](), dict[int, int]()
    for group in _groups(rows):
        head = group[0][0]
        first |= dict.fromkeys([row for row, _ in group], head)
        of = {name: value for name, value in _one(group).items() if name not in PEOPLE}
        merged.append((head, of))
        faults += _differing(group)
        contacts[head], wrong = _contacts(group)
        faults += [Said(row, of["name"], what) for row, what in wrong]
    merged.sort(key=itemgetter(0))
    twice = [*_twice(contacts, dict(merged))]
    people = any(PSW_EMAIL in record or PSW in record for _, record in rows)
    return Gathered(merged, contacts, (*faults, *twice), first, people)


def _groups(rows: Rows) -> list[list[tuple[int, Mapping[str, str]]]]:
    """Split rows by organisation: by code, or by name where that is all they have."""
    called = {
        naming.alike(record["name"]): record["code"].casefold()
        for _, record in reversed(rows)
        if record["name"] and record.get("code")
    }
    groups = dict[tuple[str, str], list[tuple[int, Mapping[str, str]]]]()
    for row, record in rows:
        name = naming.alike(record["name"])
        code = record.get("code", "").casefold() or called.get(name, "")
        key = ("code", code) if code else ("name", name) if name else ("row", str(row))
        groups.setdefault(key, []).append((row, record))
    parted = list[list[tuple[int, Mapping[str, str]]]]()
    for group in groups.values():
        named = any(_names_somebody(record) for _, record in group)
        parted += [group] if named else [[each] for each in group]
    return parted


def _names_somebody(record: Mapping[str, str]) -> bool:
    return any("@" in record.get(column, "") for column in PEOPLE)


def _one(group: Rows) -> dict[str, str]:
    """Make one row of those of an organisation: what some leave empty is as in the others."""
    return {
        column: min(filter(None, (record.get(column, "") for _, record in group)), default="")
        for column in group[0][1]
    }


def _differing(group: Rows) -> Iterator[Said]:
    (first, one), *others = group
    for row, record in others:
        for column in (each for each in record if each not in PEOPLE):
            here, there = naming.alike(record[column]), naming.alike(_first(group, column))
            if here and here != there:
                what = f"the {column} is another than in row {first}; let both say the same"
                yield Said(row, one["name"], what)


def _first(group: Rows, column: str) -> str:
    return next((record[column] for _, record in group if record[column]), "")


def _contacts(group: Rows) -> tuple[Contacts, list[tuple[int, str]]]:
    psws, holders, faults = dict[str, Contact](), dict[str, Contact](), list[tuple[int, str]]()
    for row, record in group:
        named = (
            (psws, "PSW", record.get(PSW, ""), record.get(PSW_EMAIL, "")),
            (holders, "holder of the return", record.get(HOLDER, ""), record.get(HOLDER_EMAIL, "")),
        )
        for into, what, names, emails in named:
            for name, email in _pairs(names, emails):
                if fault := _fault(what, name, email):
                    faults.append((row, fault))
                elif into is psws and email in into and into[email].row != row:
                    other = into[email].row
                    faults.append((row, f"the address {email} is in row {other} too"))
                else:
                    into.setdefault(email, Contact(row, email, name))
    if len(holders) > 1:
        row = max(each.row for each in holders.values())
        faults.append((row, "a return has one link; name one person who gets it"))
    ordered = sorted(psws.values(), key=lambda each: (each.name.casefold(), each.email))
    return Contacts(tuple(ordered), next(iter(holders.values()), None)), faults


def _pairs(names: str, emails: str) -> Iterator[tuple[str, str]]:
    """Read names and addresses, a column in each line. Of a cell that has several addresses, the
    names are as many, or stand before them."""
    for name, email in zip_longest(names.split("\n"), emails.split("\n"), fillvalue=""):
        cell, beside = (name, "") if "@" in name and not email.strip() else (email, name)
        pieces = [] if cell.casefold() in _NOBODY else _PIECE.findall(cell)
        several = [each.strip() for each in beside.split(";") if _name(each.strip())]
        if len(several) == len(pieces):
            yield from zip(map(_name, several), map(addresses.plain, pieces), strict=True)
        elif len(pieces) == 1 or not several:
            yield from ((_name(beside) or _before(each), addresses.plain(each)) for each in pieces)
            if not pieces and _name(beside):
                yield _name(beside), ""
        else:
            yield "; ".join(several), ", ".join(pieces)


def _name(text: str) -> str:
    return "" if text.casefold() in _NOBODY else plain(text)


def _before(piece: str) -> str:
    named = _NAMED.fullmatch(piece)
    return plain(named[1]) if named else ""


def _fault(what: str, name: str, email: str) -> str:
    if not email:
        return f"the address of the {what} {name} is missing; give it, or leave the name out"
    if fault := addresses.fault_of(email):
        more = "; give each name a column of its own" if "@" in email and "," in email else ""
        return f"{what}: {fault}{more}"
    if len(name) > 120 or not name.isprintable() or name.startswith("="):
        return f"the name of {email} must be one line of up to 120 characters, and no formula"
    return ""


def _twice(
    contacts: Mapping[int, Contacts], records: Mapping[int, Mapping[str, str]]
) -> Iterator[Said]:
    """Find who is named by two organisations: a PSW belongs to one, a link to one return."""
    for kind in ("psws", "holders"):
        earlier = dict[str, int]()
        for head, of in sorted(contacts.items()):
            holders = (of.holder,) if of.holder else ()
            for each in of.psws if kind == "psws" else holders:
                if (row := earlier.setdefault(each.email, each.row)) != each.row:
                    what = f"the address {each.email} is in row {row} too"
                    other = f"{what}, for another organisation"
                    yield Said(each.row, records[head]["name"], other)
