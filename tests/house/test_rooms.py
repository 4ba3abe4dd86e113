"""The rooms: one list of names on every floor that has rooms, and an order in which they import."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

from portal.settings import ROOT
from tests.house import source

FREE = ("audit", "editing", "health", "privacy", "stored", "stored_of_staff", "uploads")
"""Modules that stand directly in ``services/``, since every room uses them."""
ORDER = (
    ("audit", "editing", "health", "stored", "uploads"),
    ("privacy", "stored_of_staff"),
    ("questionnaires",),
    ("answering", "rounds"),
    ("letters",),
    ("staff",),
    ("organisations", "people"),
    ("lists",),
    ("figures",),
    ("enrolment", "reports"),
    ("returns", "actions", "comments", "guiding"),
    ("nation", "preparation"),
    ("lifecycle", "finding", "series"),
)
"""A room imports from those of earlier lines, and from no neighbour in its own."""
RANKS = {room: rank for rank, line in enumerate(ORDER) for room in line}
ROOMS = RANKS.keys() - set(FREE)
STAFF_PAGES = {
    *("accounts", "rounds", "people", "figures", "questionnaires", "organisations", "reports"),
    *("returns", "actions", "comments", "nation", "finding", "lists", "preparation", "series"),
}
"""The room of accounts is called *accounts* here: a folder named *staff* stands above it."""
STORE = {
    *("actions", "answers", "comments", "figures", "letters", "library", "nation"),
    *("organisations", "people", "preparation", "records", "results", "returns", "rounds", "staff"),
}
MOST = 8
"""Files in a room."""


def folders(path: str) -> set[str]:
    return {p.name for p in (ROOT / path).iterdir() if p.is_dir() and p.name != "__pycache__"}


def files(path: Path) -> set[str]:
    return {each.stem for each in path.glob("*.py")} - {"__init__"}


def room_of(module: str) -> str:
    """The room of a module of ``services/``; the root of them all has none."""
    parts = module.split(".")
    return parts[2] if parts[:2] == ["portal", "services"] and len(parts) > 2 else ""


def test_the_rooms_of_services_are_those_of_the_list() -> None:
    assert folders("portal/services") == ROOMS
    assert files(ROOT / "portal" / "services") == set(FREE)


def test_the_rooms_of_the_staff_site_are_the_same() -> None:
    assert folders("portal/web/staff") == STAFF_PAGES
    assert folders("templates/staff") == STAFF_PAGES
    assert STAFF_PAGES - {"accounts"} <= ROOMS


def test_every_table_stands_in_the_file_of_its_room() -> None:
    known = {*STORE, "db", "tables"}
    assert files(ROOT / "portal" / "store") == known


def test_the_tests_stand_in_the_same_rooms() -> None:
    assert folders("tests/services") <= ROOMS
    assert folders("tests/web/staff") <= STAFF_PAGES


def test_a_room_imports_from_earlier_rooms_only() -> None:
    wrong = {
        f"{source.place(module)} imports {name}"
        for module in source.modules()
        if (room := room_of(module))
        for name in source.imported(module)
        if (other := room_of(name)) and other != room and RANKS[other] >= RANKS[room]
    }
    assert not wrong, source.listed(wrong)


def test_the_staff_pages_of_one_room_import_from_earlier_rooms_only() -> None:
    ranks = {**RANKS, "accounts": RANKS["staff"]}
    wrong = set[str]()
    for module in source.modules():
        here = module.split(".")
        if here[:3] != ["portal", "web", "staff"] or len(here) < 5:
            continue
        for name in source.imported(module):
            there = name.split(".")
            same_floor = there[:3] == here[:3] and len(there) > 4 and there[3] != here[3]
            if same_floor and ranks[there[3]] >= ranks[here[3]]:
                wrong.add(f"{source.place(module)} imports {name}")
    assert not wrong, source.listed(wrong)


def test_a_room_has_few_doors() -> None:
    rooms = [ROOT / "portal" / "services" / room for room in ROOMS]
    rooms += [ROOT / "portal" / "web" / "staff" / room for room in STAFF_PAGES]
    full = {f"{room}: {len(files(room))}" for room in rooms if len(files(room)) > MOST}
    assert not full, source.listed(full)


def test_no_class_of_services_shares_its_name_with_another() -> None:
    public = Counter(
        name
        for module in source.modules()
        if module.startswith("portal.services.")
        for name in source.classes(module)
        if not name.startswith("_")
    )
    assert {name for name, number in public.items() if number > 1} == set()


def test_a_public_function_is_called_by_more_than_a_preposition() -> None:
    small = {"about", "as", "at", "by", "for", "from", "in", "of", "on", "to", "with"}
    wrong = {
        f"{source.place(module)}: {name}"
        for module in source.modules()
        for name in source.functions(module)
        if name in small
    }
    assert not wrong, source.listed(wrong)


def test_a_docstring_begins_with_a_sentence() -> None:
    """One that goes on from the name above it cannot be understood without it."""
    wrong = {
        f"{source.place(module)}: {node.name}"
        for module in source.modules()
        for node in ast.walk(source.tree(module))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and (said := ast.get_docstring(node))
        and said.split()[0] in {"By", "None", "Of", "With"}
    }
    assert not wrong, source.listed(wrong)


def test_a_thing_is_called_by_its_name() -> None:
    """A local that is only *found* says how it was come by, not what it is."""
    wrong = {
        source.place(module, node)
        for module in source.modules()
        for node in source.names(module)
        if node.id == "found"
    }
    assert not wrong, source.listed(wrong)
