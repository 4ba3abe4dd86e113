"""``flask questionnaire``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from portal.cli.plain import on_database, plain_errors
from portal.errors import Refused
from portal.settings import ROOT
from portal.survey.questionnaire import Questionnaire

FOLDER = ROOT / "questionnaires"

command = click.Group("questionnaire", help="Questionnaire files.")


@command.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@plain_errors
def check(files: tuple[Path, ...]) -> None:
    """Read files whole and print every fault as FILE:LINE: what is wrong; and what of a round will
    be in no response."""
    from portal.services.questionnaires import library
    from portal.survey.file.parsing import QuestionnaireFaults
    from portal.survey.telling import consequences

    wrong = False
    for file in files:
        try:
            for said in consequences(library.read(file), lambda each: f"`{each.id}`"):
                click.echo(f"{file}: {said}")
        except QuestionnaireFaults as error:
            wrong = True
            for fault in error.faults:
                click.echo(f"{file}:{fault.line}: {fault.message}")
    if wrong:
        sys.exit(1)
    click.echo("no faults")


@command.command("list")
@on_database
def list_all() -> None:
    """The questionnaires included in the portal, and those uploaded."""
    from portal.services.questionnaires import shelf

    for entry in shelf.every(FOLDER):
        questionnaire = entry.questionnaire
        source = "uploaded" if entry.uploaded else "included"
        click.echo(f"{entry.name}  {questionnaire.title} ({questionnaire.kind}, {source})")


@command.command("print")
@click.argument("name")
@click.option(
    "--format", "form", type=click.Choice(["html", "docx"]), default="html", show_default=True
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False))
@on_database
def print_one(name: str, form: str, out: Path | None) -> None:
    """The whole questionnaire as a document, to read, fill in or send round."""
    from portal.services.questionnaires import library

    if form == "docx" and not out:
        raise Refused("A Word document goes into a file; name it with --out FILE.docx.")
    made = _document(library.find(name, FOLDER), form)
    if not out:
        click.echo(made.decode())
        return
    try:
        out.write_bytes(made)
    except OSError as error:
        raise Refused(f"{out} cannot be written; name a file in a folder that is there.") from error
    click.echo(str(out))


def _document(questionnaire: Questionnaire, form: str) -> bytes:
    if form == "docx":
        from portal.export import word

        return word.questionnaire(questionnaire)
    from portal.web.pages import document

    return document.html(questionnaire).encode()
