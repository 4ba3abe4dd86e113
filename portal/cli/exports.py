"""``flask export``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from portal.cli.plain import now, on_database
from portal.errors import Refused

FORMATS = ("csv", "xlsx", "sav")


@click.command("export")
@click.argument("round_code", metavar="ROUND")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True)
@click.option("--format", "form", type=click.Choice(FORMATS), default="csv", show_default=True)
@click.option("--reason", default="", help="what single people's answers are needed for")
@on_database
def command(round_code: str, out: Path, form: str, reason: str) -> None:
    """Responses, comments and codebook of a counted round."""
    from portal.calendar.london import london_day
    from portal.export import bundle
    from portal.services import audit
    from portal.services.reports import records

    os.umask(0o077)  # single people's answers: for the eyes of who exports them only
    at = now()
    counted = records.taken(round_code, reason, at)
    try:
        paths = bundle.write(form, out, counted, london_day(at))
    except OSError as error:
        raise Refused(f"{out} cannot be written to; name a folder that can be.") from error
    records.note(round_code, form, reason, audit.OPERATOR, at)  # before a pipe that is closed
    for path in paths:
        click.echo(str(path))
