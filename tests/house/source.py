"""The portal's own modules, read as trees, for tests that guard the house."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from portal.settings import ROOT


def modules() -> dict[str, Path]:
    """Every module of the portal, migrations left out (their names are no module names)."""
    return {
        _name(path): path
        for path in sorted((ROOT / "portal").rglob("*.py"))
        if "migrations" not in path.parts
    }


def imported(name: str) -> set[str]:
    """The portal's modules that a module imports, at its top or inside a function."""
    known = modules()
    found = set[str]()
    for module, names in _imports(name, known[name]):
        members = {f"{module}.{each}" for each in names} & known.keys()
        found |= members or ({module} & known.keys())
        if members and not names <= {member.rsplit(".", 1)[1] for member in members}:
            found.add(module)
    return found


def imported_packages(name: str) -> set[str]:
    """The first words of everything that a module imports."""
    return {module.split(".")[0] for module, _ in _imports(name, modules()[name])}


def _imports(name: str, path: Path) -> Iterator[tuple[str, set[str]]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, set()) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports by a relative name"
            yield node.module or "", {alias.name for alias in node.names}


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
