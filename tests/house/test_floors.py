"""Imports point down only: the floors of ``docs/architecture.md``, module by module."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.settings import ROOT
from portal.store.db import db
from tests.factories import House
from tests.house import source

ANYONE = {"portal.errors", "portal.prose"}
FLOORS: dict[str, set[str]] = {
    "portal.errors": set(),
    "portal.prose": {"portal.errors"},
    "portal.settings": {"portal.errors", "portal.post.servers"},
    "portal.calendar": {"portal.calendar", "portal.errors"},
    "portal.survey": {"portal.survey", *ANYONE},
    "portal.disclosure": {"portal.disclosure", "portal.survey"},
    "portal.reports": {"portal.reports", "portal.disclosure", "portal.calendar"},
    "portal.vault": {"portal.vault", *ANYONE},
    "portal.post": {"portal.post", *ANYONE},
    "portal.tabular": {"portal.tabular", "portal.errors"},
    "portal.store": {"portal.store", "portal.calendar", "portal.errors"},
    "portal.services": {
        "portal.services",
        "portal.store",
        "portal.calendar",
        "portal.disclosure",
        "portal.survey",
        "portal.vault",
        "portal.tabular",
        "portal.post.letters",
        "portal.post.outcomes",
        "portal.post.wording",
        *ANYONE,
    },
    "portal.export": {"portal.export", "portal.survey", *ANYONE},
    "portal.web": {
        "portal.web",
        "portal.services",
        "portal.survey",
        "portal.export",
        "portal.calendar",
        "portal.disclosure",
        "portal.reports",
        *ANYONE,
    },
}
"""What each floor may import. Whatever is not named here stands on top and may import all."""
ON_TOP = {
    "portal",
    "portal.worker",
    "portal.cli",
}
MODULES = sorted(source.modules())
OPENERS = {"portal.services.lifecycle.ballots"}


def floor_of(module: str) -> str:
    found = [floor for floor in {*FLOORS, *ON_TOP} if below(module, floor)]
    return max(found, key=len)


def below(module: str, floor: str) -> bool:
    return module == floor or module.startswith(f"{floor}.")


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_nothing_above_its_floor(module: str) -> None:
    floor = floor_of(module)
    if floor in ON_TOP:
        return
    allowed = FLOORS[floor]
    above = {n for n in source.imported(module) if not any(below(n, each) for each in allowed)}
    assert above == set()


def test_only_known_folders_stand_on_top() -> None:
    on_top = {module for module in MODULES if floor_of(module) in ON_TOP}
    assert {top for top in ON_TOP if any(below(m, top) for m in on_top)} == ON_TOP


@pytest.mark.parametrize("module", MODULES)
def test_flask_stays_on_the_web_floor_and_peewee_below_it(module: str) -> None:
    found = source.imported_packages(module)
    floor = floor_of(module)
    if floor not in {"portal.web", *ON_TOP}:
        assert not found & {"flask", "flask_wtf", "wtforms", "werkzeug", "htmx_flask", "click"}
    if floor not in {"portal.store", "portal.services"}:
        assert not found & {"peewee", "playhouse", "sqlite3"}


def test_the_pure_floors_read_no_clock() -> None:
    for module in MODULES:
        if floor_of(module) in {"portal.survey", "portal.services", "portal.vault", "portal.post"}:
            text = source.modules()[module].read_text(encoding="utf-8")
            assert ".now(" not in text, module
            assert "today(" not in text, module


def test_only_the_count_opens_ballots() -> None:
    openers = {m for m in MODULES if "portal.vault.opening" in source.imported(m)}
    assert openers == OPENERS


def test_only_those_on_top_read_the_key_folder() -> None:
    readers = {m for m in MODULES if "portal.vault.keys" in source.imported(m)}
    assert {floor_of(module) for module in readers} <= ON_TOP


def test_only_the_key_folder_touches_key_files() -> None:
    users = {m for m in MODULES if "portal.vault.files" in source.imported(m)}
    assert users == {"portal.vault.keys"}


def test_respondents_and_staff_know_nothing_of_each_other() -> None:
    kept_apart = {
        "portal.web.respond": {"portal.web.staff", "portal.services.reports", "portal.export"},
        "portal.web.staff": {"portal.web.respond", "portal.services.answering.responding"},
    }
    for module in MODULES:
        for floor, forbidden in kept_apart.items():
            if below(module, floor):
                met = source.imported(module)
                assert not {n for n in met if any(below(n, each) for each in forbidden)}, module


def test_below_the_web_nothing_reads_the_current_app() -> None:
    for module in MODULES:
        if floor_of(module) not in {"portal.web", "portal.cli"}:
            assert "current_app" not in source.modules()[module].read_text(encoding="utf-8")


def test_a_process_that_serves_respondents_cannot_open_ballots(tmp_path: Path) -> None:
    house = House(tmp_path / "instance", datetime.now(UTC))
    house.open_round()
    db.close()
    command = [sys.executable, "-m", "tests.house.serving", str(house.folder), house.links()[0]]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert "portal.services.answering.responding" in loaded
    assert not loaded & {"portal.vault.opening", "portal.worker.passes", *OPENERS}
    assert "portal.services.lifecycle.counting" not in loaded
    assert not {name for name in loaded if below(name, "portal.export")}
