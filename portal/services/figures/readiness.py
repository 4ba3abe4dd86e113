"""What has to be seen to before a round opens, and on the way to an installation's first round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from portal.calendar.london import day_in_words, in_london
from portal.calendar.state import State
from portal.services.figures import reach, tallies
from portal.services.figures.reach import Reach
from portal.services.figures.standing import TERMS, Standing
from portal.services.letters import texts
from portal.services.rounds import plans
from portal.services.rounds import register as rounds
from portal.services.rounds.plans import Field, Plan
from portal.services.rounds.register import RoundInfo
from portal.store.organisations import Organisation
from portal.store.rounds import Participation, Round

Spot: TypeAlias = Literal["letters", "people", "list", "questionnaires", "round", "opening"] | Field
"""Where something is seen to: a field of a plan, or a page."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to see to, and where. ``done``: whether it is (none: only a person can
    say); ``must``: the round cannot be scheduled before it is."""

    text: str
    done: bool | None
    must: bool
    place: Spot


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One step on the way to the first round. ``about``: what there is so far."""

    text: str
    about: str
    done: bool
    place: Spot


def checks(round_: RoundInfo, plan: Plan, now: datetime) -> list[Check]:
    """List what to see to before a draft is scheduled: first what its plan lacks."""
    lacking = plans.missing(plan)
    return [
        *(Check(said, False, True, field) for field, said in lacking.items()),
        *(each for each in _planned(round_, plan, now) if each.place not in lacking),
    ]


def _planned(round_: RoundInfo, plan: Plan, now: datetime) -> list[Check]:
    parts = len(plan.organisations or ())
    changed = sum(not each.ours for each in texts.every(round_.code))
    opens, ahead = in_london(round_.opens), round_.opens > now
    opening = f"It opens on {opens}." if ahead else f"{opens} has passed: choose a later opening."
    return [
        Check(opening, ahead, True, "opens"),
        Check(
            f"Responses are kept until {day_in_words(round_.retain_until)}.",
            True,
            True,
            "retain_until",
        ),
        Check(
            f"{changed} of its letters are in your words; read them all before they go out."
            if changed
            else "Its letters are in our words; read them before they go out.",
            None,
            False,
            "letters",
        ),
        *_who_has_invited(round_, parts),
    ]


def _who_has_invited(round_: RoundInfo, parts: int) -> list[Check]:
    """Say who has invited, and who too few to be reported, where anybody takes part."""
    place: Spot = "people" if parts == 1 else "list"
    reached, linked = reach.live(round_.id), {code for _, code in tallies.linked([round_])}
    inviting = {code for code, each in reached.items() if each.invited} | linked
    few = [
        code
        for code in inviting
        if not round_.named
        and Standing(reached.get(code, Reach()), link=code in linked).too_few(round_.threshold)
    ]
    said = [(_who_invites(len(inviting), parts), len(inviting) == parts)] * bool(parts)
    said += [(_who_is_small(len(few), parts, round_.threshold), False)] * bool(few)
    return [Check(text, done, False, place) for text, done in said]


def first_round(every: Sequence[RoundInfo], questionnaires: int) -> list[FirstStep] | None:
    """Show the way to the first round of one's own, until one has opened. ``every``: the rounds
    that there are by now; ``questionnaires``: how many there are to choose from."""
    own = rounds.without_demonstration(every)
    if any(not each.state.planned for each in own):
        return None
    organisations, of_demonstration = _organisations()
    latest = leading(own)
    reached = reach.total(reach.live(latest.id).values()) if latest else Reach()
    return [
        FirstStep(
            "Import organisations",
            _number(organisations, "organisation") + " but the demonstration's" * of_demonstration,
            organisations > 0,
            "organisations",
        ),
        FirstStep(
            "Choose a questionnaire",
            _number(questionnaires, "questionnaire") + " to choose from",
            latest is not None and latest.has_questionnaire,
            "questionnaires",
        ),
        FirstStep(
            "Make the round", latest.title if latest else "None yet", latest is not None, "round"
        ),
        FirstStep("Invite people", _invited(reached), reached.invited > 0, "people"),
        FirstStep("Open it", _opening(latest), False, "opening"),
    ]


def leading(own: Sequence[RoundInfo]) -> RoundInfo | None:
    """Choose the round that the way leads to: the latest, but no return where people are asked."""
    return next((each for each in reversed(own) if not each.named), own[-1] if own else None)


def _invited(reached: Reach) -> str:
    slips = f", {_number(reached.slips, 'slip')} made" if reached.slips else ""
    return f"{_number(reached.named, 'person', 'people')} {TERMS['named']}{slips}"


def _who_invites(inviting: int, parts: int) -> str:
    missing = parts - inviting
    if not missing:
        every = {1: "The organisation has", 2: "Both organisations have"}
        return f"{every.get(parts, f'All {parts} organisations have')} invited people."
    if parts == 1:
        who = "The organisation has invited nobody yet."
    elif not inviting:
        none = "Neither" if parts == 2 else f"None of the {parts}"
        who = f"{none} organisation{'s' * (parts > 2)} has invited anybody yet."
    else:
        have = "has" if missing == 1 else "have"
        who = f"{missing} of the {parts} organisations {have} invited nobody yet."
    return f"{who} People can be invited until the round closes."


def _who_is_small(few: int, parts: int, floor: int) -> str:
    have, are = ("has", "is never reported by itself")
    if few > 1:
        have, are = ("have", "are never reported by themselves")
    who = "The organisation" if parts == 1 else f"{few} of the {parts} organisations"
    return (
        f"{who} {have} fewer than {floor} {TERMS['named']}, and {are}, even if more answer by "
        "slip or by a link to forward."
    )


def _organisations() -> tuple[int, bool]:
    """Count the organisations; those that take part in nothing but the demonstration are not
    counted, and only they are there if the second says so."""
    parts = Participation.select(Participation.organisation).join(Round)
    shown = {part.organisation_id for part in parts.where(Round.code.in_(rounds.DEMONSTRATIONS))}
    used = {part.organisation_id for part in parts.where(Round.code.not_in(rounds.DEMONSTRATIONS))}
    count = Organisation.select().count() - len(shown - used)
    return count, not count and bool(shown)


def _opening(latest: RoundInfo | None) -> str:
    if latest is None:
        return "Once there is a round"
    if latest.state == State.DRAFT:
        return "It is a draft: schedule it, and it opens automatically"
    return f"It opens automatically on {in_london(latest.opens)}"


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count or 'No'} {one if count == 1 else many or f'{one}s'}"
