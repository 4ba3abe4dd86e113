"""``flask demo``: a small open round with people, and two that are counted, to look round in."""

from __future__ import annotations

from datetime import timedelta

import click
from flask import current_app

from portal.cli.demonstration import cast, making
from portal.cli.plain import now, on_database, tools
from portal.settings import ROOT

ADMINISTRATOR = "ada@example.org"
OPEN_IN = [each for each in cast.ORGANISATIONS if each.code in ("northshire", "southborough")]
"""Organisations of the open round."""
PEOPLE = 12
"""Invited by each organisation."""


@click.command("demo")
@click.option("--counted", is_flag=True, help="counted rounds with reports, a year apart")
@click.option("--if-empty", is_flag=True, help="do nothing if the installation is in use")
@click.option("--remove", "going", is_flag=True, help="remove all of it, with its organisations")
@on_database
def command(counted: bool, if_empty: bool, going: bool) -> None:
    """A small open round with people, an administrator, and links to them; or counted rounds, and
    links of those who read their reports. Can be repeated."""
    from portal.services.lifecycle import demonstration
    from portal.services.rounds import register as rounds

    if going:
        _remove()
        return
    codes = {each.code for each in rounds.every()}
    in_use = bool(codes.difference(rounds.DEMONSTRATIONS)) or demonstration.removed()
    if counted and not (if_empty and in_use):
        _offer_reports()
    elif not (if_empty and in_use):
        _offer_round(made=rounds.DEMONSTRATION in codes)
    if not (counted and _administrators()):
        _offer_administrator(if_empty, in_use)


def _remove() -> None:
    """Ask as the staff site would, and do the worker's pass at once."""
    from portal.services import audit
    from portal.services.lifecycle import demonstration
    from portal.worker import passes

    demonstration.ask_to_remove(audit.OPERATOR, now())
    equipment = tools()
    for sentence in passes.remove(equipment, now()):
        click.echo(sentence)


def _offer_round(made: bool) -> None:
    from portal.services import audit
    from portal.services.people import sheets
    from portal.services.rounds import register as rounds
    from portal.vault.tokens import link_text
    from portal.worker import passes

    if not made:
        _create()
        passes.run(tools(), now())
    for token in sheets.make(rounds.DEMONSTRATION, OPEN_IN[0].code, 2, audit.OPERATOR, now()):
        base = current_app.extensions["settings"].base_url
        click.echo(f"A practitioner's link: {base}/i/{link_text(token)}")


def _offer_reports() -> None:
    """Print links of who reads the reports of three organisations, of many answers and of few."""
    from portal.cli.staff import sign_in_link
    from portal.services import audit
    from portal.services.rounds.register import THIS_YEAR
    from portal.services.staff import accounts

    making.make(tools(), now())
    base, there = current_app.extensions["settings"].base_url, {p.email for p in accounts.every()}
    click.echo(f"The counted round: {base}/staff/rounds/{THIS_YEAR}")
    for each in cast.ORGANISATIONS:
        if each.psw:
            email = f"{each.psw}@{each.domain}"
            if email not in there:
                accounts.add(email, "psw", each.code, audit.OPERATOR, now())
            click.echo(f"{each.name}, {each.this} answers: {sign_in_link(email)}")


def _offer_administrator(if_empty: bool, in_use: bool) -> None:
    """A link for the one that is made here, and only where the portal is not in use yet; elsewhere
    how to get one."""
    from portal.cli.staff import sign_in_link
    from portal.services import audit
    from portal.services.staff import accounts

    there = _administrators()
    if not there and not in_use:
        accounts.add(ADMINISTRATOR, "administrator", None, audit.OPERATOR, now())
    elif if_empty or ADMINISTRATOR not in there:
        address = there[0] if there else "EMAIL"
        if not there:
            click.echo(f"An administrator: `flask staff add {address} --role administrator`")
        click.echo(f"An administrator's sign-in link: `flask staff sign-in-link {address}`")
        return
    click.echo(f"An administrator's sign-in link: {sign_in_link(ADMINISTRATOR)}")


def _administrators() -> list[str]:
    from portal.services.staff import accounts

    return [each.email for each in accounts.every() if each.is_administrator and not each.suspended]


def _create() -> None:
    from portal.calendar.schedule import Schedule
    from portal.services import audit
    from portal.services.people import importing
    from portal.services.questionnaires import library
    from portal.services.rounds import planning
    from portal.services.rounds import register as rounds
    from portal.services.rounds.plans import Plan

    opens = now().replace(microsecond=0)
    cast.put_organisations([each.row for each in OPEN_IN], opens)
    plan = Plan(
        code=rounds.DEMONSTRATION,
        title="Social Work Health Check: demonstration",
        questionnaire=library.find("practitioner/2026.2", ROOT / "questionnaires"),
        schedule=Schedule(opens, opens + timedelta(weeks=5), (opens + timedelta(weeks=2),)),
        retain_until=(opens + timedelta(days=365)).date(),
        organisations=tuple(each.code for each in OPEN_IN),
    )
    planning.create(plan, audit.OPERATOR, opens)
    people = [
        {"organisation": each.code, "email": f"person{number}@{each.domain}"}
        for each in OPEN_IN
        for number in range(1, PEOPLE + 1)
    ]
    importing.put(rounds.DEMONSTRATION, list(enumerate(people)), audit.OPERATOR, opens)
