"""Letters to administrators about what needs somebody."""

from __future__ import annotations

from portal.post.letters import ClockFacts, Letter, TroubleFacts, staff_letter


def disagreeing(facts: TroubleFacts) -> Letter:
    """Tell an administrator that somebody may have written to the database."""
    told = (
        "The database said something else about {{round}} than the manifest that the portal "
        "wrote when the round opened: somebody may have changed it or restored an older copy. "
        "Nothing was served, sealed or counted by it. The page of the round, and the audit, say "
        "what differed."
    )
    return _trouble(facts, "Look at {{round}}", told)


def held(facts: TroubleFacts) -> Letter:
    """Tell an administrator that a certificate waits for a process to end."""
    told = (
        "{{round}} is counted and its keys are destroyed, but a process that may have answers in "
        "its memory has not ended. The certificate waits; the page of the round says for which."
    )
    return _trouble(facts, "{{round}} waits for a process", told)


def clock(facts: ClockFacts) -> Letter:
    """Ask an administrator whether the clock is right."""
    told = (
        "The portal’s clock says {{clock}}. The portal last worked on {{before}}, more than two "
        "days away, so it waits: no round opens, closes, is counted or reminded. All answers are "
        "safe."
    )
    right = "If the clock is right, confirm it on the first page of the staff site:"
    wrong = (
        "If it is wrong, tell the operator of the portal at once: the portal continues once the "
        "clock is corrected. If nobody does anything, it continues by this clock on {{ends}}. "
        "Rounds that should have closed by then will close and be counted. You cannot undo that."
    )
    questions = "Questions: {{support}}"
    return staff_letter(facts, "Is the clock right?", told, right, "{{link}}", wrong, questions)


def _trouble(facts: TroubleFacts, subject: str, told: str) -> Letter:
    further = "Tell the operator of the portal. Questions: {{support}}"
    return staff_letter(facts, subject, told, "{{link}}", further, button="Look at the round")
