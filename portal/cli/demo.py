"""``flask demo``: a small open round with people, to look round in."""

from __future__ import annotations

from datetime import timedelta

import click
from flask import current_app

from portal.cli.plain import now, on_database
from portal.settings import ROOT

ORGANISATIONS = (
    (
        "northshire",
        "Northshire County Council",
        "shire county",
        "East Midlands",
        "north.example.org",
    ),
    ("southborough", "London Borough of Southborough", "London borough", "London", ""),
)
PEOPLE = 12
"""Invited by each organisation."""


@click.command("demo")
@on_database
def command() -> None:
    """A small open round with people, and links to answer it by. Can be repeated."""
    from portal import jobs
    from portal.cli.tools import tools
    from portal.services import audit, invitations, organisations, rounds
    from portal.vault.tokens import link_text

    if not any(found.code == "demo" for found in rounds.every()):
        columns = organisations.COLUMNS
        rows = [
            (line, dict(zip(columns, row, strict=True))) for line, row in enumerate(ORGANISATIONS)
        ]
        organisations.put(rows, audit.OPERATOR, now())
        _create()
        jobs.run(tools(), now())
    for token in invitations.slips("demo", "northshire", 2, audit.OPERATOR, now()):
        base = current_app.extensions["settings"].base_url
        click.echo(f"A practitioner's link: {base}/i/{link_text(token)}")


def _create() -> None:
    from portal.services import audit, invitations, questionnaires, rounds
    from portal.survey.schedule import Schedule

    opens = now().replace(microsecond=0)
    plan = rounds.Plan(
        code="demo",
        title="Social Work Health Check: demonstration",
        questionnaire=questionnaires.find("practitioner/2026.1", ROOT / "questionnaires"),
        schedule=Schedule(opens, opens + timedelta(weeks=5), (opens + timedelta(weeks=2),)),
        retain_until=(opens + timedelta(days=365)).date(),
        organisations=tuple(row[0] for row in ORGANISATIONS),
    )
    rounds.create(plan, audit.OPERATOR, opens)
    people = [
        {"organisation": row[0], "email": f"person{number}@{row[0]}.example.org"}
        for row in ORGANISATIONS
        for number in range(1, PEOPLE + 1)
    ]
    invitations.put("demo", list(enumerate(people)), audit.OPERATOR, opens)
