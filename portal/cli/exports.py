"""``flask export``."""

from __future__ import annotations

from pathlib import Path

import click

from portal.cli.plain import on_database


@click.command("export")
@click.argument("round_code", metavar="ROUND")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True)
@on_database
def command(round_code: str, out: Path) -> None:
    """responses.csv, comments.csv and codebook.csv of a counted round."""
    from portal.export import tables
    from portal.services import reporting

    found = reporting.counted(round_code)
    replies = ((r.organisation, r.answers, r.scores) for r in found.replies)
    remarks = ((r.organisation, r.item, r.text) for r in found.remarks)
    for path in tables.write(out, found.questionnaire, replies, remarks):
        click.echo(str(path))
