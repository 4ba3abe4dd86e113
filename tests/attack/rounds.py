"""Playing a round of thirty people while somebody copies everything around every submission.

The people, their answers and the order in which they come are drawn from the test's own seed; the
portal's randomness is the operating system's and cannot be.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from portal.post import mail_folder
from portal.post.letters import Letter
from portal.services.rounds import register as rounds
from portal.store import db
from portal.worker import passes
from tests.attack.attacker import Attacker
from tests.attack.questionnaire import PEOPLE, SOURCE, cast
from tests.attack.respondents import Direct, InABrowser, Person
from tests.attack.snapshots import Row, Snapshot
from tests.factories import House

OPEN = (".manifest", ".lock")
"""What lies in the key folder and is no secret."""


@dataclass(frozen=True)
class Played:
    """``secrets``: what the key folder held while the round was open, which nobody took."""

    people: tuple[Person, ...]
    attacker: Attacker
    house: House
    secrets: Mapping[str, bytes]

    def rights(self, guess: Mapping[str, Row]) -> int:
        """How many people a guess finds."""
        return sum(p.email in guess and p.wrote(guess[p.email]) for p in self.people)


def play(
    folder: Path,
    seed: int,
    way: type[Direct] | type[InABrowser] = Direct,
    source: str = SOURCE,
    people_of: Callable[[random.Random], tuple[Person, ...]] = cast,
) -> Played:
    """One round from its opening to the destruction of its keys, and what was taken on the way."""
    chance = random.Random(seed)
    people, attacker = people_of(chance), Attacker(random.Random(seed + 1))
    house = House(folder / "instance")
    house.tools = replace(house.tools, deliver=lambda letter: _deliver(house, letter))
    with _listening(attacker.log):
        try:
            house.open_round(PEOPLE, source=source)
            secrets = {n: s for n, s in _key_files(house).items() if not n.endswith(OPEN)}
            attacker.invited(house.letters, Snapshot.of(house.folder))
            _answer(house, [way(house, *each) for each in _linked(house, people)], chance, attacker)
            _end(house, attacker)
        finally:
            db.db.close()
    return Played(people, attacker, house, secrets)


@contextmanager
def _listening(lines: list[str]) -> Iterator[None]:
    """Every line that the portal logs, as it is written."""
    heard = logging.Handler()
    heard.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("portal")
    logger.addHandler(heard)
    try:
        yield
    finally:
        logger.removeHandler(heard)


def _deliver(house: House, letter: Letter) -> None:
    house.letters.append(letter)
    mail_folder.into_folder(house.folder / "mail", letter, "portal@example.org")


def _linked(house: House, people: tuple[Person, ...]) -> list[tuple[str, Person]]:
    links = dict(zip([letter.to for letter in house.letters], house.links(), strict=True))
    return [(links[person.email], person) for person in people]


def _answer(
    house: House,
    respondents: list[Direct] | list[InABrowser],
    chance: random.Random,
    attacker: Attacker,
) -> None:
    """Everybody's sitting, page by page, mixed with everybody else's; one at a time submits."""
    sittings = [(respondent, respondent.turns()) for respondent in respondents]
    while sittings:
        house.now += timedelta(minutes=chance.randint(1, 9))
        respondent, turns = sitting = chance.choice(sittings)
        if next(turns, False):
            continue
        sittings.remove(sitting)
        before = Snapshot.of(house.folder)
        respondent.submit()
        attacker.saw_a_submission(before, Snapshot.of(house.folder))
        attacker.counted_saves(respondent.person.email, respondent.saves)
        if len(sittings) == PEOPLE // 2:
            attacker.backup = Snapshot.of(house.folder)


def _end(house: House, attacker: Attacker) -> None:
    """Closing, count and release, one after the other, each of them looked at."""
    house.now = rounds.by_code("spring").closes
    for step in (passes.close, passes.count, passes.release):
        assert step(house.tools, house.now), rounds.by_code("spring").problem
        attacker.ends.append(Snapshot.of(house.folder))
    attacker.key_files = _key_files(house)


def _key_files(house: House) -> dict[str, bytes]:
    files = [file for file in (house.folder / "keys").rglob("*") if file.is_file()]
    return {file.name: file.read_bytes() for file in files}
