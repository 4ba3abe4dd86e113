"""The attacker of the tests, at length: whether anything joins people to answers.

    python -m bench.attack [--rounds 200] [--broken 3] [--watched 40]
    python -m bench.attack --released [--rounds 200] [--broken 20]

Rounds of thirty people, with copies of everything around every submission (``tests/attack``). Every
way of guessing is held against chance, over all rounds. Then each protection is off in turn. Then
people whose pages save themselves are watched at every request: what the number of their saves
tells, as it is, and if a text were saved while it is written.

With ``--released`` the attacker has what is released of a counted round instead
(``bench/solving.py``).

Exits with 1 if something guesses better than chance that must not, or no better that must.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bench import solving
from tests.attack.attacker import Attacker, Guess
from tests.attack.breakages import Breakage
from tests.attack.guessing import BROKEN, chances, likelihood, rights_of
from tests.attack.questionnaire import PEOPLE, cast
from tests.attack.respondents import Direct, InABrowser, Person
from tests.attack.rounds import Played, play
from tests.attack.snapshots import Row

FALSE_ALARM = 1e-4
"""How likely the first part may be to fail although there is nothing to find."""
EVERY = 10.0
"""Seconds between two saves of a page that saves itself (``static/answers.js``)."""
TAP, WRITTEN = 4.0, 3.0
"""Seconds before a tap, and characters in a second, of the median person."""

SIZES: Mapping[str, Callable[[Row], int]] = {
    "response": lambda row: len(row["answers"]),
    "comment": lambda row: len(row["text"]),
}
"""What may go with the number of saves, by the table of the counted round."""


class Tapping(Direct):
    """Somebody with scripts, at a pace of their own: what they tap is saved every ten seconds, what
    they write when its field is left (``while_writing``: every ten seconds, too), a page when it is
    left."""

    while_writing = False

    def turns(self) -> Iterator[bool]:
        self.begin()
        yield True
        chance = random.Random(self.person.email + self.link)
        pace = chance.lognormvariate(0, 0.4)
        for page, fields in self.person.pages.items():
            for so_far in self._on_the_way(page, fields, chance, pace):
                self.save(page, so_far, leaving=False)
                yield True
            self.save(page, fields)
            yield True

    def _on_the_way(
        self, page: str, fields: Mapping[str, str], chance: random.Random, pace: float
    ) -> Iterator[dict[str, str]]:
        """What the page saves by itself before it is left."""
        if page == "words":
            text = fields["q_own_words"]
            seconds = len(text) / WRITTEN * pace * chance.lognormvariate(0, 0.3)
            for number in range(1, int(seconds / EVERY) + 1 if self.while_writing else 0):
                yield {"q_own_words": text[: round(number * EVERY / seconds * len(text))]}
            return
        now = saved = 0.0
        so_far: dict[str, str] = {}
        for name, value in fields.items():
            now += TAP * pace * chance.lognormvariate(0, 0.6)
            if so_far and now > saved + EVERY:
                yield dict(so_far)
                saved += EVERY
            so_far[name] = value


class Writing(Tapping):
    while_writing = True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--broken", type=int, help="rounds without each protection: 3, or 20")
    parser.add_argument("--watched", type=int, default=40, help="rounds of each kind of saving")
    parser.add_argument("--released", action="store_true", help="attack what is released")
    wanted = parser.parse_args()
    if wanted.released:
        sys.exit(0 if solving.main(wanted.rounds, wanted.broken or 20) else 1)
    fine = [unbroken(wanted.rounds), *broken(wanted.broken or 3)]
    for way in (Tapping, Writing):
        watched(way, wanted.watched)
    sys.exit(0 if all(fine) else 1)


def unbroken(rounds: int) -> bool:
    """Whether nothing does better than chance. Every tenth round is played through the pages."""
    ways = [Direct if number % 10 else InABrowser for number in range(rounds)]
    rights, tries = rights_of(_played(number, way) for number, way in enumerate(ways))
    by_chance = chances(rights)
    odds = {name: likelihood(rights[name], tries[name], by_chance[name]) for name in rights}
    limit = FALSE_ALARM / len(rights)
    print(f"{rounds} rounds, {len(rights)} ways of guessing; a chance below {limit:.1e} counts")
    for name in sorted(odds, key=odds.__getitem__)[:3]:
        print(f"  {_share(name, rights, tries)} {name}: as good by chance {odds[name]:.1e}")
    print(f"  {_share('acquaintance', rights, tries)} by acquaintance")
    return min(odds.values()) >= limit


def broken(rounds: int) -> Iterator[bool]:
    """Whether each protection that is off gives people away."""
    print(f"\nEach protection off, {rounds} rounds:")
    for breakage in dict.fromkeys(each for each, _ in BROKEN):
        yield gives_away(breakage, rounds)


def gives_away(breakage: Breakage, rounds: int) -> bool:
    with pytest.MonkeyPatch.context() as patch:
        breakage(patch)
        rights, tries = rights_of(_played(1000 + number) for number in range(rounds))
    joins = [join for each, join in BROKEN if each is breakage]
    for join in joins:
        print(f"  {_share(join, rights, tries)} {breakage.__name__.replace('_', ' ')}: {join}")
    by_chance = chances(joins)
    return all(rights[join] > 2 * by_chance[join] * tries[join] for join in joins)


def watched(way: type[Tapping], rounds: int) -> None:
    """Print what the number of saves tells to somebody who looks at the file at every request: who
    saved most is taken to have answered most, or to have written the longest comment."""
    rights, tries = Counter[str](), Counter[str]()
    for number in range(rounds):
        played = _played(5000 + number, way, silent_now_and_then)
        for table, size in SIZES.items():
            guess = by_saves(played.attacker, table, size)
            rights[table] += played.rights(guess)
            tries[table] += len(guess)
    print(f"\n{way.__name__}, {rounds} rounds: right guesses by the number of saves")
    for table in SIZES:
        print(f"  {_share(table, rights, tries)} {table}; by chance {1 / PEOPLE:.1%}")


def by_saves(attacker: Attacker, table: str, size: Callable[[Row], int]) -> Guess:
    def place(value: float) -> tuple[float, float]:
        return -value, attacker.chance.random()

    emails = sorted(attacker.traits, key=lambda email: place(attacker.traits[email]["saves"]))
    rows = sorted((row for row, _ in attacker.left(table)), key=lambda row: place(size(row)))
    return dict(zip(emails, rows, strict=False))


def silent_now_and_then(chance: random.Random) -> tuple[Person, ...]:
    """The people of the tests, who skip a statement in ten, and four comments in ten."""

    def one(person: Person) -> Person:
        grid = {row: value for row, value in person.grid.items() if chance.random() > 0.1}
        return replace(person, grid=grid, comment=person.comment * (chance.random() > 0.4))

    return tuple(one(person) for person in cast(chance))


def _played(
    seed: int,
    way: type[Direct] | type[InABrowser] = Direct,
    people_of: Callable[[random.Random], tuple[Person, ...]] = cast,
) -> Played:
    with tempfile.TemporaryDirectory() as folder:
        return play(Path(folder), seed, way, people_of=people_of)


def _share(name: str, rights: Counter[str], tries: Counter[str]) -> str:
    return f"{rights[name] / max(1, tries[name]):6.1%} ({rights[name]:,} of {tries[name]:,})"


if __name__ == "__main__":
    main()
