"""``flask job``: the worker."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import datetime

import click

from portal.cli.plain import now, on_database, tools

command = click.Group("job", help="The worker.")


@command.command("run")
@click.option("--now", "at", help="do what would be due at this time")
@on_database
def run(at: str | None) -> None:
    """What is due now: open, mint, remind, deliver, close, count, purge."""
    from portal.calendar.london import from_london
    from portal.worker import passes

    moment: datetime = from_london(at) if at else now()
    equipment, given, said = tools(), at is not None, False

    def till_delivered() -> Iterator[str]:
        return passes.run_till_delivered(equipment, moment, given=given)

    for sentence in passes.run_apart(equipment, till_delivered, moment, given=given):
        click.echo(sentence)
        said = True
    if not said:
        click.echo("nothing was due")


@command.command("clock-is-right")
@on_database
def clock_is_right() -> None:
    """Say that the clock is right, so that the worker does not wait."""
    from portal.calendar.london import in_london
    from portal.services import audit
    from portal.services.lifecycle import clock

    moment = now()
    doubted = clock.confirm(audit.OPERATOR, moment)
    said = "the worker continues" if doubted else "the worker does not doubt it"
    click.echo(f"the clock says {in_london(moment)}; {said}")


@command.command("work")
@on_database
def work() -> None:
    """One pass after the other, until it is told to stop: SIGTERM ends it between two passes, so
    that no letter is cut off in the middle. After a count it starts again, with its old number."""
    from portal.worker import passes

    told: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: told.append(number))
    passes.work(tools(), lambda: bool(told))
