"""A list of organisations as a file: looked at first, written only when confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from portal.services import uploads
from portal.services.organisations import register as organisations
from portal.services.organisations.register import (
    COLUMNS,
    OPTIONAL,
    REGIONS,
    TYPES,
    OrganisationsWritten,
)
from portal.services.staff.accounts import Person
from portal.store import db
from portal.tabular import headed, reading

PURPOSE = "organisations"
MOST = 2000
"""Organisations in a file."""


@dataclass(frozen=True, slots=True)
class Change:
    """Tell what would change of an organisation. ``differences``: column, what it is now, what it
    would be."""

    row: int
    code: str
    name: str
    differences: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class OrganisationsPreview:
    """Tell what a file would do. ``faults`` and ``doubts``: row and what is wrong, or may be; while
    there are faults, nothing can be written. ``added``: row and columns."""

    note: str
    faults: tuple[tuple[int, str], ...]
    doubts: tuple[tuple[int, str], ...]
    added: tuple[tuple[int, Mapping[str, str]], ...]
    changed: tuple[Change, ...]
    same: int

    @property
    def writes(self) -> bool:
        return bool(self.added or self.changed) and not self.faults


def keep(owner: Person, data: bytes, now: datetime) -> str:
    """Put a file by for its preview and return its name. Raises ``Refused`` if it is no such
    list."""
    _records(data)
    return uploads.put(owner.id, PURPOSE, data, now)


def preview(owner: Person, name: str, now: datetime) -> OrganisationsPreview:
    """Look at a file that was put by. Raises ``NotFound``, ``uploads.Confirmed``."""
    note, rows = _records(uploads.get(owner.id, PURPOSE, name, now))
    faults = organisations.faults_of(rows)
    known = {each.code: each for each in organisations.listing()}
    faulty = {row for row, _ in faults}
    good = [(row, organisations.tidied(record)) for row, record in rows if row not in faulty]
    changes = [
        Change(row, record["code"], known[record["code"]].name, _differences(known, record))
        for row, record in good
        if record["code"] in known
    ]
    return OrganisationsPreview(
        note=note,
        faults=tuple(faults),
        doubts=tuple(_doubts(good)),
        added=tuple((row, record) for row, record in good if record["code"] not in known),
        changed=tuple(change for change in changes if change.differences),
        same=sum(not change.differences for change in changes),
    )


def confirm(owner: Person, name: str, now: datetime) -> OrganisationsWritten:
    """Write what the file holds. Raises ``NotFound``, ``uploads.Confirmed``, and ``Refused`` with
    its faults."""
    _, rows = _records(uploads.get(owner.id, PURPOSE, name, now))
    made = organisations.checked(rows)
    with db.writing():
        uploads.get(owner.id, PURPOSE, name, now)  # another click may have been faster
        outcome = organisations.write(made, owner.email, now)
        uploads.confirmed(owner.id, PURPOSE, name, asdict(outcome))
    return outcome


def drop(owner: Person, name: str, now: datetime) -> None:
    """Forget a file that was put by. Raises ``uploads.Confirmed``."""
    uploads.drop(owner.id, PURPOSE, name, now)


def _records(data: bytes) -> tuple[str, list[tuple[int, Mapping[str, str]]]]:
    sheet = reading.read(data, MOST)
    return sheet.note, headed.records(sheet, COLUMNS, OPTIONAL)


def _differences(
    known: Mapping[str, object], record: Mapping[str, str]
) -> tuple[tuple[str, str, str], ...]:
    before = known[record["code"]]
    return tuple(
        (column, getattr(before, column), value)
        for column, value in record.items()
        if value != getattr(before, column)
    )


def _doubts(rows: Sequence[tuple[int, Mapping[str, str]]]) -> list[tuple[int, str]]:
    """Results are compared by type and by region: one that is spelt differently stands alone."""
    usual = {"type": TYPES, "region": REGIONS}
    return [
        (row, f"“{record[column]}” is not one of the usual {column}s")
        for row, record in rows
        for column, names in usual.items()
        if record[column] not in names
    ]
