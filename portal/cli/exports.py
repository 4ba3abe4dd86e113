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
@on_database
def command(round_code: str, out: Path, form: str) -> None:
    """Responses, comments and codebook of a counted round."""
    from portal.export import bundle
    from portal.services import audit
    from portal.services.reports import results

    os.umask(0o077)  # single people's answers: for the eyes of who exports them only
    counted = results.counted(round_code)
    try:
        for path in bundle.write(form, out, counted.questionnaire, *counted.rows()):
            click.echo(str(path))
    except OSError as error:
        raise Refused(f"{out} cannot be written to; name a folder that can be.") from error
    results.note_export(round_code, form, audit.OPERATOR, now())
