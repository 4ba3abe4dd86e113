"""The letter to a principal social worker once her organisation's report can be read."""

from __future__ import annotations

from dataclasses import dataclass

from portal.post.letters import Letter, StaffFacts, staff_letter


@dataclass(frozen=True, slots=True)
class ReportFacts(StaffFacts):
    """``link`` leads to the report, which can be read ``until`` the end of a day, in words."""

    organisation: str = ""
    round: str = ""
    until: str = ""


def ready(facts: ReportFacts) -> Letter:
    """Say where the report is, and nothing of what it says: others may read a letter on its
    way."""
    opening = "{{round}} is counted, and the report of {{organisation}} can be read:"
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
