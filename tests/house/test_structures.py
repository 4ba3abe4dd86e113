"""Structures that stand once: what a state means, what a return is, how the database is written.

Written out a second time, each of them would be a rule that somebody forgets to change."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from portal.calendar.state import State
from portal.settings import ROOT
from tests.house import source

STATES = {state.value for state in State}
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def outside(*floors: str) -> list[str]:
    return [
        module
        for module in source.modules()
        if not any(module == floor or module.startswith(f"{floor}.") for floor in floors)
    ]


def constants(node: ast.AST) -> Iterator[str]:
    yield from (
        each.value
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    )


def is_state(node: ast.AST) -> bool:
    """An expression ``….state`` or ``state``, or something asked of one."""
    return (isinstance(node, ast.Attribute) and node.attr == "state") or (
        isinstance(node, ast.Name) and node.id == "state"
    )


def spelt_states(module: str) -> Iterator[str]:
    for node in ast.walk(source.tree(module)):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(map(is_state, sides)) and any(STATES & set(constants(side)) for side in sides):
                yield source.place(module, node)
        written = isinstance(node, ast.keyword) and node.arg == "state"
        if written and STATES & set(constants(node)):
            yield source.place(module, node.value)


def test_only_the_calendar_spells_a_rounds_states() -> None:
    wrong = [place for module in outside("portal.calendar") for place in spelt_states(module)]
    assert not wrong, source.listed(wrong)


def test_a_page_asks_a_state_what_it_means_or_names_one_that_there_is() -> None:
    names = "|".join(STATES)
    spelt, unknown = set[str](), set[str]()
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        if re.search(rf"\.state (==|!=|in|not in) [(\"']+({names})[\"']", text):
            spelt.add(str(path))
        asked = set(re.findall(r"\.state\.(\w+)", text))
        named = set(re.findall(r"\bState\.(\w+)", text))
        if {each for each in asked if not hasattr(State, each)} | named - set(State.__members__):
            unknown.add(str(path))
    assert (spelt, unknown) == (set(), set())


def test_only_a_questionnaire_says_whether_it_is_a_return() -> None:
    wrong = [
        source.place(module, node)
        for module in outside("portal.survey")
        for node in ast.walk(source.tree(module))
        if isinstance(node, ast.Compare) and {"return", "anonymous"} & set(constants(node))
    ]
    assert not wrong, source.listed(wrong)
    assert not [
        path
        for path in TEMPLATES
        if re.search(r"kind [!=]= .(return|anonymous)\b", path.read_text())
    ]


@pytest.mark.parametrize(
    "word",
    ["IMMEDIATE", "execute_sql", "executemany", "on_conflict_replace", ".atomic(", "PRAGMA"],
)
def test_only_the_store_knows_what_kind_of_database_there_is(word: str) -> None:
    wrong = [source.place(m) for m in outside("portal.store") if word in source.text(m)]
    assert not wrong, source.listed(wrong)
