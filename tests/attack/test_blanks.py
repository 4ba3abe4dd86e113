"""Why an answer is blank tells nothing that the files do not tell without it: whoever has what is
withheld of the people, the files are the same, byte for byte. Were the reasons those of the whole
ballots, they would give most roles away."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from portal.disclosure.release import Terms
from portal.export import tables
from portal.export.blanks import Blank, Blanks
from portal.reports.counted import Counted, Reply
from portal.services.lifecycle import responses
from portal.services.lifecycle.ballots import Opened
from portal.store.results import Response
from portal.survey import scoring
from portal.survey.file.parsing import parse
from portal.survey.packing import unpack
from tests.attack.questionnaire import ROLES, SOURCE, cast

ASKED = parse(SOURCE)
TERMS = Terms({"northshire": ("shire county", "East")}, k=10, responses=True)
SEEDS = range(8)
SKIPPED = 0.2


def ballots(seed: int) -> list[Opened]:
    """Everybody's, of whom each has left some questions open."""
    chance = random.Random(seed)
    return [
        sealed({k: v for k, v in said.items() if chance.random() >= SKIPPED})
        for said in ({**each.knowable, **each.grid} for each in cast(chance))
    ]


def sealed(choices: dict[str, object]) -> Opened:
    """What is asked because of a role that was left open is not there either."""
    asked = {f"only_{choices.get(of)}" for of in ("service", "role")}
    own = {k: v for k, v in choices.items() if not k.startswith("only_") or k in asked}
    scores = {key: str(value) for key, value in scoring.scores(ASKED, own).items()}  # type: ignore[arg-type]
    return Opened("northshire", "letters", own, [], scores)


def stored(opened: Sequence[Opened]) -> list[Reply]:
    rows = responses.kept(b"", TERMS, ASKED, opened)[Response]
    assert len(rows) == len(opened)
    return [
        Reply(row["organisation"] or "", unpack(row["answers"]), unpack(row["scores"]))
        for row in rows
    ]


def other_world(opened: Sequence[Opened], seed: int) -> list[Opened]:
    """The same, but that people of whom neither role nor years are told have one another's, with
    what was asked because of them."""
    chance, alike = random.Random(seed), defaultdict[object, list[int]](list)
    for place, reply in enumerate(stored(opened)):
        if "role" not in reply.answers:
            alike[reply.answers.get("service")].append(place)
    there = list(opened)
    for places in alike.values():
        others = chance.sample(places, len(places))
        for place, other in zip(places, others, strict=True):
            there[place] = sealed(_kept(opened[place]) | _of_role(opened[other]))
    years = chance.sample([each.choices.get("years") for each in there], len(there))
    return [
        replace(each, choices=each.choices | ({"years": year} if year else {}))
        for each, year in zip(there, years, strict=True)
    ]


def _kept(ballot: Opened) -> dict[str, object]:
    return {key: each for key, each in ballot.choices.items() if key not in _of_role(ballot)}


def _of_role(ballot: Opened) -> dict[str, object]:
    return {k: v for k, v in ballot.choices.items() if k == "role" or k.startswith("only_role")}


def files(folder: Path, opened: Sequence[Opened]) -> list[bytes]:
    return [path.read_bytes() for path in tables.write(folder, Counted(ASKED, stored(opened)))]


def roles_found(folder: Path, opened: Sequence[Opened]) -> tuple[int, int]:
    """How many roles that are withheld can be read from what is not said to be not asked, of how
    many."""
    tables.write(folder, Counted(ASKED, stored(opened)))
    with (folder / "responses.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    right, withheld = 0, 0
    for ballot, row in zip(opened, rows, strict=True):
        if not row["role"] and (role := ballot.choices.get("role")):
            not_asked = row["blank__not_asked"].split()
            left = [each for each in ROLES if f"only_{each}" not in not_asked]
            right, withheld = right + (left == [role]), withheld + 1
    return right, withheld


def of_whole_ballots(patch: pytest.MonkeyPatch, opened: Sequence[Opened]) -> None:
    """The reasons are worked out of what each person answered, before anything was left out."""
    protected = Blanks._reasons
    wholes = _forever(opened)

    def of(blanks: Blanks, reply: Reply) -> dict[str, Blank]:
        whole = next(wholes).choices
        given = tuple(whole.get(key) for key in blanks._keys)
        blank = {column.name for column in blanks._every if column.name not in reply.answers}
        return {c.name: why for c, why in protected(blanks, given) if c.name in blank}

    patch.setattr(Blanks, "of", of)


def _forever(opened: Sequence[Opened]) -> Iterator[Opened]:
    while True:
        yield from opened


@pytest.mark.parametrize("seed", SEEDS)
def test_the_files_are_the_same_whoever_has_a_role_that_is_withheld(
    seed: int, tmp_path: Path
) -> None:
    here = ballots(seed)
    there = other_world(here, seed)

    assert [each.choices for each in here] != [each.choices for each in there]
    assert stored(here) == stored(there)
    assert files(tmp_path / "here", here) == files(tmp_path / "there", there)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_role_that_is_withheld_is_found_by_what_was_not_asked(seed: int, tmp_path: Path) -> None:
    found, withheld = roles_found(tmp_path, ballots(seed))

    assert (found, withheld > 15) == (0, True)


@pytest.mark.parametrize("seed", SEEDS)
def test_by_the_reasons_of_whole_ballots_it_would_be(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = ballots(seed)
    there = other_world(here, seed)
    of_whole_ballots(monkeypatch, here)
    found, withheld = roles_found(tmp_path / "found", here)
    of_here = files(tmp_path / "here", here)
    of_whole_ballots(monkeypatch, there)

    assert found == withheld
    assert of_here != files(tmp_path / "there", there)
