"""``flask demo``: a small open round with people, to look round in."""

from __future__ import annotations

from datetime import timedelta

import click
from flask import current_app

from portal.cli.plain import now, on_database
from portal.settings import ROOT

CODE = "demo"
ORGANISATIONS = (
    {
        "code": "northshire",
        "name": "Northshire County Council",
        "type": "shire county",
        "region": "East Midlands",
        "domains": "northshire.example.org",
    },
    {
        "code": "southborough",
        "name": "London Borough of Southborough",
        "type": "London borough",
        "region": "London",
        "domains": "southborough.example.org",
    },
)
PEOPLE = 12
"""Invited by each organisation."""


@click.command("demo")
@click.option("--if-empty", is_flag=True, help="leave an installation alone that has rounds")
@on_database
def command(if_empty: bool) -> None:
    """A small open round with people, and links to answer it by. Can be repeated."""
    from portal import jobs
    from portal.cli.tools import tools
    from portal.services import audit, invitations, rounds
    from portal.vault.tokens import link_text

    codes = {found.code for found in rounds.every()}
    if if_empty and codes - {CODE}:
        return
    if CODE not in codes:
        _create()
        jobs.run(tools(), now())
    for token in invitations.slips(CODE, ORGANISATIONS[0]["code"], 2, audit.OPERATOR, now()):
        base = current_app.extensions["settings"].base_url
        click.echo(f"A practitioner's link: {base}/i/{link_text(token)}")


def _create() -> None:
    from portal.services import audit, invitations, organisations, questionnaires, rounds
    from portal.survey.schedule import Schedule

    opens = now().replace(microsecond=0)
    organisations.put(enumerate(ORGANISATIONS, 1), audit.OPERATOR, opens)
    plan = rounds.Plan(
        code=CODE,
        title="Social Work Health Check: demonstration",
        questionnaire=questionnaires.find("practitioner/2026.1", ROOT / "questionnaires"),
        schedule=Schedule(opens, opens + timedelta(weeks=5), (opens + timedelta(weeks=2),)),
        retain_until=(opens + timedelta(days=365)).date(),
        organisations=tuple(row["code"] for row in ORGANISATIONS),
    )
    rounds.create(plan, audit.OPERATOR, opens)
    people = [
        {"organisation": row["code"], "email": f"person{number}@{row['domains']}"}
        for row in ORGANISATIONS
        for number in range(1, PEOPLE + 1)
    ]
    invitations.put(CODE, list(enumerate(people)), audit.OPERATOR, opens)
