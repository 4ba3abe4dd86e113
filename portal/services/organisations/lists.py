"""A list of organisations, as people keep it, in the register's words; what it leaves open is
asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from operator import itemgetter

from portal.errors import Refused
from portal.services.organisations import contacts, kinds, naming, renaming
from portal.services.organisations import register as organisations
from portal.services.organisations.contacts import Contacts, Gathered, Said
from portal.services.organisations.kinds import Record
from portal.services.organisations.naming import FIELDS
from portal.services.organisations.register import OrganisationInfo
from portal.services.rounds import register as rounds
from portal.services.staff import accounts
from portal.services.staff.accounts import Person
from portal.tabular import asking, headed, reading
from portal.tabular.asking import ENCODING, Answers, Question
from portal.tabular.headed import Listed
from portal.tabular.text import ENCODINGS

MOST = 2000
"""Organisations in a file."""


@dataclass(frozen=True, slots=True)
class OrganisationList:
    """A file's rows, and what is ``asked`` of how it is to be read."""

    listed: Listed
    asked: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A list as it was understood. ``asked``: of the file; ``unknown``: of types and regions that
    nobody has; ``same``: by row, of those that may be known under another name; ``faults``, and
    what was put ``right``, by row; ``good``: the rows without faults, one for each organisation;
    ``contacts``: by row, its people, if the list has a column of ``people``; ``proposed``: those
    whose code is made of the name; ``known``: the register, by code; ``accounts``: by address."""

    notes: tuple[str, ...]
    asked: tuple[Question, ...]
    unknown: tuple[Question, ...]
    same: Mapping[int, Question]
    faults: tuple[Said, ...]
    right: tuple[Said, ...]
    good: tuple[tuple[int, Record], ...]
    contacts: Mapping[int, Contacts]
    people: bool
    proposed: frozenset[int]
    known: Mapping[str, OrganisationInfo]
    accounts: Mapping[str, Person]

    @property
    def columns(self) -> set[str]:
        return {column for _, record in self.good for column in record}

    @property
    def records(self) -> list[Record]:
        return [record for _, record in self.good]

    @property
    def told(self) -> list[str]:
        """Say in lines what a page shows beside the rows."""
        made = [record["code"] for row, record in self.good if row in self.proposed]
        codes = [f"Codes made of names: {', '.join(made)}."] * bool(made)
        return [*self.notes, *codes, *map(str, self.right)]

    @property
    def mark(self) -> str:
        """Return a mark of what the list was compared with."""
        told = repr((sorted(self.known.items()), sorted(self.accounts.items())))
        return sha256(told.encode()).hexdigest()[:16]

    @property
    def questions(self) -> tuple[Question, ...]:
        return (*self.asked, *self.same.values(), *self.unknown)


def listed(data: bytes, given: Answers) -> OrganisationList:
    """Read a file's rows. Raises ``Refused`` if it is no such list."""
    sheet = reading.read(data, MOST)
    ways = {sheet.encoding: headed.listed(sheet, FIELDS)}
    if sheet.encoding:
        ways |= dict(_read_otherwise(data, sheet.encoding))
    names = {way: [record["name"] for _, record in of.rows] for way, of in ways.items()}
    of = ways.get(given.get(ENCODING, ""), ways[sheet.encoding])
    if not of.rows:
        raise Refused("The file has headings and no organisation below them.")
    about_names = asking.about_names(sheet.encoding, names)
    return OrganisationList(of, (*about_names, *asking.about_rows(of.aside, of.aside)))


