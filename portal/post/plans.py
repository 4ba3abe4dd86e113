"""The letter to a principal social worker when something in her organisation's plan is due."""

from __future__ import annotations

from dataclasses import dataclass

from portal.post.letters import Letter, StaffFacts, staff_letter


@dataclass(frozen=True, slots=True)
class PlanFacts(StaffFacts):
    """``link`` leads to the plan; ``due``: what is due, in a sentence of numbers and days."""

    organisation: str = ""
    round: str = ""
    due: str = ""


def said(over: int, today: int, soon: int, next_day: str) -> str:
    """Say what is due: “1 action is overdue; 2 are due within a week, the first on 12 March.”"""
    parts = (
        (over, "overdue"),
        (today, "due today"),
        (soon, f"due within a week, the first on {next_day}"),
    )
    told = list[str]()
    for number, what in parts:
        if number:
            noun = "" if told else " action" if number == 1 else " actions"
            told.append(f"{number}{noun} {'is' if number == 1 else 'are'} {what}")
    return f"{'; '.join(told)}."


def due(facts: PlanFacts) -> Letter:
    """Say that something is due, and where the plan is, but nothing of what it says: others may
    read a letter on its way."""
    opening = "In the plan of {{organisation}} after {{round}}: {{due}}"
    how = (
        "If something is done, or you have decided against it, say so in the plan, and we will "
        "not remind you of it again. You can also choose another day. You may be asked to sign "
        "in with this address."
    )
    questions = "You get at most one letter like this a week. Questions: {{support}}"
    return staff_letter(
        facts,
        "Actions of {{organisation}} are due",
        opening,
        "{{link}}",
        how,
        questions,
        button="Look at the plan",
    )
