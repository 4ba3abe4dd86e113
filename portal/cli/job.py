"""``flask job``: the worker."""

from __future__ import annotations

from datetime import datetime

import click

from portal.cli.plain import now, on_database

command = click.Group("job", help="The worker.")


@command.command("run")
@click.option("--now", "at", help="do what would be due at this moment")
@on_database
def run(at: str | None) -> None:
    """One pass: open, mint, remind, deliver, close, count, purge."""
    from portal import jobs
    from portal.cli.tools import tools
    from portal.survey.schedule import from_london

    moment: datetime = from_london(at) if at else now()
    for sentence in jobs.run(tools(), moment) or ["nothing was due"]:
        click.echo(sentence)


@command.command("work")
@on_database
def work() -> None:
    """One pass after the other, for ever."""
    from portal import jobs
    from portal.cli.tools import tools

    jobs.work(tools())
