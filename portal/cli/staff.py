"""``flask staff``: accounts of administrators and PSWs."""

from __future__ import annotations

import click
from flask import current_app

from portal.cli.plain import now, on_database

command = click.Group("staff", help="Accounts of administrators and PSWs.")


def sign_in_link(email: str) -> str:
    """A link that works once, within the hour, in any browser."""
    from portal.services import audit
    from portal.services.staff import signing_in

    token = signing_in.by_hand(email, audit.OPERATOR, now())
    return f"{current_app.extensions['settings'].base_url}/staff/enter/{token}"


@command.command("add")
@click.argument("email")
@click.option("--role", required=True, help="administrator or psw")
@click.option("--organisation", help="of a PSW: its code")
@click.option("--name", default="")
@on_database
def add(email: str, role: str, organisation: str | None, name: str) -> None:
    """A new account; the worker sends a letter that says how to sign in."""
    from portal.services import audit
    from portal.services.staff import team

    new = team.invite(email, role, organisation, audit.OPERATOR, now(), name)
    click.echo(f"{new.email} has an account")


@command.command("list")
@on_database
def list_all() -> None:
    """Everybody with an account."""
    from portal.services.staff import accounts

    everybody = accounts.every()
    for each in everybody:
        state = " (suspended)" if each.suspended else ""
        click.echo(f"{each.email}\t{each.organisation or each.role}{state}")
    if not everybody:
        click.echo("nobody has an account yet")


@command.command("sign-in-link")
@click.argument("email")
@on_database
def print_link(email: str) -> None:
    """A link that signs somebody in: once, within the hour, in any browser."""
    click.echo(sign_in_link(email))


@command.command("suspend")
@click.argument("email")
@on_database
def suspend(email: str) -> None:
    """Sign somebody out and stop them signing in."""
    from portal.services import audit
    from portal.services.staff import accounts, team

    account = accounts.by_email(email)
    team.suspend(account, audit.OPERATOR, now())
    click.echo(f"{account.email} is suspended")


@command.command("reinstate")
@click.argument("email")
@on_database
def reinstate(email: str) -> None:
    """Let somebody in again."""
    from portal.services import audit
    from portal.services.staff import accounts, team

    account = accounts.by_email(email)
    team.reinstate(account, audit.OPERATOR, now())
    click.echo(f"{account.email} can sign in")


@command.command("reset-authenticator")
@click.argument("email")
@on_database
def reset_authenticator(email: str) -> None:
    """For an administrator who has lost it: they set up a new one the next time they sign in."""
    from portal.services import audit
    from portal.services.staff import accounts, authenticator

    account = accounts.by_email(email)
    authenticator.reset(account, audit.OPERATOR, now())
    click.echo(f"{account.email} sets up a new authenticator at the next signing in")