def understood(read: OrganisationList, given: Answers) -> Reading:
    """Put its rows into the register's words, with what was answered so far. Raises ``Refused`` for
    more types or regions than can be asked about."""
    of = read.listed
    known, out = _known(), asking.left_out(of.aside, given)
    rows = contacts.gathered([(row, _tidied(rec)) for row, rec in of.rows if row not in out])
    same = _same(rows, known)
    called = {row: code for row, each in same.items() if (code := each.answer(given))}
    coded, proposed = _coded(rows.rows, known, called)
    faults = sorted([*rows.faults, *_faults(coded, known)], key=itemgetter(0))
    faulty = {rows.first.get(each.row, each.row) for each in faults}
    good = [(row, record) for row, record in coded if row not in faulty]
    asked = kinds.kinds([record for _, record in good], known.organisations.values())
    return Reading(
        notes=of.notes,
        asked=read.asked,
        unknown=tuple(asked.questions),
        same=same,
        faults=tuple(faults),
        right=tuple(_put_right(of, out)),
        good=tuple((row, _kept(asked.worded(record, given))) for row, record in good),
        contacts=rows.contacts,
        people=rows.people,
        proposed=frozenset(proposed),
        known=known.organisations,
        accounts=known.accounts,
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """The register: each by its code; ``codes``: by what is the same in another case; ``names``:
    the codes of those that are called alike, without the demonstration's; ``accounts``: by
    address."""

    organisations: Mapping[str, OrganisationInfo]
    codes: Mapping[str, str]
    names: Mapping[str, Sequence[str]]
    accounts: Mapping[str, Person]

    def called(self, name: str) -> str:
        """Return the code of the one organisation that is called so."""
        codes = self.names.get(naming.alike(name), ())
        return codes[0] if len(codes) == 1 else ""

    def code_of(self, record: Record) -> str:
        """Return the code of the organisation that a row is about, if it is known."""
        if code := record.get("code", ""):
            return self.codes.get(code.casefold(), "")
        return self.called(record["name"])


def compared() -> tuple[Mapping[str, OrganisationInfo], Mapping[str, Person]]:
    """Return the register by code and accounts by address, which a list is compared with."""
    known = _known()
    return known.organisations, known.accounts


def _known() -> _Known:
    names, every = defaultdict[str, list[str]](list), organisations.listing()
    invented = rounds.of_demonstration_alone()
    for each in every:
        if each.code not in invented:
            names[naming.alike(each.name)].append(each.code)
    codes = {each.code.casefold(): each.code for each in every}
    people = {
        # what else there is of an account is no concern of a list
        each.email: replace(each, has_authenticator=False, last_sign_in=None)
        for each in accounts.every()
    }
    return _Known({each.code: each for each in every}, codes, names, people)


def _same(of: Gathered, known: _Known) -> dict[int, Question]:
    """Ask about rows of no known organisation that may be one which the list has not."""
    here = {known.code_of(record) for _, record in of.rows}
    codes = {each for every in known.names.values() for each in every} - here
    workplaces = {each.email: each.organisation or "" for each in known.accounts.values()}
    newcomers = [
        (row, record)
        for row, record in of.rows
        if not known.code_of(record) and not known.called(record["name"])
    ]
    register = known.organisations
    return renaming.asked(newcomers, of.contacts, sorted(codes), register, workplaces)


def _read_otherwise(data: bytes, guess: str) -> Iterator[tuple[str, Listed]]:
    """Read a text under the other encodings, as far as it can be."""
    for encoding in (each for each in ENCODINGS if each != guess):
        with suppress(Refused):
            yield encoding, headed.listed(reading.read(data, MOST, encoding), FIELDS)


def _tidied(record: Record) -> dict[str, str]:
    """Write what stands in a row as one line, and its domains with a space between them."""
    tidy = {
        column: value if column in naming.PEOPLE else " ".join(value.split())
        for column, value in record.items()
    }
    if "domains" in tidy:
        tidy["domains"] = naming.domains(tidy["domains"])[0]
    return tidy


def _put_right(of: Listed, out: Collection[int]) -> Iterator[Said]:
    for row, record in of.rows:
        if row not in out and (other := naming.domains(record.get("domains", ""))[1]):
            yield Said(row, record["name"], f"domains: {', '.join(other)}")


def _coded(
    rows: Sequence[tuple[int, Record]], known: _Known, answered: Mapping[int, str]
) -> tuple[list[tuple[int, Record]], set[int]]:
    """Give each row a code: that of the organisation which was ``answered``, its own, or that of
    the organisation that is called so, or one made of the name, in the order of names; and tell for
    which it was made."""
    spelt, coded = dict(known.codes), list[tuple[int, Record]]()
    same = {row: code for row, code in answered.items() if code in known.organisations}
    codes = {
        row: same.get(row) or record.get("code") or known.called(record["name"])
        for row, record in rows
    }
    taken, made = {code.casefold() for code in codes.values()} | spelt.keys(), set[int]()
    for name, row in sorted((of["name"], row) for row, of in rows if not codes[row]):
        codes[row] = naming.code(name, taken)
        taken.add(codes[row])
        made.add(row)
    for row, record in rows:
        code = spelt.setdefault(codes[row].casefold(), codes[row])
        before = known.organisations.get(code)
        coded.append((row, {"domains": before.domains if before else "", **record, "code": code}))
    return coded, made


def _kept(record: Record) -> dict[str, str]:
    """Write a row as it is kept."""
    tidy = organisations.tidied(record)
    return {field.name: tidy[field.name] for field in FIELDS if field.name in tidy}


def _faults(rows: Sequence[tuple[int, Record]], known: _Known) -> list[Said]:
    """Find all that is wrong, by row: also an organisation that the list, or the register, has
    under two codes."""
    names = {row: record["name"] for row, record in rows}
    faults = [Said(row, names[row], what) for row, what in organisations.faults_of(rows)]
    earlier = dict[str, tuple[int, str]]()
    for row, record in rows:
        code, name = record["code"], record["name"]
        other = known.called(name)
        if other and code != other:
            what = f"an organisation of this name is here already, with the code {other}; use that"
            faults.append(Said(row, name, f"{what} code, or another name"))
        first, its = earlier.setdefault(naming.alike(name), (row, code))
        if name and code and its != code:
            what = f"row {first} has the same name and another code; give each its own name"
            faults.append(Said(row, name, what))
    return sorted(faults, key=itemgetter(0))
