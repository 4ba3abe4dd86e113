"""Organisations: checked as a whole list, written all or none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from portal.errors import Conflict, NotFound, Refused
from portal.post import addresses
from portal.services import audit, editing
from portal.services.rounds import register as rounds
from portal.store import db
from portal.store.organisations import Organisation, put_organisations
from portal.store.rounds import Participation, Round
from portal.store.staff import Staff

COLUMNS = ("code", "name", "type", "region", "domains")
OPTIONAL = ("reply_to",)
TYPES = (
    "shire county",
    "London borough",
    "metropolitan district",
    "unitary authority",
    "NHS trust",
    "other",
)
"""Those that results are compared by; others may be given."""
REGIONS = (
    "East Midlands",
    "East of England",
    "London",
    "North East",
    "North West",
    "South East",
    "South West",
    "West Midlands",
    "Yorkshire and the Humber",
)
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
TAKEN = frozenset(
    (
        *("archive", "change", "clone", "close", "comments", "count", "delete", "download"),
        *("certificate", "england", "extend", "import", "lists"),
        *("letters", "new", "open", "overview", "questions", "reports", "schedule", "set-aside"),
        *("repeat", "series", "themes", "unarchive", "unreached", "unschedule"),
    )
)
"""What stands in an address where the code of an organisation would."""


@dataclass(frozen=True, slots=True)
class OrganisationInfo:
    """Show an organisation, as the table has it. ``psws``: how many accounts it has that are not
    suspended; ``shown``: it is the demonstration's."""

    code: str
    name: str
    type: str
    region: str
    domains: str = ""
    reply_to: str = ""
    psws: int = 0
    shown: bool = False


@dataclass(frozen=True, slots=True)
class OrganisationsWritten:
    added: int
    changed: int


class Unfit(Refused):
    """One organisation cannot be as it was typed; ``faults`` says why, by column."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = faults


def listing(words: str = "", type: str = "", region: str = "") -> list[OrganisationInfo]:
    """Return those in whose code, name or domains all the words occur, in the order of names."""
    sought = words.lower().split()
    return [
        each
        for each in _every()
        if type in ("", each.type)
        and region in ("", each.region)
        and all(w in f"{each.code} {each.name} {each.domains}".lower() for w in sought)
    ]


def in_use() -> tuple[list[str], list[str]]:
    """Return the types and the regions that organisations have now."""
    every = _every()
    types, regions = {each.type for each in every}, {each.region for each in every}
    return sorted(types, key=str.casefold), sorted(regions, key=str.casefold)


def by_code(code: str) -> OrganisationInfo:
    """Look an organisation up. Raises ``NotFound``."""
    for each in _every():
        if each.code == code:
            return each
    raise NotFound(f"There is no organisation {code}.")


def name_of(code: str) -> str:
    """Return the name of an organisation that is there."""
    return str(Organisation.get_by_id(code).name)


def add(new: OrganisationInfo, who: str, now: datetime) -> None:
    """Add one organisation. Raises ``Unfit``, and ``Conflict`` where the code is taken."""
    with db.writing():
        if Organisation.get_or_none(Organisation.code == new.code):
            raise Conflict(f"There is an organisation {new.code} already; choose another code.")
        put_organisations([_fit(new)])
        audit.note(who, f"added organisation {new.code}", now)


def in_words(of: OrganisationInfo) -> dict[str, str]:
    """Say in words what can be changed of an organisation."""
    return {
        "name": of.name,
        "type": of.type,
        "region": of.region,
        "mail domains": of.domains,
        "address for replies": of.reply_to,
    }


def change(changed: OrganisationInfo, who: str, now: datetime, *, seen: str | None = None) -> None:
    """Change all of an organisation but its code. ``seen``: the fingerprint (``editing``) of what
    ``in_words`` said when the form was shown. Raises ``Unfit``, ``NotFound`` and
    ``EditedMeanwhile``."""
    with db.writing():
        before = by_code(changed.code)
        editing.check(seen, in_words(before), "organisation")
        row = _fit(changed)
        if differing := [column for column in row if row[column] != getattr(before, column)]:
            put_organisations([row])
            what = ", ".join(differing)
            audit.note(who, f"changed organisation {changed.code}: {what}", now)


def why_kept(code: str) -> str:
    """Say why an organisation cannot be removed; nothing where it can. Raises ``NotFound``."""
    name = by_code(code).name
    titles = [
        row.title
        for row in Round.select()
        .join(Participation, on=(Participation.round == Round.id))
        .where(Participation.organisation == code)
        .order_by(Round.opens)
    ]
    if titles:
        return f"{name} takes part in {', '.join(titles)}."
    accounts = [row.email for row in Staff.select().where(Staff.organisation == code)]
    if accounts:
        return f"{name} has an account of the staff site: {', '.join(sorted(accounts))}."
    return ""


def remove(code: str, who: str, now: datetime) -> None:
    """Take out one that was put in by mistake. Raises ``NotFound``, and ``Conflict`` where it takes
    part in a round or has an account."""
    with db.writing():
        if kept := why_kept(code):
            raise Conflict(f"{kept} So it cannot be removed.")
        Organisation.delete().where(Organisation.code == code).execute()
        audit.note(who, f"removed organisation {code}", now)


def put(
    rows: Iterable[tuple[int, Mapping[str, str]]], who: str, now: datetime
) -> OrganisationsWritten:
    """Add organisations, or change those whose code is known.

    ``rows``: line number and the columns ``COLUMNS``, perhaps ``OPTIONAL`` ones. Raises
    ``Refused`` with every fault, a line each; then nothing is written.
    """
    made = checked(rows)
    with db.writing():
        return write(made, who, now)


def checked(rows: Iterable[tuple[int, Mapping[str, str]]]) -> list[dict[str, str]]:
    """Make what ``write`` takes, of rows as of ``put``: read before it is anybody's turn to
    write."""
    listed = list(rows)
    if faults := faults_of(listed):
        raise Refused("\n".join(f"line {line}: {fault}" for line, fault in faults))
    return [tidied(row) for _, row in listed]


def write(rows: Sequence[Mapping[str, str]], who: str, now: datetime) -> OrganisationsWritten:
    """Add or change organisations, within the caller's transaction."""
    known = {row.code for row in Organisation.select(Organisation.code)}
    changed = sum(row["code"] in known for row in rows)
    put_organisations(rows)
    audit.note(who, f"imported {audit.counted(len(rows), 'organisation', 'organisations')}", now)
    return OrganisationsWritten(added=len(rows) - changed, changed=changed)


