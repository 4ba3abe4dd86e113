"""The worker is killed at every single step; a normal pass then ends as if it had not been."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from portal.services.figures import overview
from portal.services.reports import results
from portal.services.rounds import register as rounds
from portal.store.db import db
from portal.store.records import Audit
from portal.store.results import Certificate
from tests import killing
from tests.factories import NOW, House
from tests.services import scenes


def answered(house: House) -> Counter[tuple[str, str]]:
    """Twenty people have answered; how often each answer and each text was given."""
    house.open_round(northshire=21)
    sent = Counter[tuple[str, str]]()
    for n, link in enumerate(house.links()[:20]):
        said = {"heard": ("agree", "disagree")[n % 2]}
        if n % 10 == 1:
            said["why"] = f"Reason {n}"
        scenes.respond(house, link, **said)
        sent.update(said.items())
    scenes.begin(house, house.links()[20])
    return sent


def kept() -> Counter[tuple[str, str]]:
    found = results.counted("spring")
    answers = Counter(("heard", reply.answers["heard"]) for reply in found.replies)
    return answers + Counter((remark.item, remark.text) for remark in found.remarks)


def after_a_normal_pass(folder: Path) -> dict[str, object]:
    """What is to be seen of a round that ended, wherever its first end was cut off."""
    house = House(folder, NOW)
    house.work(days=8)
    found = rounds.by_code("spring")
    ending = overview.status("spring").certificate
    stored = scenes.snapshot()
    keys = {path.name.split(".")[1] for path in (folder / "keys").rglob("*") if path.is_file()}
    personal = ("invitation", "outgoing", "draft", "ticket", "ballot")
    seen = {
        "state": (found.state, found.problem),
        "kept": kept(),
        "certificates": Certificate.select().count(),
        "ending": ending,
        "keys": keys,
        "personal": [len(stored[table]) for table in personal],
        "rows": overview.status("spring").rows,
        "audit": Counter(row.did for row in Audit.select()),
    }
    db.close()
    seen["traces"] = b"@northshire.example.org" in (folder / "portal.sqlite").read_bytes()
    return seen


def test_a_count_killed_at_any_step_loses_nothing_and_counts_nothing_twice(house: House) -> None:
    sent = answered(house)
    folders = killing.each_step("end", house.folder)
    assert len(folders) > 60
    ends = {folder.name: after_a_normal_pass(folder) for folder in folders}
    whole = ends[folders[-1].name]
    assert whole["state"] == ("counted", "")
    assert whole["kept"] == sent
    assert whole["keys"] == {"secret", "tombstone"}
    assert (whole["personal"], whole["traces"]) == ([0] * 5, False)
    for name, end in ends.items():
        assert end == whole, name


def test_letters_killed_at_any_step_go_to_nobody_twice(house: House) -> None:
    house.round()
    house.invite(2)
    folders = killing.each_step("send", house.folder)
    assert len(folders) > 30
    for folder in folders:
        killing.send(folder, lambda: None)
        told = Counter(_reached(path.read_text()) for path in (folder / "mail").rglob("*.eml"))
        stuck = [row for row in scenes.snapshot()["outgoing"] if "sending" in row]
        assert len(stuck) <= 1, folder.name
        assert 2 - len(stuck) <= len(told) == told.total(), folder.name
        db.close()


def _reached(letter: str) -> str:
    return next(line for line in letter.splitlines() if line.startswith("To: "))
