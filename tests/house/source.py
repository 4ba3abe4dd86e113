"""The portal's own modules, each read and parsed once, for tests that guard the house."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from portal.settings import ROOT


@cache
def modules() -> dict[str, Path]:
    """Every module of the portal by its name, migrations left out (theirs are no module names)."""
    return {
        _name(path): path
        for path in sorted((ROOT / "portal").rglob("*.py"))
        if "migrations" not in path.parts
    }


@cache
def text(name: str) -> str:
    return modules()[name].read_text(encoding="utf-8")


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(text(name))


@cache
def imported(name: str) -> frozenset[str]:
    """The portal's modules that a module imports, at its top or inside a function."""
    known = modules()
    found = set[str]()
    for module, names in _imports(name):
        members = {f"{module}.{each}" for each in names} & known.keys()
        found |= members or ({module} & known.keys())
        if members and not names <= {member.rsplit(".", 1)[1] for member in members}:
            found.add(module)
    return frozenset(found)


@cache
def imported_packages(name: str) -> frozenset[str]:
    """The first words of everything that a module imports."""
    return frozenset(module.split(".")[0] for module, _ in _imports(name))


def names_from(name: str, module: str) -> set[str]:
    """What a module imports by name from another."""
    return {each for origin, names in _imports(name) if origin == module for each in names}


def classes(name: str) -> list[str]:
    """The names of a module's classes."""
    return [node.name for node in tree(name).body if isinstance(node, ast.ClassDef)]


def functions(name: str) -> list[str]:
    """The names of a module's functions."""
    return [node.name for node in tree(name).body if isinstance(node, ast.FunctionDef)]


def names(name: str) -> list[ast.Name]:
    """Every place where a name of a module is bound or used."""
    return [node for node in ast.walk(tree(name)) if isinstance(node, ast.Name)]


def place(name: str, node: ast.expr | ast.stmt | None = None) -> str:
    """Where a module, or something in it, stands: as editors and people find it."""
    path = modules()[name].relative_to(ROOT)
    return f"{path}:{node.lineno}" if node else str(path)


def listed(places: Iterable[str]) -> str:
    """All of them, for the message of a test that found them."""
    return "\n" + "\n".join(sorted(places))


def _imports(name: str) -> Iterator[tuple[str, set[str]]]:
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, set()) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports by a relative name"
            yield node.module or "", {alias.name for alias in node.names}


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
