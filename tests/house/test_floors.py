"""Imports point down only: the floors of ``docs/architecture.md``, module by module."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from portal.settings import ROOT
from portal.store.db import db
from tests.factories import House
from tests.house import source

ERRORS, PROSE, FORMULAS = "portal.errors", "portal.prose", "portal.formulas"
FLOORS: dict[str, set[str]] = {
    "portal.errors": set(),
    "portal.prose": {ERRORS},
    "portal.formulas": set(),
    "portal.settings": {"portal.post.servers", ERRORS},
    "portal.calendar": {"portal.calendar", ERRORS},
    "portal.survey": {"portal.survey", PROSE, ERRORS},
    "portal.disclosure": {"portal.disclosure", "portal.survey"},
    "portal.reports": {"portal.reports", "portal.disclosure", "portal.survey", ERRORS},
    "portal.pointing": {"portal.pointing"},
    "portal.vault": {"portal.vault", ERRORS},
    "portal.post": {"portal.post", PROSE, ERRORS},
    "portal.tabular": {"portal.tabular", FORMULAS, ERRORS},
    "portal.store": {"portal.store", "portal.calendar", ERRORS},
    "portal.services": {
        "portal.services",
        "portal.store",
        "portal.calendar",
        "portal.disclosure",
        "portal.pointing",
        "portal.reports",
        "portal.survey",
        "portal.vault",
        "portal.tabular",
        "portal.post.letters",
        "portal.post.addresses",
        "portal.post.outcomes",
        "portal.post.replies",
        "portal.post.returned",
        "portal.post.wording",
        ERRORS,
    },
    "portal.export": {
        *("portal.export", "portal.survey", "portal.reports", "portal.disclosure"),
        *(PROSE, FORMULAS, ERRORS),
    },
    "portal.web": {
        "portal.web",
        "portal.services",
        "portal.survey",
        "portal.export",
        "portal.calendar",
        "portal.disclosure",
        "portal.pointing",
        "portal.reports",
        "portal.tabular.asking",
        PROSE,
        ERRORS,
    },
    "portal.worker": {
        "portal.worker",
        "portal.services",
        "portal.store.db",
        "portal.calendar",
        "portal.vault.holding",
        "portal.vault.keys",
        "portal.vault.manifest",
        "portal.vault.pairs",
        "portal.post",
        "portal.settings",
        ERRORS,
    },
}
"""What each floor may import. Whatever is not named here stands on top and may import all."""
ON_TOP = {"portal", "portal.cli"}
MODULES = sorted(source.modules())
OPENERS = {"portal.services.lifecycle.ballots"}
TAKERS = {
    "portal.services.reports.results": {
        "portal.services.reports.auditing",
        "portal.services.reports.records",
        "portal.services.returns.submitted",
    },
    "portal.services.reports.records": {
        "portal.cli.exports",
        "portal.web.staff.rounds.downloads",
    },
}
"""What hands out single people's answers: a page and a command, each noted in the audit. Auditing
counts how many share what is stored, and hands out nothing; returns bear their organisations'
names."""
KEEPERS = {
    "portal.services.comments.queue",
    "portal.services.comments.reading",
    "portal.services.comments.releasing",
    "portal.services.lifecycle.demonstration",
    "portal.services.lifecycle.responses",
    "portal.services.reports.results",
    "portal.services.reports.statements",
    "portal.store.comments",
}
"""What knows the tables of single answers: who writes them, who hands them out, who shows an
organisation its own return, and what has comments read before they are published."""
FOR_RESPONDENTS = {
    "portal.services",
    "portal.services.actions",
    "portal.services.actions.said",
    "portal.services.audit",
    "portal.services.health",
    "portal.services.nation",
    "portal.services.nation.public",
    "portal.services.people",
    "portal.services.people.invitations",
    "portal.services.privacy",
    "portal.services.stored",
    "portal.services.questionnaires",
    "portal.services.questionnaires.frozen",
    "portal.services.rounds",
    "portal.services.rounds.register",
}
"""What a process that serves respondents alone may have of the services, beside all of the room
``answering``: no figures, of reports a page that is public, nothing of what ends a round."""


def floor_of(module: str) -> str:
    found = [floor for floor in {*FLOORS, *ON_TOP} if below(module, floor)]
    return max(found, key=len)


def below(module: str, floor: str) -> bool:
    return module == floor or module.startswith(f"{floor}.")


def test_a_module_imports_nothing_above_its_floor() -> None:
    above = {
        f"{source.place(module)} imports {name}"
        for module in MODULES
        if (allowed := FLOORS.get(floor_of(module))) is not None
        for name in source.imported(module)
        if not any(below(name, each) for each in allowed)
    }
    assert not above, source.listed(above)


def test_only_known_folders_stand_on_top() -> None:
    on_top = {module for module in MODULES if floor_of(module) in ON_TOP}
    assert {top for top in ON_TOP if any(below(m, top) for m in on_top)} == ON_TOP


def test_flask_stays_on_the_web_floor_and_peewee_below_it() -> None:
    web = {"flask", "flask_wtf", "wtforms", "werkzeug", "htmx_flask", "click"}
    database = {"peewee", "playhouse", "sqlite3"}
    found = set[str]()
    for module in MODULES:
        floor = floor_of(module)
        allowed = web if floor in {"portal.web", *ON_TOP} else set()
        if floor in {"portal.store", "portal.services"}:
            allowed = database
        met = source.imported_packages(module) & (web | database) - allowed
        found |= {f"{source.place(module)} imports {name}" for name in met}
    assert not found, source.listed(found)


def test_the_pure_floors_read_no_clock() -> None:
    for module in MODULES:
        if floor_of(module) in {"portal.survey", "portal.services", "portal.vault", "portal.post"}:
            assert ".now(" not in source.text(module), source.place(module)
            assert "today(" not in source.text(module), source.place(module)


def test_only_the_count_opens_ballots() -> None:
    openers = {m for m in MODULES if "portal.vault.opening" in source.imported(m)}
    assert openers == OPENERS


def test_only_the_worker_and_the_start_read_the_key_folder() -> None:
    readers = {m for m in MODULES if "portal.vault.keys" in source.imported(m)}
    assert {floor_of(module) for module in readers} == {"portal", "portal.worker"}


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
            assert "current_app" not in source.text(module), source.place(module)


def loaded_by(sites: str, folder: Path) -> set[str]:
    """What of ours a process of these sites has loaded once somebody has answered there."""
    house = House(folder / "instance", datetime.now(UTC))
    house.open_round()
    db.close()
    command = [sys.executable, "-m", "tests.house.serving", str(house.folder), house.links()[0]]
    done = subprocess.run([*command, sites], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_a_process_that_serves_respondents_cannot_open_ballots(tmp_path: Path) -> None:
    loaded = loaded_by("both", tmp_path)
    assert "portal.services.answering.responding" in loaded
    assert not loaded & {"portal.vault.opening", "portal.worker.passes", *OPENERS}
    assert "portal.services.lifecycle.counting" not in loaded
    assert not {name for name in loaded if below(name, "portal.export")}


def test_a_process_of_respondents_alone_has_no_service_but_theirs(tmp_path: Path) -> None:
    loaded = loaded_by("respond", tmp_path)
    assert "portal.services.answering.responding" in loaded
    answering = "portal.services.answering"
    services = {name for name in loaded if below(name, "portal.services")}
    assert {name for name in services if not below(name, answering)} <= FOR_RESPONDENTS
    apart = ("portal.vault.opening", "portal.worker", "portal.export", "portal.reports")
    assert not {name for name in loaded if any(below(name, each) for each in apart)}


def test_single_answers_are_read_by_what_exports_them_and_by_nothing_else() -> None:
    """A report is made of released figures: none of its pages, files or charts reaches a record."""
    for results, takers in TAKERS.items():
        assert {m for m in MODULES if results in source.imported(m)} == takers
    answers = {"Response", "Comment"}
    knowing = {m for m in MODULES if source.names_from(m, "portal.store.results") & answers}
    assert knowing == KEEPERS
    whole = {m for m in MODULES if "results" in source.names_from(m, "portal.store")}
    assert whole == {"portal.store.tables"}


def test_only_the_pages_of_administrators_reach_comments_that_are_not_published() -> None:
    """What a principal social worker is shown knows what is published, and nothing before that."""
    room = "portal.services.comments"
    raw = {f"{room}.{name}" for name in ("queue", "reading", "releasing")}
    reaching = {m for m in MODULES if raw & source.imported(m) and not below(m, room)}
    assert reaching and all(below(m, "portal.web.staff.comments") for m in reaching)
