"""``flask organisation``."""

from __future__ import annotations

from pathlib import Path

import click

from portal.cli.answers import answers
from portal.cli.plain import now, of_file, on_database
from portal.tabular.asking import ENCODING, Answers
from portal.tabular.rows import HIDDEN, STRUCK

command = click.Group("organisation", help="Organisations.")


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--new", multiple=True, help="A type or region that no organisation has so far.")
@answers(ENCODING, HIDDEN, STRUCK)
@on_database
def import_file(file: Path, new: tuple[str, ...], given: Answers) -> None:
    """Add or change organisations from a file: [code,]name,type,region[,domains][,reply_to]."""
    from portal.services import audit
    from portal.services.organisations import importing, kinds, lists

    read = of_file(file, lambda data: lists.listed(data, given))
    outcome, of = importing.put(read, {**given, **kinds.as_new(new)}, audit.OPERATOR, now())
    for line in of.told:
        click.echo(line, err=True)
    click.echo(f"{outcome.added} added, {outcome.changed} changed")
