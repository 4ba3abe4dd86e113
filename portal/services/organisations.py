"""Organisations: checked as a whole list, written all or none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.errors import Refused
from portal.services import audit
from portal.store.db import db
from portal.store.people import Organisation

COLUMNS = ("code", "name", "type", "region", "domains")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Outcome:
    added: int
    changed: int


def put(rows: Iterable[tuple[int, Mapping[str, str]]], who: str, now: datetime) -> Outcome:
    """Add organisations, or change those whose code is known.

    ``rows``: line number and the columns ``COLUMNS``. Raises ``Refused`` with every fault, a line
    each; then nothing is written.
    """
    checked, faults, codes = [], [], set[str]()
    for line, row in rows:
        faults += [f"line {line}: {fault}" for fault in _faults(row, codes)]
        codes.add(row["code"])
        checked.append({**row, "domains": " ".join(row["domains"].lower().split())})
    if faults:
        raise Refused("\n".join(faults))
    with db.atomic("IMMEDIATE"):
        known = {row.code for row in Organisation.select(Organisation.code)}
        for row in checked:
            values = {column: row[column] for column in COLUMNS[1:]}
            Organisation.insert(**row).on_conflict(
                conflict_target=[Organisation.code], update=values
            ).execute()
        audit.note(who, f"imported {len(checked)} organisations", now)
    changed = sum(row["code"] in known for row in checked)
    return Outcome(added=len(checked) - changed, changed=changed)


def _faults(row: Mapping[str, str], codes: set[str]) -> list[str]:
    faults = []
    if not _CODE.fullmatch(row["code"]):
        faults.append(f"“{row['code']}” is no code; use up to 40 letters, digits, - and _")
    if row["code"] in codes:
        faults.append(f"the code {row['code']} stands in an earlier line too; give each its own")
    faults += [
        f"the {column} must be one line of 1 to 120 characters"
        for column in ("name", "type", "region")
        if not (1 <= len(row[column]) <= 120 and row[column].isprintable())
    ]
    wrong = [name for name in row["domains"].lower().split() if not _DOMAIN.fullmatch(name)]
    faults += [f"“{name}” is no mail domain; write it like example.org" for name in wrong]
    return faults
