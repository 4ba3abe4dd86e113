"""``flask report``."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from portal.cli.plain import on_database
from portal.errors import Refused

FORMS = ("json", "csv", "html", "docx", "xlsx", "sav")
BINARY = ("docx", "xlsx", "sav")

command = click.Group("report", help="What may be told of a counted round.")


@command.command("show")
@click.argument("round_code", metavar="ROUND")
@click.option("--organisation", "code", default="", help="one organisation's report")
@click.option("--nation", is_flag=True, help="the national report")
@click.option("--format", "form", type=click.Choice(FORMS), default="json", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@with_appcontext
@on_database
def show(round_code: str, code: str, nation: bool, form: str, out: Path | None) -> None:
    """An organisation's report, the national one, or the figures of a whole round; printed, or as a
    file."""
    if code and nation:
        raise Refused("Ask for one organisation's report, or for the nation's.")
    named = out if out and str(out) != "-" else None
    if form in BINARY and not named:
        raise Refused(f"{form} goes into a file; name it with --out FILE.{form}.")
    body = _written(round_code, code, form, nation=nation)
    if not named:
        click.echo(body.decode(), nl=False)
        return
    try:
        named.write_bytes(body)
    except OSError as error:
        raise Refused(
            f"{named} cannot be written; name a file in a folder that is there."
        ) from error
    click.echo(str(named))


@command.command("audit")
@click.argument("round_code", metavar="ROUND")
@with_appcontext
@on_database
def audit(round_code: str) -> None:
    """Check again all that a round released, and what is stored beside it."""
    from portal.services.reports import auditing
    from portal.services.rounds import register as rounds

    looked = auditing.look(rounds.by_code(round_code))
    for line in (*looked.told, *looked.faults):
        click.echo(line)
    if looked.faults:
        raise Refused(
            f"{round_code} does not pass: tell the people who maintain the portal, and show it to "
            "nobody else."
        )
    click.echo("No figure is of too few people.")


def _written(round_code: str, code: str, form: str, *, nation: bool) -> bytes:
    from portal.services.rounds import register as rounds
    from portal.services.staff import scope
    from portal.web.staff.nation import england
    from portal.web.staff.reports import report_files

    round_ = rounds.by_code(round_code)
    if nation:
        return report_files.written(form, england.of_nation(round_, is_administrator=True))
    if not code:
        return report_files.written(form, report_files.of_round(round_))
    employer = scope.taking_part(round_, code)
    return report_files.written(form, report_files.of_organisation(round_, employer))
