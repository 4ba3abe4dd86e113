"""``flask organisation``."""

from __future__ import annotations

from pathlib import Path

import click

from portal.cli.plain import now, on_database, table

command = click.Group("organisation", help="Organisations.")


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@on_database
def import_file(file: Path) -> None:
    """Add or change organisations from a file: code,name,type,region,domains[,reply_to]."""
    from portal.services import audit
    from portal.services.organisations import register as organisations

    rows = table(file, organisations.COLUMNS, organisations.OPTIONAL)
    outcome = organisations.put(rows, audit.OPERATOR, now())
    click.echo(f"{outcome.added} added, {outcome.changed} changed")
