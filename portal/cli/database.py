"""``flask db``."""

from __future__ import annotations

import click

from portal.cli.plain import plain_errors

command = click.Group("db", help="The database.")


@command.command("upgrade")
@plain_errors
def upgrade() -> None:
    """Bring the database up to date."""
    from portal.store import db

    for name in db.upgrade() or ["nothing to do"]:
        click.echo(name)