def faults_of(rows: Iterable[tuple[int, Mapping[str, str]]]) -> list[tuple[int, str]]:
    """Find every fault of a list, with its line."""
    faults, codes, shown = [], set[str](), rounds.of_demonstration_alone()
    for line, row in rows:
        faults += [(line, fault) for fault in _faults(row).values()]
        if row["code"] in shown:
            fault = f"the code {row['code']} belongs to the demonstration, and is removed with it"
            faults.append((line, f"{fault}; choose another, or remove the demonstration first"))
        if row["code"] in codes:
            fault = f"the code {row['code']} is in an earlier line too; give each its own"
            faults.append((line, fault))
        codes.add(row["code"])
    return faults


def tidied(row: Mapping[str, str]) -> dict[str, str]:
    """Write a row as it is kept: domains in small letters with one space, an address in small
    letters."""
    kept = {**row, "domains": " ".join(row["domains"].lower().split())}
    return kept | {name: addresses.plain(row[name]) for name in OPTIONAL if name in row}


def _every() -> list[OrganisationInfo]:
    psws = Counter(row.organisation_id for row in Staff.select().where(Staff.suspended == 0))
    shown = rounds.of_demonstration()
    return [
        OrganisationInfo(
            *(row.code, row.name, row.type, row.region, row.domains, row.reply_to),
            psws=psws[row.code],
            shown=row.code in shown,
        )
        for row in Organisation.select().order_by(Organisation.name, Organisation.code)
    ]


def _fit(given: OrganisationInfo) -> dict[str, str]:
    row = {column: asdict(given)[column] for column in (*COLUMNS, *OPTIONAL)}
    if faults := _faults(row):
        raise Unfit(
            {column: f"{fault[:1].upper()}{fault[1:]}." for column, fault in faults.items()}
        )
    return tidied(row)


def _faults(row: Mapping[str, str]) -> dict[str, str]:
    """Find the first fault of each column."""
    faults = {}
    if not row["code"]:
        faults["code"] = "the code is missing"
    elif not _CODE.fullmatch(row["code"]):
        faults["code"] = f"“{row['code']}” is no code; use up to 40 letters, digits, - and _"
    elif row["code"] in TAKEN:
        faults["code"] = f"“{row['code']}” is the name of a page of this site; choose another code"
    for column in ("name", "type", "region"):
        if not row[column]:
            faults[column] = f"the {column} is missing"
        elif len(row[column]) > 120 or not row[column].isprintable():
            faults[column] = f"the {column} must be one line of up to 120 characters"
        elif row[column].startswith("="):
            faults[column] = f"the {column} is a formula; replace it with its value"
    for name in row["domains"].lower().split():
        if not addresses.is_domain(name):
            faults["domains"] = f"“{name}” is no mail domain; write it like example.org"
    reply_to = addresses.plain(row.get("reply_to", ""))
    if reply_to and (fault := addresses.fault_of(reply_to)):
        faults["reply_to"] = fault
    return faults
