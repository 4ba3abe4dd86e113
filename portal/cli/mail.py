"""``flask mail``: letters that came back, and those of which nobody knows."""

from __future__ import annotations

import os
import sys

import click

from portal.calendar import london
from portal.cli.plain import now, on_database
from portal.errors import PortalError
from portal.store import db

command = click.Group("mail", help="Letters that came back, and uncertain ones.")


@command.command("bounces")
def bounces() -> None:
    """Read one report of non-delivery from standard input, as a mail server pipes it in.

    Whatever fails ends with status 75, so that the mail server keeps the report and tries again: a
    report that is refused leads nowhere.
    """
    from portal.services.letters import bounces

    try:
        db.check_schema()
        number = bounces.note(sys.stdin.buffer.read(bounces.LARGEST), now())
    except Exception as error:
        click.echo(str(error) if isinstance(error, PortalError) else type(error).__name__, err=True)
        sys.exit(os.EX_TEMPFAIL)
    click.echo(f"{number} addresses are undeliverable now")


@command.command("try-again")
@click.argument("round_code", metavar="ROUND")
@click.option("--since", required=True, help="London's time, like 2026-11-02T09:00")
@on_database
def try_again(round_code: str, since: str) -> None:
    """Addresses found not to work since a moment: each gets its last letter once more."""
    from portal.services import audit
    from portal.services.letters import bounces

    number = bounces.take_back(round_code, london.from_london(since), audit.OPERATOR, now())
    click.echo(f"{number} addresses are tried again")


@command.command("uncertain")
@click.argument("round_code", metavar="ROUND")
@click.option("--send-again", "settle", flag_value="again", help="somebody may get one twice")
@click.option("--leave", "settle", flag_value="leave", help="take them for sent")
@on_database
def uncertain(round_code: str, settle: str | None) -> None:
    """Letters whose sending was cut off: count them, send them again, or leave them."""
    from portal.services import audit
    from portal.services.letters import uncertain

    letters = uncertain.letters(round_code, now())
    chosen = [each.letter for each in letters]
    if settle == "again":
        done = uncertain.send_again(round_code, chosen, audit.OPERATOR, now())
        click.echo(f"{done} letters are sent again")
    elif settle == "leave":
        done = uncertain.leave(round_code, chosen, audit.OPERATOR, now())
        click.echo(f"{done} letters are left as they are")
    else:
        click.echo(f"{len(letters)} letters may or may not have gone out")
