"""An organisation tells its staff what it does: looked at before, published, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.errors import Refused
from portal.services import audit, editing
from portal.services.actions import said
from portal.services.actions.plans import ActionPlan, PlanEntry
from portal.services.actions.said import SaidEntry, SaidPage
from portal.services.letters import outbox
from portal.store import db
from portal.store.actions import Said
from portal.store.db import of_part
from portal.vault import tokens

LONGEST = 1_000
"""Characters of the opening."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How the page stands. ``path``: of its address, empty before it was first published; ``next``:
    as it would be published now; ``changed``: that differs from what is there."""

    path: str
    opening: str
    published: datetime | None
    next: SaidPage
    changed: bool
    shown: dict[str, str]


def standing(plan: ActionPlan) -> Telling:
    """Say how the page of a plan stands."""
    row, body = _row(plan), _body(plan)
    opening = row.opening if row else ""
    return Telling(
        path=outbox.said_path(row.token) if row else "",
        opening=opening,
        published=row.published if row else None,
        next=said.read(body, opening),
        changed=row is not None and row.body != body,
        shown=_in_words(row, body),
    )


def preview(plan: ActionPlan, opening: str) -> SaidPage:
    """Return the page as it would be published with these opening words."""
    return said.read(_body(plan), opening)


def publish(
    plan: ActionPlan, opening: str, who: str, now: datetime, *, seen: str | None = None
) -> None:
    """Let everybody who has the address read what the plan says now. ``seen``: of what was shown,
    as of ``editing``. Raises ``EditedMeanwhile``; ``Refused`` where there is nothing to tell."""
    body = _body(plan)
    if not said.read(body, "").parts:
        raise Refused(
            "There is nothing to publish yet: say what you will do about at least one thing."
        )
    if len(opening) > LONGEST:
        raise Refused(f"The opening is too long: {LONGEST:,} characters at most.")
    with db.writing():
        row = _row(plan)
        if row and row.published and (row.body, row.opening) == (body, opening):
            return  # a second click
        editing.check(seen, _in_words(row, body), "page")
        told = {"opening": opening, "body": body, "published": now}
        if row:
            Said.update(**told).where(_own(plan)).execute()
        else:
            part = {"round": plan.round.id, "organisation": plan.employer.code}
            Said.create(**part, token=tokens.random_token(), **told)
        audit.note(who, f"published “You said, we did” {_of(plan)}", now)


def take_back(plan: ActionPlan, who: str, now: datetime) -> None:
    """Have nobody read the page any more; published again, it has the same address."""
    with db.writing():
        there = _own(plan) & Said.published.is_null(False)
        if Said.update(published=None).where(there).execute():
            audit.note(who, f"took back “You said, we did” {_of(plan)}", now)


def _body(plan: ActionPlan) -> str:
    """Write down what may be told: no owner, and nothing of which nobody has said what is done."""
    told = [each for each in plan.entries if each.stored and each.words.shown]
    return said.write(
        plan.employer.name,
        plan.round.title,
        (
            SaidEntry(
                finding=_finding(plan, each),
                action=each.words.action,
                note=each.words.note,
                due=each.due if each.is_open else "",
                progress=each.words.progress,
            )
            for each in told
        ),
    )


def _finding(plan: ActionPlan, each: PlanEntry) -> str:
    """Say what people said, and when, if that was in an earlier round: its figures are old."""
    earlier = each.round.id != plan.round.id
    return f"{each.words.finding} (in {each.year})" if earlier else each.words.finding


def _in_words(row: Said | None, body: str) -> dict[str, str]:
    """Name what is published. The end of a line keeps the body from being told in a sentence."""
    return {"the opening": row.opening if row else "", "what the plan says": f"{body}\n"}


def _row(plan: ActionPlan) -> Said | None:
    row: Said | None = Said.get_or_none(_own(plan))
    return row


def _own(plan: ActionPlan) -> bool:
    condition: bool = of_part(Said, plan.round.id, plan.employer.code)
    return condition


def _of(plan: ActionPlan) -> str:
    return f"of {plan.employer.code} after round {plan.round.code}"
