"""``flask round``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta

import click

from portal.calendar.state import State
from portal.cli.plain import now, on_database, tools
from portal.settings import ROOT

command = click.Group("round", help="Survey rounds. Times are London's unless they say otherwise.")
KEEP_DAYS = 3 * 365
"""How long responses are kept after the closing where nobody says otherwise."""


@command.command("create")
@click.argument("code")
@click.option("--questionnaire", "name", required=True, help="ID/VERSION or a file")
@click.option("--title", required=True)
@click.option("--opens", required=True, help="like 2026-11-02T09:00")
@click.option("--closes", required=True)
@click.option(
    "--reminder", "reminders", multiple=True, help="may be given several times, two days apart"
)
@click.option("--organisations", "codes", default="all", show_default=True, help="CODE,…")
@click.option("--series", default="", help="ties rounds of one year together")
@click.option("--retain-until", help="day after which responses are deleted [three years on]")
@click.option("--keep-responses", is_flag=True, help="single ones, in place of figures of roles")
@click.option("--threshold", type=int, default=10, show_default=True)
@on_database
def create(
    code: str,
    name: str,
    title: str,
    opens: str,
    closes: str,
    reminders: tuple[str, ...],
    codes: str,
    series: str,
    retain_until: str | None,
    keep_responses: bool,
    threshold: int,
) -> None:
    """Make a round that opens and closes automatically."""
    from portal.calendar import london, schedule
    from portal.services import audit
    from portal.services.questionnaires import library
    from portal.services.rounds import planning, plans

    plans.check_own(code)
    days = schedule.checked(
        london.from_london(opens),
        london.from_london(closes),
        [london.from_london(reminder) for reminder in reminders],
    )
    until = london.london_day(days.closes) + timedelta(days=KEEP_DAYS)
    plan = plans.Plan(
        code=code,
        title=title,
        questionnaire=library.find(name, ROOT / "questionnaires"),
        schedule=days,
        retain_until=london.day_from(retain_until) if retain_until else until,
        organisations=None if codes == "all" else tuple(code.strip() for code in codes.split(",")),
        series=series,
        threshold=threshold,
        responses_kept=keep_responses,
    )
    made = planning.create(plan, audit.OPERATOR, now())
    click.echo(f"round {made.code} opens on {london.in_london(made.opens)}")


@command.command("open")
@click.argument("code")
@on_database
def open_now(code: str) -> None:
    """Open a round now, and put its invitations in hand."""
    _request(code, "open")


@command.command("close")
@click.argument("code")
@on_database
def close_now(code: str) -> None:
    """Close a round now. This destroys drafts, addresses and links. You cannot undo it."""
    _request(code, "close")


@command.command("count")
@click.argument("code")
@click.option("--set-aside", type=int, default=0, help="ballots that cannot be opened")
@click.option("--reason", default="", help="why they may be left out; goes on the certificate")
@on_database
def count(code: str, set_aside: int, reason: str) -> None:
    """Count a closed round, if the worker has not yet."""
    from portal.errors import Refused
    from portal.services import audit
    from portal.services.lifecycle import setting_aside
    from portal.services.lifecycle.counting import Aside
    from portal.services.rounds import register as rounds
    from portal.services.rounds import steps
    from portal.worker import passes, releasing

    if set_aside and not reason:
        raise Refused("Say with --reason why ballots may be set aside.")
    round_ = rounds.by_code(code)
    if round_.state.over:
        click.echo(f"round {code} is counted")
        return
    steps.request(code, "count", audit.OPERATOR, now())
    equipment = tools()
    if round_.state == State.CLOSED:
        if set_aside:
            setting_aside.alone(code, set_aside, audit.OPERATOR, now())
        _say(passes.count_these(equipment, [round_], now(), Aside(set_aside, reason)))
    _say(releasing.release(equipment, now()))
    _refuse_trouble(code)
    click.echo(f"round {code} is {rounds.by_code(code).state}")


@command.command("extend")
@click.argument("code")
@click.option("--closes", required=True)
@on_database
def extend(code: str, closes: str) -> None:
    """Move a round's closing time later."""
    from portal.calendar.london import from_london, in_london
    from portal.services import audit
    from portal.services.rounds import register as rounds
    from portal.services.rounds import steps

    later = from_london(closes)
    steps.extend(code, later, audit.OPERATOR, now())
    if rounds.by_code(code).wanted_closes:
        _pass()
        _refuse_trouble(code)
    click.echo(f"round {code} now closes on {in_london(rounds.by_code(code).closes)}")


@command.command("status")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True)
@on_database
def show(code: str, as_json: bool) -> None:
    """Counts by organisation, and the certificate once there is one."""
    from portal.cli import status as standing
    from portal.services.figures import overview
    from portal.services.letters import uncertain

    status = overview.status(code)
    letters = uncertain.counts(status.round.id, now())
    if as_json:
        plain = {**standing.plain(status), "letters": asdict(letters)}
        click.echo(json.dumps(plain, ensure_ascii=False))
        return
    click.echo(standing.text(status))
    if status.round.state == State.OPEN:
        click.echo(f"Letters: {letters.in_hand} in hand, {letters.uncertain} uncertain")


def _request(code: str, wanted: str) -> None:
    """Ask as the staff site would, and then do the worker's pass at once."""
    from portal.services import audit
    from portal.services.rounds import register as rounds
    from portal.services.rounds import steps

    steps.request(code, wanted, audit.OPERATOR, now())  # type: ignore[arg-type]
    _pass()
    _refuse_trouble(code)
    click.echo(f"round {code} is {rounds.by_code(code).state}")


def _pass() -> None:
    """Do the worker's pass at once."""
    from portal.worker import passes

    equipment, at = tools(), now()
    _say(passes.run_apart(equipment, lambda: passes.run(equipment, at), at))


def _refuse_trouble(code: str) -> None:
    from portal.errors import Conflict
    from portal.services.rounds import register as rounds

    if problem := rounds.by_code(code).problem:
        raise Conflict(problem)


def _say(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        click.echo(sentence)
