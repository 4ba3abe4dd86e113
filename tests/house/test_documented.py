"""Every setting and every command stands in the guides."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

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


@pytest.mark.parametrize("setting", [*DEFAULTS, "PORTAL_INSTANCE"])
def test_a_setting_is_described_for_the_operator(setting: str) -> None:
    assert f"| `{setting}` |" in OPERATOR


@pytest.mark.parametrize(("group", "name"), list(commands()))
def test_a_command_is_named_in_a_guide(group: str, name: str) -> None:
    """In full, or in a line that names its group's first command in full and then others."""
    lines = f"{OPERATOR}\n{ADMINISTRATOR}".splitlines()
    full = " ".join(f"flask {group} {name}".split())
    beside = [line for line in lines if group and f"`flask {group} " in line]
    assert any(full in line for line in lines) or any(f"`{name}" in line for line in beside)


def test_every_room_of_commands_is_looked_at() -> None:
    rooms = {path.stem for path in (ROOT / "portal" / "cli").glob("*.py")}
    assert len(rooms - {"__init__", "plain", "tools"}) == len(cli.ROOMS)
