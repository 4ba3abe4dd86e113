"""``flask questionnaire``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from portal.cli.plain import plain_errors
from portal.settings import ROOT

FOLDER = ROOT / "questionnaires"

command = click.Group("questionnaire", help="Questionnaire files.")


@command.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@plain_errors
def check(files: tuple[Path, ...]) -> None:
    """Read files whole and print every fault as FILE:LINE: what is wrong."""
    from portal.services import questionnaires
    from portal.survey.parsing import QuestionnaireFaults

    wrong = False
    for file in files:
        try:
            questionnaires.read(file)
        except QuestionnaireFaults as error:
            wrong = True
            for fault in error.faults:
                click.echo(f"{file}:{fault.line}: {fault.message}")
    if wrong:
        sys.exit(1)


@command.command("list")
@plain_errors
def list_shipped() -> None:
    """The questionnaires that are shipped."""
    from portal.services import questionnaires

    for path in questionnaires.shipped(FOLDER):
        found = questionnaires.read(path)
        click.echo(f"{found.id}/{found.version}  {found.title} ({found.kind})")


@command.command("print")
@click.argument("name")
@click.option("--format", "form", type=click.Choice(["html"]), default="html", show_default=True)
@plain_errors
def print_one(name: str, form: str) -> None:  # noqa: ARG001 - one format for now
    """The whole questionnaire as a document, to read or send round."""
    from portal.services import questionnaires
    from portal.web import document

    click.echo(document.html(questionnaires.find(name, FOLDER)))
