"""The worker is killed at every step of a morning on which letters to PSWs go out."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

from portal.calendar.schedule import Schedule
from portal.services.letters.box import UNCERTAIN_AFTER
from portal.store.db import db
from portal.store.letters import Notice
from tests import killing
from tests.factories import NOW, OLGA, PAT, House

DAY = timedelta(days=1)


def reached(folder: Path) -> Counter[str]:
    """How many letters each address has had."""
    lines = [
        line
        for path in (folder / "mail").rglob("*.eml")
        for line in path.read_text().splitlines()
        if line.startswith("To: ")
    ]
    return Counter(line.removeprefix("To: ") for line in lines)


def test_letters_to_psws_killed_at_any_step_go_to_nobody_twice_and_to_everybody(
    house: House,
) -> None:
    """But for the one that was in hand: nobody knows whether it went out, so it is sent once
    more."""
    house.person(PAT)
    house.person(OLGA)
    house.round(schedule=Schedule(NOW + 30 * DAY, NOW + 50 * DAY))
    folders = killing.each_step("guide", house.folder)
    assert len(folders) > 20
    for folder in folders:
        killing.guide(folder, lambda: None)
        stuck = Notice.select().where(Notice.state == "sending").count()
        told = reached(folder)
        assert stuck <= 1, folder.name
        assert 2 - stuck <= len(told) == told.total(), folder.name
        killing.send(folder, lambda: None, NOW + DAY + UNCERTAIN_AFTER)
        told = reached(folder)
        assert told.keys() == {PAT, OLGA}, folder.name
        assert told.total() <= 2 + stuck, folder.name
        db.close()
