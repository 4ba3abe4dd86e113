"""The worker is killed at every step between a manifest and the database."""

from __future__ import annotations

from datetime import timedelta

from portal.services.answering import sittings
from portal.services.rounds import planning, steps
from portal.services.rounds import register as rounds
from portal.store.db import db
from portal.store.records import Audit
from portal.vault.pairs import public_of
from portal.worker import passes
from tests import killing
from tests.factories import ADA, NOW, House
from tests.services import ballots, scenes

WEEK = timedelta(days=7)


def closing_shown(house: House, code: bytes) -> str:
    return sittings.take("spring", code, NOW, house.tools.keys).pipes["closes"]


def as_it_stands(house: House) -> tuple[object, ...]:
    """What the database says, what the manifest says, what is still asked for, what was told."""
    found, manifest = rounds.by_code("spring"), ballots.manifest_of(house)
    told = [row.did for row in Audit.select() if "put round" in row.did]
    parts = planning.taking_part(found.id)
    return (
        (found.closes, parts),
        (manifest.closes, manifest.organisations),
        (found.wanted_closes, found.joining, found.problem, told),
    )


def test_a_grant_killed_at_any_step_is_completed_and_never_taken_for_an_attack(
    house: House,
) -> None:
    found = house.open_round(organisations=("northshire",))
    code = scenes.begin(house, house.links()[0])
    steps.extend("spring", found.closes + WEEK, ADA, NOW)
    planning.adjust("spring", "Spring check", [], ["southborough"], ADA, NOW)
    folders = killing.each_step("grant", house.folder)
    assert len(folders) > 9
    seen = set[str]()
    wanted = (found.closes + WEEK, ("northshire", "southborough"))
    for folder in folders:
        left = House(folder, NOW)
        seen.add(closing_shown(left, code))
        passes.keep(left.tools, NOW)
        assert as_it_stands(left) == (wanted, wanted, (None, (), "", [])), folder.name
        db.close()
    assert seen == {"9 March 2026 at 9:00am", "16 March 2026 at 9:00am"}


def test_an_opening_killed_at_any_step_is_completed_with_one_manifest(house: House) -> None:
    house.round()
    folders = killing.each_step("open", house.folder)
    assert len(folders) > 20
    for folder in folders:
        left = House(folder, NOW)
        passes.open_rounds(left.tools, NOW)
        assert passes.keep(left.tools, NOW) == []
        assert (rounds.by_code("spring").state, rounds.by_code("spring").problem) == ("open", "")
        key = public_of(ballots.key_of(left))
        assert key == ballots.manifest_of(left).terms.public_key, folder.name
        assert scenes.secret_of(left, rounds.by_code("spring").id), folder.name
        db.close()
