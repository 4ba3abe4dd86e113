"""Who holds copies of everything but the key folder, and joins people to what they wrote.

A *trait* is anything that can be put in an order: of a person (when they submitted, where their
ballot lies, its length, …) or of what is left after the count (its id, its place, any of its
answers, …). A join guesses that the first by one trait is the first by the other, and so on.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from portal.post.letters import Letter
from portal.vault import tokens
from tests.attack.snapshots import Row, Snapshot
from tests.factories import link_in

Traits: TypeAlias = dict[str, Any]
Guess: TypeAlias = Mapping[str, Row]
"""By email, the row of the counted round that the attacker takes to be theirs."""


class Attacker:
    """``ends``: snapshots after closing, count and release. ``key_files``: what the key folder
    holds after the count. ``log``: every line that the portal wrote. ``ballots`` and ``drafts``:
    everybody's row, by email."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.log: list[str] = []
        self.backup: Snapshot | None = None
        self.ends: list[Snapshot] = []
        self.key_files: dict[str, bytes] = {}
        self.tokens: dict[str, bytes] = {}
        self.traits: dict[str, Traits] = {}
        self.said: dict[str, str] = {}
        self.ballots: dict[str, Row] = {}
        self.drafts: dict[str, Row] = {}
        self._heard = 0

    def invited(self, letters: Sequence[Letter], start: Snapshot) -> None:
        """The mail holds everybody's T, and T leads to the ticket."""
        people = {row["email"]: row for row in start.tables["invitation"]}
        for number, letter in enumerate(letters):
            token = tokens.token_of(link_in(letter).removeprefix("/i/")) or b""
            self.tokens[letter.to] = token
            self.traits[letter.to] = {
                "letter": number,
                "address": int(re.sub(r"\D", "", letter.to)),
                "token": token,
                **_columns("invitation", people[letter.to]),
                **start.places("ticket", tokens.ticket_of(token)),
            }

    def saw_a_submission(self, before: Snapshot, after: Snapshot) -> None:
        """Two snapshots, one just before and one just after, join ticket, draft and ballot."""
        ticket = _fresh(_spent(after), _spent(before), "ticket")
        ballot = _fresh(after.tables["ballot"], before.tables["ballot"], "key")
        draft = _fresh(before.tables["draft"], after.tables["draft"], "id")
        said, self._heard = self.log[self._heard :], len(self.log)
        email = self._whose(ticket["ticket"])
        self.said[email] = "\n".join(said)
        self.traits[email] |= {
            "submission": len(self.ballots),
            "log: lines": len(said),
            "log: duration": _duration(said),
            "growth of the wal": len(after.wal) - len(before.wal),
            **after.sizes(),
            **_columns("ticket", ticket),
            **_columns("ballot", ballot),
            **_columns("draft", draft),
            **after.places("ballot", ballot["key"]),
            **before.places("draft", draft["id"]),
        }
        self.ballots[email], self.drafts[email] = ballot, draft

    def counted_saves(self, email: str, number: int) -> None:
        """Who looks at the file after every request counts how often a draft was saved."""
        self.traits[email]["saves"] = number

    def joins(self) -> Iterator[tuple[str, Guess]]:
        """Every pairing of a person's trait with a trait of what is left, forwards and back."""
        people = self._orders(self.traits.items())
        for table in ("response", "comment"):
            left = self._orders((row, traits) for row, traits in self.left(table))
            for person, emails in people.items():
                for trait, rows in left.items():
                    name = f"{table}: {person} ~ {trait}"
                    yield name, dict(zip(emails, rows, strict=False))
                    yield f"{name}, reversed", dict(zip(emails, reversed(rows), strict=False))

    def left(self, table: str) -> Iterator[tuple[Row, Traits]]:
        """The rows of a counted table (its JSON read), each with its traits."""
        now, counted = self.ends[-1], self.ends[-2]
        ids = [row["id"] for row in now.tables[table]]
        cells = {"now": now.cells(ids), "at the count": counted.cells(ids)}
        for row in now.tables[table]:
            read = {key: json.loads(row[key]) for key in ("answers", "scores") if key in row}
            traits = {
                **_columns(table, row),
                **{key: value for values in read.values() for key, value in values.items()},
                **now.places("now", row["id"]),
                **counted.places("at the count", row["id"]),
                **{f"{when}: cell": each.get(row["id"]) for when, each in cells.items()},
            }
            yield {**row, **read}, traits

    def _orders(self, things: Iterable[tuple[Any, Traits]]) -> dict[str, list[Any]]:
        """The things in the order of each trait that tells them apart at all; where it does not
        tell two apart, as chance will have it."""
        listed = list(things)
        names = dict.fromkeys(name for _, traits in listed for name in traits)
        return {
            name: [thing for thing, _ in sorted(listed, key=self._by(name))]
            for name in names
            if len({repr(traits.get(name)) for _, traits in listed}) > 1
        }

    def _by(self, name: str) -> Callable[[tuple[Any, Traits]], Any]:
        return lambda each: (*_sortable(each[1].get(name)), self.chance.random())

    def _whose(self, ticket: bytes) -> str:
        return next(e for e, token in self.tokens.items() if tokens.ticket_of(token) == ticket)


def _spent(snapshot: Snapshot) -> list[Row]:
    return [row for row in snapshot.tables["ticket"] if row["state"] == "spent"]


def _fresh(rows: Sequence[Row], others: Sequence[Row], key: str) -> Row:
    known = {row[key] for row in others}
    (found,) = [row for row in rows if row[key] not in known]
    return found


def _columns(table: str, row: Row) -> Traits:
    """Each column's value, and the length of each that has one."""
    values = {f"{table}.{name}": value for name, value in row.items()}
    lengths = {f"{k}'s length": len(v) for k, v in values.items() if isinstance(v, str | bytes)}
    return values | lengths


def _sortable(value: Any) -> tuple[str, Any]:
    """Numbers as numbers, whether or not they are written as text."""
    if isinstance(value, int | float):
        return "number", value
    if isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value):
        return "number", float(value)
    return type(value).__name__, "" if value is None else value


def _duration(lines: Sequence[str]) -> int:
    found = re.findall(r" (\d+)ms", " ".join(lines))
    return int(found[-1]) if found else 0
