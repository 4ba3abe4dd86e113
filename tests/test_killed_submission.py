"""The web process is killed at every single step of a submission."""

from __future__ import annotations

from pathlib import Path

from portal.services.answering import arriving
from portal.store.db import db
from tests import killing
from tests.factories import NOW, House, token_in
from tests.services import scenes

BEFORE, AFTER = (1, 0, 0), (0, 1, 1)
"""Drafts, ballots and spent tickets."""


def pressed_again(folder: Path) -> int:
    """The status that the person sees who presses the last button once more."""
    client = House(folder, NOW).client()
    client.set_cookie("answers-spring", (folder / killing.CODE).read_text())
    shown = client.get("/survey/spring/check")
    if shown.status_code != 200:
        return shown.status_code
    token = token_in(shown.get_data(as_text=True))
    return client.post("/survey/spring/submit", data={"csrf_token": token}).status_code


def test_a_submission_killed_at_any_step_leaves_the_draft_or_the_ballot(house: House) -> None:
    house.open_round()
    code = scenes.begin(house, house.links()[0])
    scenes.fill(house, code)
    (house.folder / killing.CODE).write_text(arriving.code_text(code).replace("-", ""))
    folders = killing.each_step("submit", house.folder)
    assert len(folders) > 5
    outcomes = list[tuple[int, int, int]]()
    for folder in folders:
        House(folder, NOW)
        outcomes.append(scenes.left_behind())
        assert pressed_again(folder) == (303 if outcomes[-1] == BEFORE else 409), folder.name
        assert scenes.left_behind() == AFTER, folder.name
        db.close()
    assert outcomes[0] == BEFORE
    assert outcomes[-1] == AFTER
    assert set(outcomes) == {BEFORE, AFTER}
