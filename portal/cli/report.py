"""``flask report``."""

from __future__ import annotations

import json
from typing import Any

import click

from portal.cli.plain import on_database

command = click.Group("report", help="What may be told of a counted round.")


@command.command("show")
@click.argument("round_code", metavar="ROUND")
@click.option("--organisation", "code", default="", help="one organisation's scores alone")
@on_database
def show(round_code: str, code: str) -> None:
    """Scores of organisations, types, regions and England, as JSON."""
    from portal.services.reports import editions
    from portal.services.rounds import register as rounds

    every = editions.all_cells(rounds.by_code(round_code))
    wanted = [
        each for each in every if not code or (each.level, each.name) == ("organisation", code)
    ]
    click.echo(json.dumps([_plain(each) for each in wanted], ensure_ascii=False, indent=1))


def _plain(each: Any) -> dict[str, object]:
    return {
        "level": each.level,
        "name": each.name,
        "split": each.split,
        "group": each.group,
        "about": each.about,
        "measure": each.measure,
        "part": each.part,
        "value": each.figure.value,
        "end": each.figure.end,
        "to_the_nearest": each.figure.step,
        "answers": each.answers,
        "answers_or_more": each.or_more,
    }
