"""``flask invitation``."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import click
from flask import current_app

from portal.cli.answers import answers
from portal.cli.plain import MOST, now, of_file, on_database
from portal.tabular import asking, people
from portal.tabular.asking import Answers

command = click.Group("invitation", help="The people a round invites.")


@command.command("import")
@click.argument("round_code", metavar="ROUND")
@click.argument("file", type=click.Path(path_type=Path))
@answers(*asking.KEYS)
@on_database
def import_file(round_code: str, file: Path, given: Answers) -> None:
    """Invite people from a CSV file or a workbook with the columns organisation (a code or a name),
    email and perhaps name. The worker sends the letters."""
    from portal.post import addresses
    from portal.services import audit
    from portal.services.lists import matching
    from portal.services.people import importing
    from portal.services.rounds import register as rounds

    names = matching.names(rounds.by_code(round_code))
    listed = of_file(file, lambda data: people.read(data, MOST, of_many=True))
    asking.check(people.questions(listed), given)
    known, unknown = names.coded(people.entries(listed, given))
    rows = [(each.row, each._asdict()) for each in chain(known, *unknown.values())]
    outcome = importing.put(round_code, rows, audit.OPERATOR, now())
    click.echo(f"{outcome.added} invited, {outcome.known} were invited already")
    click.echo(people.note(listed, given))
    if shared := sum(addresses.is_shared(row["email"].lower()) for _, row in rows):
        click.echo(f"Addresses that look like shared mailboxes: {shared}")


@command.command("slips")
@click.argument("round_code", metavar="ROUND")
@click.option("--organisation", required=True)
@click.option("--count", "number", type=int, required=True)
@click.option("--out", type=click.Path(path_type=Path), required=True)
@on_database
def slips(round_code: str, organisation: str, number: int, out: Path) -> None:
    """Links for mail merge or paper, in the one file that ever holds them."""
    from portal.errors import PortalError, Refused
    from portal.export import spreadsheet
    from portal.services import audit
    from portal.services.people import sheets
    from portal.vault.tokens import link_text

    try:  # before there is anything to lose
        out.touch(mode=0o600, exist_ok=False)
    except FileExistsError as error:
        raise Refused(f"{out} is there already; name a file that is not.") from error
    except OSError as error:
        raise Refused(f"{out} cannot be written; name a file in a folder of yours.") from error
    try:
        made = sheets.make(round_code, organisation, number, audit.OPERATOR, now())
    except PortalError:
        out.unlink()
        raise
    base = current_app.extensions["settings"].base_url
    rows = [(organisation, f"{base}/i/{link_text(token)}") for token in made]
    with out.open("w", encoding="utf-8", newline="") as file:
        file.writelines(spreadsheet.lines(("organisation", "link"), rows))
    click.echo(f"{number} slips in {out}")


@command.command("open-link")
@click.argument("round_code", metavar="ROUND")
@click.option("--organisation", required=True)
@click.option("--renew", "instead", flag_value="renew", help="a new one; the old one is withdrawn")
@click.option("--withdraw", "instead", flag_value="withdraw", help="it no longer works")
@on_database
def open_link(round_code: str, organisation: str, instead: str | None) -> None:
    """The link that an organisation may forward, where it has no list of people."""
    from portal.services import audit
    from portal.services.people import links
    from portal.vault.tokens import link_text

    if instead == "withdraw":
        links.withdraw(round_code, organisation, audit.OPERATOR, now())
        click.echo("the link is withdrawn")
        return
    make = links.renew if instead else links.open_link
    token = make(round_code, organisation, audit.OPERATOR, now())
    click.echo(f"{current_app.extensions['settings'].base_url}/o/{link_text(token)}")


@command.command("reissue")
@click.argument("round_code", metavar="ROUND")
@click.argument("email")
@on_database
def reissue(round_code: str, email: str) -> None:
    """Revoke a person's link; the worker sends a new one."""
    from portal.services import audit
    from portal.services.people import invitations

    invitations.reissue(round_code, email, audit.OPERATOR, now())
    click.echo("a new link is in hand")
