"""How far an organisation is around its rounds: ticked off, planned, told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from portal.calendar.london import london_day
from portal.calendar.year import Year
from portal.errors import NotFound
from portal.services.preparation import checklist
from portal.services.preparation.checklist import Item
from portal.services.rounds.register import RoundInfo
from portal.store import db, preparation
from portal.store.db import moment, of_part
from portal.store.preparation import Tick


@dataclass(frozen=True, slots=True)
class Done:
    """What an organisation has done around one round. ``due``: the first day of an action that is
    still open; ``said``: the day on which “You said, we did” was published."""

    ticked: frozenset[str] = frozenset()
    planned: bool = False
    due: date | None = None
    said: date | None = None

    def left(self, round_: RoundInfo, today: date) -> list[Item]:
        """List what is to be done in the round's present stage, and is not ticked; nothing once its
        results are deleted."""
        if round_.state.over and today > round_.retain_until:
            return []
        now = checklist.stage(round_, today)
        items = checklist.of_round(round_)
        return [each for each in items if each.stage == now and each.key not in self.ticked]

    def year(self, round_: RoundInfo) -> Year:
        """Say what the round's year depends on."""
        return Year(
            state=round_.state,
            opens=round_.opens,
            closes=round_.closes,
            kept=round_.retain_until,
            named=round_.named,
            waits=round_.unpublished,
            planned=self.planned,
            due=self.due,
            said=self.said,
        )


def everywhere(organisation: str) -> Mapping[bytes, Done]:
    """Read what an organisation has done around each of its rounds; nothing around all others."""
    rows: dict[bytes, dict[str, str | None]] = defaultdict(dict)
    for round_id, what, value in preparation.done(organisation):
        rows[round_id][what] = value
    due = min(filter(None, (each.get("planned") for each in rows.values())), default=None)
    first = date.fromisoformat(due) if due else None
    done = {round_id: _done(each, first) for round_id, each in rows.items()}
    return defaultdict(lambda: Done(due=first), done)


def tick(
    round_: RoundInfo, organisation: str, before: Collection[str], after: Collection[str]
) -> None:
    """Tick what somebody has ticked since they saw the list (``before``), and take away what they
    have cleared; what others ticked meanwhile stays. Raises ``NotFound`` for what is no item."""
    known = {each.key for each in checklist.of_round(round_)}
    if not known.issuperset(after):
        raise NotFound("This item is not on the list of this round.")
    with db.writing():
        cleared = Tick.item.in_(set(before) - set(after))
        Tick.delete().where(of_part(Tick, round_.id, organisation) & cleared).execute()
        for item in sorted(set(after) - set(before)):
            row = {"round": round_.id, "organisation": organisation, "item": item}
            Tick.insert(row).on_conflict_ignore().execute()


def _done(row: Mapping[str, str | None], due: date | None) -> Done:
    said = row.get("said")
    return Done(
        ticked=frozenset((row.get("ticked") or "").split()),
        planned="planned" in row,
        due=due,
        said=london_day(moment(said)) if said else None,
    )
