"""A list of organisations, as people keep it, in the register's words; what it leaves open is
asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from operator import itemgetter
from typing import NamedTuple

from portal.errors import Refused
from portal.services.organisations import kinds, naming
from portal.services.organisations import register as organisations
from portal.services.organisations.kinds import Record
from portal.services.organisations.register import OrganisationInfo
from portal.services.rounds import register as rounds
from portal.tabular import asking, headed, reading
from portal.tabular.asking import ENCODING, Answers, Question
from portal.tabular.headed import Field, Listed
from portal.tabular.text import ENCODINGS

MOST = 2000
"""Organisations in a file."""
FIELDS = (
    Field(
        "code",
        (
            *("organisation code", "org code", "short code", "council code", "la code"),
            *("authority code", "ons code", "gss code", "ons", "gss", "reference", "id"),
        ),
        needed=False,
    ),
    Field(
        "name",
        (
            *("organisation name", "organisation", "org name", "organization", "org"),
            *("council", "council name", "local authority", "local authority name", "authority"),
            *(
                "authority name",
                "la",
                "la name",
                "employer",
                "employer name",
                "trust",
                "trust name",
            ),
        ),
    ),
    Field(
        "type",
        (
            *("organisation type", "org type", "type of organisation", "council type", "la type"),
            *("authority type", "employer type", "type of authority", "kind", "category"),
        ),
    ),
    Field("region", ("region name", "english region", "area")),
    Field(
        "domains",
        ("domain", "email domain", "mail domain", "domain name", "email domain name"),
        needed=False,
    ),
    Field(
        "reply_to",
        ("replies to", "reply address", "reply email", "address for replies", "reply to email"),
        needed=False,
    ),
)


class Said(NamedTuple):
    """Something about a row, with the name of its organisation."""

    row: int
    name: str
    what: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.name or 'no name'}: {self.what}"


@dataclass(frozen=True, slots=True)
class OrganisationList:
    """A file's rows, and what is ``asked`` of how it is to be read."""

    listed: Listed
    asked: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A list as it was understood. ``asked``: of the file; ``unknown``: of types and regions that
    nobody has; ``faults``, and what was put ``right``, by row; ``good``: the rows without faults;
    ``proposed``: those whose code is made of the name; ``known``: the register, by code."""

    notes: tuple[str, ...]
    asked: tuple[Question, ...]
    unknown: tuple[Question, ...]
    faults: tuple[Said, ...]
    right: tuple[Said, ...]
    good: tuple[tuple[int, Record], ...]
    proposed: frozenset[int]
    known: Mapping[str, OrganisationInfo]

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
        told = repr(sorted(self.known.items()))
        return sha256(told.encode()).hexdigest()[:16]

    @property
    def questions(self) -> tuple[Question, ...]:
        return (*self.asked, *self.unknown)


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
    rows = [(row, _tidied(record)) for row, record in of.rows if row not in out]
    coded, proposed = _coded(rows, known)
    faults = _faults(coded, known)
    faulty = {each.row for each in faults}
    good = [(row, record) for row, record in coded if row not in faulty]
    asked = kinds.kinds([record for _, record in good], known.organisations.values())
    return Reading(
        notes=of.notes,
        asked=read.asked,
        unknown=tuple(asked.questions),
        faults=tuple(faults),
        right=tuple(_put_right(of, out)),
        good=tuple((row, _kept(asked.worded(record, given))) for row, record in good),
        proposed=frozenset(proposed),
        known=known.organisations,
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """The register: each by its code; ``codes``: by what is the same in another case; ``names``:
    the codes of those that are called alike, without the demonstration's."""

    organisations: Mapping[str, OrganisationInfo]
    codes: Mapping[str, str]
    names: Mapping[str, Sequence[str]]

    def called(self, name: str) -> str:
        """Return the code of the one organisation that is called so."""
        codes = self.names.get(naming.alike(name), ())
        return codes[0] if len(codes) == 1 else ""


def _known() -> _Known:
    names, every = defaultdict[str, list[str]](list), organisations.listing()
    invented = rounds.of_demonstration_alone()
    for each in every:
        if each.code not in invented:
            names[naming.alike(each.name)].append(each.code)
    codes = {each.code.casefold(): each.code for each in every}
    return _Known({each.code: each for each in every}, codes, names)


def _read_otherwise(data: bytes, guess: str) -> Iterator[tuple[str, Listed]]:
    """Read a text under the other encodings, as far as it can be."""
    for encoding in (each for each in ENCODINGS if each != guess):
        with suppress(Refused):
            yield encoding, headed.listed(reading.read(data, MOST, encoding), FIELDS)


def _tidied(record: Record) -> dict[str, str]:
    """Write what stands in a row as one line, and its domains with a space between them."""
    tidy = {column: " ".join(value.split()) for column, value in record.items()}
    if "domains" in tidy:
        tidy["domains"] = naming.domains(tidy["domains"])[0]
    return tidy


def _put_right(of: Listed, out: Collection[int]) -> Iterator[Said]:
    for row, record in of.rows:
        if row not in out and (other := naming.domains(record.get("domains", ""))[1]):
            yield Said(row, record["name"], f"domains: {', '.join(other)}")


def _coded(
    rows: Sequence[tuple[int, Record]], known: _Known
) -> tuple[list[tuple[int, Record]], set[int]]:
    """Give each row a code: its own, or that of the organisation that is called so, or one made of
    the name; and tell for which it was made."""
    spelt = dict(known.codes)
    given = {record["code"].casefold() for _, record in rows if record.get("code")}
    taken, coded, made = given | spelt.keys(), list[tuple[int, Record]](), set[int]()
    for row, record in rows:
        code = record.get("code", "")
        if not code and not (code := known.called(record["name"])):
            code = naming.code(record["name"], taken)
            taken.add(code)
            made.add(row)
        code = spelt.setdefault(code.casefold(), code)
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
