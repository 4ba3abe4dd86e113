"""What every page of the survey reads and writes: one statement each, written out, since building
such a query anew costs more than running it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from portal.store.db import db, moment

_FETCH = """
SELECT r.id, r.code, r.title, r.state, r.opens, r.closes, r.questionnaire, r.size, r.public_key,
       d.version, d.body
FROM round AS r LEFT JOIN draft AS d ON d.id = ? AND d.round = r.id
WHERE r.code = ?
"""
_REPLACE = "UPDATE draft SET version = ?, body = ? WHERE id = ? AND version = ?"


@dataclass(frozen=True, slots=True)
class RoundNow:
    """A round as it stands; ``questionnaire_id`` is the SHA-256 of its text."""

    id: bytes
    code: str
    title: str
    state: str
    opens: datetime
    closes: datetime
    questionnaire_id: str
    size: int
    public_key: bytes


@dataclass(frozen=True, slots=True)
class DraftNow:
    version: int
    body: bytes


def fetch(round_code: str, draft_id: bytes) -> tuple[RoundNow, DraftNow | None] | None:
    """A round by its code, with a draft of it if there is one."""
    row = _execute(_FETCH, draft_id, round_code).fetchone()
    if row is None:
        return None
    round_id, code, title, state, opens, closes, sha256, size, key, version, body = row
    found = RoundNow(round_id, code, title, state, moment(opens), moment(closes), sha256, size, key)
    return found, None if version is None else DraftNow(version, body)


def replace(draft_id: bytes, before: int, version: int, body: bytes) -> bool:
    """Whether the draft was still in the version ``before``, and is in the new one now."""
    return bool(_execute(_REPLACE, version, body, draft_id, before).rowcount)


def _execute(statement: str, *values: object) -> Any:
    return cast(Any, db).execute_sql(statement, values)
