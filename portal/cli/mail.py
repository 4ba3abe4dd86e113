"""``flask mail``: letters that came back, and those of which nobody knows."""

from __future__ import annotations

import sys

import click

from portal.cli.plain import now, on_database

command = click.Group("mail", help="Letters that came back, and uncertain ones.")


@command.command("bounces")
@on_database
def bounces() -> None:
    """Read one report of non-delivery from standard input, as a mail server pipes it in."""
    from portal.services.letters import bounces

    number = bounces.note(sys.stdin.buffer.read(bounces.LARGEST), now())
    click.echo(f"{number} addresses are undeliverable now")


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
