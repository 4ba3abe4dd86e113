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
@click.option("--round", "rounds", multiple=True, help="A round in which all of them take part.")
@click.option("--new", multiple=True, help="A type or region that no organisation has so far.")
@click.option("--answer", "more", multiple=True, help="An answer to a question, as KEY=VALUE.")
@answers(ENCODING, HIDDEN, STRUCK)
@on_database
def import_file(
    file: Path,
    rounds: tuple[str, ...],
    new: tuple[str, ...],
    more: tuple[str, ...],
    given: Answers,
) -> None:
    """Add or change organisations from a file: [code,]name,type,region[,domains][,reply_to], their
    principal social workers' accounts [,psw,psw_email], and who gets the link of the return
    [,return_holder,return_email]."""
    from portal.services import audit
    from portal.services.enrolment import importing, places
    from portal.services.organisations import kinds, lists

    read = of_file(file, lambda data: lists.listed(data, given))
    answers = {key: value for key, _, value in (each.partition("=") for each in more)}
    chosen = {places.ROUNDS: ",".join(rounds)}
    of = importing.put(
        read, {**given, **answers, **kinds.as_new(new), **chosen}, audit.OPERATOR, now()
    )
    for line in (*of.read.told, *of.told):
        click.echo(line, err=True)
    does = of.does
    said = [f"{does.added} added", f"{does.changed} changed"]
    said += [audit.counted(does.accounts, "new account", "new accounts")] * bool(does.accounts)
    said += [audit.counted(does.moved, "account changed", "accounts changed")] * bool(does.moved)
    said += [f"{does.joined} joined a round, {does.left} left one"] * bool(does.joined or does.left)
    said += [audit.counted(does.links, "link of a return", "links of returns")] * bool(does.links)
    click.echo(", ".join(said))
