"""Reminders of actions that are due: to an organisation's PSWs, a week before, on the day, and once
when it is over; never more than one a week for a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.calendar.london import london_day
from portal.services.actions.plans import OPEN
from portal.services.letters import notices
from portal.services.reports import editions
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.services.staff import accounts
from portal.store import db
from portal.store.actions import Action

NOTICE = "plan"
"""The letter to PSWs when something in their plan is due."""
WEEK = timedelta(days=7)
SOON, TODAY, OVER = 1, 2, 3
"""How far an action is about its day; each is reminded of once."""


@dataclass(frozen=True, slots=True)
class Due:
    """What is due in a plan, in numbers: what is ``over``, on ``today``, and ``soon``, the first of
    that on the day ``next``."""

    over: int
    today: int
    soon: int
    next: date | None


def put_in_hand(now: datetime) -> None:
    """Have a letter go for each plan in which something has come due since the last one, unless
    that is less than a week ago. Done again, it does nothing."""
    today = london_day(now)
    with db.writing():
        coming = _coming(today)
        newest = {id: editions.newest(rounds.by_id(id)) for id in {row.round_id for row in coming}}
        for (organisation, round_id), rows in _by_plan(coming, newest).items():
            due = (row for row in rows if _is_due(row, today))
            new = [row for row in due if _stage(row.due, today) > row.reminded]
            lately = any(row.told and row.told > today - WEEK for row in rows)
            readers = accounts.psws_of(organisation)
            if not new or not readers or lately:
                continue
            for reader in readers:
                notices.put_again_in_hand(reader, NOTICE, round_id)
            for row in new:
                told = {"reminded": _stage(row.due, today), "told": today}
                Action.update(**told).where(Action.id == row.id).execute()


def due(round_: RoundInfo, organisation: str, now: datetime) -> Due | None:
    """Return what is due in a plan within a week, or was; None where nothing is by now, or the plan
    goes on in a later round's."""
    today = london_day(now)
    ids = [each.id for each in (round_, *editions.earlier(round_))]
    rows = [
        row
        for row in _coming(today)
        if row.organisation_id == organisation and row.round_id in ids and _is_due(row, today)
    ]
    if not rows or editions.newest(round_).id != round_.id:
        return None
    stages = [_stage(row.due, today) for row in rows]
    return Due(
        over=stages.count(OVER),
        today=stages.count(TODAY),
        soon=stages.count(SOON),
        next=min((row.due for row in rows if row.due > today), default=None),
    )


def _coming(today: date) -> list[Action]:
    """Return open actions that are due within a week, or were, and those that were reminded of
    lately, whatever became of them: they keep another letter from going."""
    near = (Action.due <= today + WEEK) & Action.progress.in_(OPEN)
    return list(Action.select().where(near | (Action.told > today - WEEK)))


def _is_due(row: Action, today: date) -> bool:
    return row.progress in OPEN and row.due is not None and row.due <= today + WEEK


def _by_plan(
    rows: list[Action], newest: Mapping[bytes, RoundInfo]
) -> dict[tuple[str, bytes], list[Action]]:
    """Sort actions by the plan in which they go on."""
    plans = defaultdict[tuple[str, bytes], list[Action]](list)
    for row in rows:
        plans[row.organisation_id, newest[row.round_id].id].append(row)
    return dict(plans)


def _stage(due: date | None, today: date) -> int:
    if due is None or due > today + WEEK:
        return 0
    return OVER if due < today else TODAY if due == today else SOON
