"""Guesses that are more than an order: opening what is sealed, reading the log, knowing people."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from portal.vault import opening, sealing, tokens
from portal.vault.derivation import KEY_BYTES
from tests.attack.attacker import Attacker, Guess
from tests.attack.respondents import Person
from tests.attack.snapshots import Row, Snapshot


def opened_ballots(attacker: Attacker) -> dict[str, Mapping[str, Any]]:
    """Everybody's answers, by email, whose ballot opens with anything that was taken."""
    found: dict[str, Mapping[str, Any]] = {}
    for key in _round_keys(attacker):
        for email, row in attacker.ballots.items():
            content = opening.open_ballot(key, row["round"], row["sealed"])
            found[email] = json.loads(content)["answers"]
    return found


def opened_drafts(attacker: Attacker) -> dict[str, Mapping[str, Any]]:
    """Everybody's answers, by email, whose draft opens with their link and anything that was
    taken; as the draft is bound to the ticket, any draft of the backup would do as well."""
    found: dict[str, Mapping[str, Any]] = {}
    for email, row in attacker.drafts.items():
        for key in _draft_keys(attacker, email):
            try:
                plain = sealing.decrypt_draft(key, row["id"], row["version"], row["body"])
            except (sealing.Unreadable, InvalidTag):
                continue
            found[email] = json.loads(plain)["answers"]
    return found


def by_ballots(attacker: Attacker) -> Guess:
    return _like(attacker, opened_ballots(attacker))


def by_drafts(attacker: Attacker) -> Guess:
    return _like(attacker, opened_drafts(attacker))


def by_log(attacker: Attacker) -> Guess:
    """The response most of whose answers stand in what was logged while the person submitted."""

    def likeness(email: str, row: Row) -> float:
        said = attacker.said[email]
        return sum(f"'{k}': '{v}'" in said for k, v in row["answers"].items())

    return _best(attacker, likeness)


def by_acquaintance(people: tuple[Person, ...]) -> Callable[[Attacker], Guess]:
    """A colleague knows everybody's service and role, hence what they were asked, and looks for
    the response that agrees."""
    known = {person.email: person.knowable for person in people}
    telling = {key for knowable in known.values() for key in knowable}

    def likeness(email: str, row: Row) -> float:
        given = {key: value for key, value in row["answers"].items() if key in telling}
        agrees = all(known[email].get(key) == value for key, value in given.items())
        return len(given) if agrees else -1

    return lambda attacker: _best(attacker, likeness)


def taken_secrets(attacker: Attacker) -> Iterator[bytes]:
    """Whatever has a key's size, in the key folder after the count or in any column."""
    snapshots: list[Snapshot] = [s for s in (attacker.backup, *attacker.ends) if s]
    columns = {v for s in snapshots for t in s.tables.values() for r in t for v in r.values()}
    for value in {*attacker.key_files.values(), *(v for v in columns if isinstance(v, bytes))}:
        if len(value) == KEY_BYTES:
            yield value
    yield bytes(KEY_BYTES)


def _round_keys(attacker: Attacker) -> Iterator[bytes]:
    assert attacker.backup is not None
    (of_round,) = attacker.backup.tables["round"]
    for secret in taken_secrets(attacker):
        public = X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
        if public == of_round["public_key"]:
            yield secret


def _draft_keys(attacker: Attacker, email: str) -> Iterator[bytes]:
    """Were the resume code made from the link or its ticket, it would be one of these."""
    token = attacker.tokens[email]
    for start in (token, tokens.ticket_of(token)):
        code = resume_code_from(start)
        for secret in taken_secrets(attacker):
            yield tokens.draft_key(code, secret)


def resume_code_from(link: bytes) -> bytes:
    """What a resume code would be if it came from a link: its first 100 bits."""
    return (int.from_bytes(link[: tokens.CODE_BYTES], "big") >> 4).to_bytes(
        tokens.CODE_BYTES, "big"
    )


def _like(attacker: Attacker, answers: Mapping[str, Mapping[str, Any]]) -> Guess:
    def likeness(email: str, row: Row) -> float:
        own = answers.get(email, {})
        return sum(own.get(key) == value for key, value in row["answers"].items())

    return _best(attacker, likeness)


def _best(attacker: Attacker, likeness: Callable[[str, Row], float]) -> Guess:
    """For each person the likeliest response; among equals, as chance will have it."""
    rows = [row for row, _ in attacker.left("response")]
    return {
        email: max(rows, key=lambda row: (likeness(email, row), attacker.chance.random()))
        for email in attacker.tokens
    }
