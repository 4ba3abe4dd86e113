"""The protocol, broken on purpose, one promise at a time: each must be noticed."""

from __future__ import annotations

import itertools
import logging
import secrets
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any, TypeAlias

from peewee import SQL
from pytest import MonkeyPatch

from portal.disclosure import audit, blanking
from portal.services.answering import arriving, casting, responding
from portal.services.answering.arriving import Welcome
from portal.services.answering.drafts import Secrets
from portal.services.lifecycle import ballots, counting
from portal.store import db
from portal.store.answers import Ballot
from portal.survey import answers as form
from portal.survey import telling
from portal.vault import opening, sealing, tokens
from portal.vault.derivation import KEY_BYTES
from portal.vault.keys import KeyFolder
from tests.attack.matchers import resume_code_from

Breakage: TypeAlias = Callable[[MonkeyPatch], None]


def a_time_in_the_ballot(patch: MonkeyPatch) -> None:
    """The moment of submission goes into the ballot and is carried to the response: the count does
    not notice that nobody was asked for it."""

    def final(*arguments: Any) -> dict[str, Any]:
        return {**form.final(*arguments), "at": str(time.monotonic_ns())}

    patch.setattr(responding, "form", SimpleNamespace(read=form.read, final=final))
    patch.setattr(ballots, "admissible", lambda questionnaire, answers: True)


def ids_that_count_up(patch: MonkeyPatch) -> None:
    """Ballots and then responses are numbered as they come."""
    numbers = itertools.count(1)
    in_order = SimpleNamespace(token_bytes=lambda size: next(numbers).to_bytes(size, "big"))
    patch.setattr(responding, "secrets", in_order)
    patch.setattr(counting, "_insert", _inserting(in_order.token_bytes))


def row_ids(patch: MonkeyPatch) -> None:
    """Tables keep SQLite's row ids, and responses are inserted as the ballots came."""
    upgrade = db.upgrade
    patch.setattr(db, "upgrade", lambda: (upgrade(), *map(_with_row_ids, ("ballot", "response"))))
    patch.setattr(ballots, "_rows", _as_they_came)
    patch.setattr(counting, "_insert", _inserting(secrets.token_bytes))


def responses_in_the_order_of_ballots(patch: MonkeyPatch) -> None:
    """Random ids, but inserted one after the other in the ballots' order: pages show it."""
    patch.setattr(counting, "_insert", _inserting(secrets.token_bytes))


def no_shuffle(patch: MonkeyPatch) -> None:
    """Ids are made in order and given out in the ballots' order."""
    unshuffled = SimpleNamespace(shuffle=lambda rows: None)
    idle = SimpleNamespace(SystemRandom=lambda: unshuffled, token_bytes=secrets.token_bytes)
    patch.setattr(counting, "secrets", idle)


def drafts_keyed_by_the_link(patch: MonkeyPatch) -> None:
    """The resume code comes from the link, and no secret is mixed in."""
    new, key = arriving._new, tokens.draft_key

    def from_the_ticket(welcome: Welcome, now: datetime, keys: Secrets) -> bytes:
        with patch.context() as inner:
            code = resume_code_from(welcome.ticket or b"")
            inner.setattr(tokens, "new_resume_code", lambda **_: code)
            return new(welcome, now, keys)

    patch.setattr(arriving, "_new", from_the_ticket)
    patch.setattr(tokens, "draft_key", lambda code, secret: key(code, bytes(KEY_BYTES)))


def no_padding(patch: MonkeyPatch) -> None:
    patch.setattr(sealing, "pad", lambda data, size: data)
    for module in (sealing, opening):
        patch.setattr(module, "unpad", lambda data: data)


def the_round_key_is_kept(patch: MonkeyPatch) -> None:
    patch.setattr(KeyFolder, "destroy_round_key", lambda self, round_id: None)


def breakdowns_as_they_are(patch: MonkeyPatch) -> None:
    """The audit, which would stop the count, is off too."""
    patch.setattr(blanking, "reduce", lambda records, *_: list(records))
    patch.setattr(audit, "of_people", lambda *_: [])


def answers_that_tell_a_breakdown(patch: MonkeyPatch) -> None:
    """Breakdowns are blanked, but not what was asked because of them."""
    patch.setattr(telling, "asked_by", lambda questionnaire, blank: frozenset())


def facts_in_the_responses(patch: MonkeyPatch) -> None:
    """What colleagues know of one another stays beside what each of them said."""
    patch.setattr(telling, "gone", lambda questionnaire: frozenset())


def answers_in_the_log(patch: MonkeyPatch) -> None:
    sealed = casting.sealed

    def logged(of_round: Any, of: Any, final: Mapping[str, Any], *rest: Any) -> bytes:
        logging.getLogger("portal.requests").warning("sealing %s", dict(final))
        return sealed(of_round, of, final, *rest)

    patch.setattr(casting, "sealed", logged)


def _inserting(new_id: Callable[[int], bytes]) -> Callable[[Any, Sequence[Any]], None]:
    def insert(table: Any, rows: Sequence[dict[str, Any]]) -> None:
        for row in rows:
            table.insert(id=new_id(16), **row).execute()

    return insert


def _as_they_came(round_id: bytes) -> Iterable[Ballot]:
    """Not in the order of their random keys."""
    return Ballot.select().where(Ballot.round == round_id).order_by(SQL("rowid"))


def _with_row_ids(table: str) -> None:
    execute: Any = db.db.execute_sql
    (sql,) = execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    execute(f"DROP TABLE {table}")
    execute(sql.replace(", WITHOUT ROWID", ""))
    execute(f"CREATE INDEX {table}_round ON {table} (round)")
