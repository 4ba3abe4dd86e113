"""The letters to a principal social worker once a round has closed, and once her organisation's
report can be read: one, where that is so at once."""

from __future__ import annotations

from dataclasses import dataclass

from portal.post.letters import Letter, StaffFacts, staff_letter


@dataclass(frozen=True, slots=True)
class ClosedFacts(StaffFacts):
    """A PSW is told these when a round has closed; the numbers are her own organisation's, in
    words, or empty: how many ``answered``, of how many where that is true, how many answers came
    through a link to forward (``forwarded``), and whether (``whole``) nothing had to be left
    out; of a return only whether it was ``submitted``. ``counted``: the answers are by now;
    ``told``: another letter says when the report can be read."""

    organisation: str = ""
    round: str = ""
    answered: str = ""
    forwarded: str = ""
    whole: bool = True
    submitted: bool | None = None
    counted: bool = False
    told: bool = True


@dataclass(frozen=True, slots=True)
class ReportFacts(StaffFacts):
    """``link`` leads to the report, which can be read ``until`` the end of a day, in words."""

    organisation: str = ""
    round: str = ""
    until: str = ""


def closed(facts: ClosedFacts) -> Letter:
    """Tell the PSW of an organisation that took part what became of it, in few numbers or none."""
    told = "Thank you for running it at {{organisation}}."
    if facts.answered:
        told += " In all, {{answered}} have answered."
    if facts.submitted is not None:
        told += f" Its return was {'not ' * (not facts.submitted)}submitted."
    if facts.forwarded:
        told += " Through the link to forward, {{forwarded}} have answered."
    if not facts.whole:
        told += (
            " So that nobody can tell who took part, answers to letters are left out where "
            "they reached fewer than ten people or fewer than ten came, and answers by slip or by "
            "the link to forward where there are fewer than ten."
        )
    opening = "{{round}} has closed. " + told
    gone = "Every link, address and unfinished answer has been destroyed. "
    questions = "Questions: {{support}}"
    return staff_letter(
        facts, "{{round}} has closed", opening, gone + _next(facts), "{{link}}", questions
    )


def _next(facts: ClosedFacts) -> str:
    """Say what becomes of the answers, and where to read it."""
    tells = "another letter tells you where your organisation's report is."
    if not facts.told:
        tells = "your organisation's report is on the staff site as soon as it can be read."
    if facts.submitted is not None:
        tells = "you can read the return on the staff site."
    first = "The answers are counted; " if facts.counted else "The answers are counted next; after "
    return f"{first}{'' if facts.counted else 'that '}{tells}"


def ready(facts: ReportFacts) -> Letter:
    """Say where the report is, and nothing of what it says: others may read a letter on its
    way."""
    opening = (
        "{{round}} has closed and is counted. Thank you for running it at "
        "{{organisation}}. The report can be read:"
    )
    until = (
        "You may be asked to sign in with this address. The report can be read until {{until}}; "
        "keep a copy if you need it for longer."
    )
    figures = (
        "Others may read a letter on its way, so this one has no figures. The report explains "
        "how to read it and how far you can rely on its figures. Questions: {{support}}"
    )
    return staff_letter(
        facts,
        "The report of {{organisation}} can be read",
        opening,
        "{{link}}",
        until,
        figures,
        button="Read the report",
    )
