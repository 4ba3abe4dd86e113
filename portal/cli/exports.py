"""``flask export``."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path

import click

from portal.cli.plain import on_database
from portal.errors import Refused

WRITERS = {"csv": "tables", "xlsx": "workbook", "sav": "spss"}
"""The module of ``portal.export`` that writes each format; loaded only when it is asked for."""


@click.command("export")
@click.argument("round_code", metavar="ROUND")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True)
@click.option(
    "--format", "form", type=click.Choice(list(WRITERS)), default="csv", show_default=True
)
@on_database
def command(round_code: str, out: Path, form: str) -> None:
    """Responses, comments and codebook of a counted round."""
    from portal.services import reporting

    os.umask(0o077)  # single people's answers: for the eyes of who exports them only
    found = reporting.counted(round_code)
    replies = [(r.organisation, r.answers, r.scores) for r in found.replies]
    remarks = [(r.organisation, r.item, r.text) for r in found.remarks]
    writer = import_module(f"portal.export.{WRITERS[form]}")
    try:
        for path in writer.write(out, found.questionnaire, replies, remarks):
            click.echo(str(path))
    except OSError as error:
        raise Refused(f"{out} cannot be written to; name a folder that can be.") from error
