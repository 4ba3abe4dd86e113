"""The letter of the day to staff: what waits for them, and what became of what they asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.post.letters import Letter, StaffFacts, staff_letter

MOST = 12
"""A letter tells of so many things; the first page has them all."""


@dataclass(frozen=True, slots=True)
class ErrandFacts(StaffFacts):
    """``decided`` and ``waits`` are whole sentences without any person's address, or empty."""

    decided: str = ""
    waits: str = ""


def together(sentences: Sequence[str]) -> str:
    """Put sentences into one paragraph, and say how many are left out."""
    more = [f"And {len(sentences) - MOST:,} more."] if len(sentences) > MOST else []
    return " ".join([*sentences[:MOST], *more])


def waiting(facts: ErrandFacts) -> Letter:
    """Tell somebody what was decided and what waits; one letter for all of it."""
    subject = "What waits for you" if facts.waits else "What was decided"
    paragraphs = list[str]()
    if facts.decided:
        paragraphs += ["What was decided about addresses that you put forward:", "{{decided}}"]
    if facts.waits:
        paragraphs += ["What waits for you:", "{{waits}}"]
    where = "The first page of the staff site lists it all, with links:"
    often = "You get this letter at most once a day, and only if there is something to tell you."
    questions = "Questions: {{support}}"
    return staff_letter(facts, subject, *paragraphs, where, "{{link}}", often, questions)
