"""Every setting and every command stands in the guides."""

from __future__ import annotations

from collections.abc import Iterator

import click

from portal import cli
from portal.settings import DEFAULTS, ROOT

OPERATOR = (ROOT / "docs" / "operator.md").read_text(encoding="utf-8")
ADMINISTRATOR = (ROOT / "docs" / "administrator.md").read_text(encoding="utf-8")


def commands() -> Iterator[tuple[str, str]]:
    """Each command's group, or nothing, and its name."""
    for room in cli.ROOMS:
        if isinstance(room.command, click.Group):
            yield from ((str(room.command.name), name) for name in room.command.commands)
        else:
            yield "", str(room.command.name)


def test_a_setting_is_described_for_the_operator() -> None:
    settings = {*DEFAULTS, "PORTAL_INSTANCE"}
    assert {setting for setting in settings if f"| `{setting}` |" not in OPERATOR} == set()


def test_a_command_is_named_in_a_guide() -> None:
    assert {f"{group} {name}" for group, name in commands() if not named(group, name)} == set()


def named(group: str, name: str) -> bool:
    """In full, or in a line that names its group's first command in full and then others."""
    lines = f"{OPERATOR}\n{ADMINISTRATOR}".splitlines()
    full = " ".join(f"flask {group} {name}".split())
    beside = [line for line in lines if group and f"`flask {group} " in line]
    return any(full in line for line in lines) or any(f"`{name}" in line for line in beside)


def test_every_room_of_commands_is_looked_at() -> None:
    rooms = {path.stem for path in (ROOT / "portal" / "cli").glob("*.py")}
    assert len(rooms - {"__init__", "answers", "plain", "status", "tools"}) == len(cli.ROOMS)
