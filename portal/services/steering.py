"""Steering: a planned round put on, taken back or deleted, and what may change while it is open."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from portal.errors import Conflict
from portal.services import audit, editing, planning, rounds, uploads
from portal.store.db import db
from portal.store.invitations import Invitation, Outgoing
from portal.store.replies import Ticket
from portal.store.results import Tally
from portal.store.rounds import Nudge, Participation, Reminder, Round, WithdrawnLink, Wording
from portal.survey.schedule import ahead, reminded_otherwise


def adjust(
    code: str,
    title: str,
    reminders: Sequence[datetime],
    added: Collection[str],
    who: str,
    now: datetime,
    *,
    seen: str | None = None,
) -> None:
    """Change what may change while a round is open: its title, reminders that have not gone out,
    and organisations that join. Raises as ``planning.change`` does."""
    with db.atomic("IMMEDIATE"):
        found = rounds.in_one_of(code, ("open",), "changed like this")
        rounds.check_stays_open(found)
        editing.check(seen, before := planning.shown(found), "round")
        planning.check_title(title)
        days = reminded_otherwise(planning.schedule_of(found), reminders, now)
        planning.set_reminders(found.id, days)
        joining = set(planning.known(list(added))) if added else set()
        joining -= set(planning.taking_part(found.id))
        for organisation in sorted(joining):
            Participation.create(round=found.id, organisation=organisation)
        Round.update(title=title).where(Round.id == found.id).execute()
        if fields := editing.differing(before, planning.shown(rounds.by_code(code))):
            joined = f"; {', '.join(sorted(joining))} joined" if joining else ""
            audit.note(who, f"changed open round {code}: {', '.join(fields)}{joined}", now)


def schedule(code: str, who: str, now: datetime, *, at_once: bool = False) -> None:
    """From now on a draft opens by itself, and its organisations see it; ``at_once``: it opens now.
    Raises ``Refused`` where its days have passed."""
    with db.atomic("IMMEDIATE"):
        found = rounds.in_one_of(code, ("draft",), "scheduled")
        ahead(planning.schedule_of(found), now)
        Round.update(state="scheduled").where(Round.id == found.id).execute()
        audit.note(who, f"scheduled round {code}", now)
        if at_once:
            rounds.request(code, "open", who, now)


def unschedule(code: str, who: str, now: datetime) -> None:
    """Back to a draft, before it opens."""
    with db.atomic("IMMEDIATE"):
        found = rounds.in_one_of(code, ("scheduled",), "made a draft again")
        if found.request:
            raise Conflict(f"Round {code} is about to open; it can no longer be a draft.")
        Round.update(state="draft").where(Round.id == found.id).execute()
        audit.note(who, f"made round {code} a draft again", now)


def delete(code: str, who: str, now: datetime) -> None:
    """Delete a draft, with everybody who was invited to it."""
    with db.atomic("IMMEDIATE"):
        found = rounds.in_one_of(code, ("draft",), "deleted")
        links = (Outgoing, Invitation, Ticket, WithdrawnLink)
        for table in (*links, Nudge, Wording, Tally, Reminder, Participation):
            table.delete().where(table.round == found.id).execute()
        Round.delete().where(Round.id == found.id).execute()
        uploads.forget(f"people {code} ")
        audit.note(who, f"deleted draft round {code}", now)
