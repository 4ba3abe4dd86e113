"""The letters that lead a principal social worker through a round, from the plan to the closing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal.post.letters import Letter, StaffFacts, staff_letter


@dataclass(frozen=True, slots=True)
class GuidanceFacts(StaffFacts):
    """``link`` leads to the round's page of the organisation; ``opens`` and ``closes`` in words.
    ``lacks``: what is missing, by the keys of ``LACKS``; ``figure``: how it stands, as the page
    tells it, in a sentence or empty. ``sender`` and ``subject`` are those of the letters to people;
    no sender where GOV.UK Notify has it. ``named``: it is a return; ``open``: people can answer;
    ``changed``: the return was, since it was submitted; ``staff``: it asks those who work there."""

    organisation: str = ""
    round: str = ""
    opens: str = ""
    closes: str = ""
    minutes: str = ""
    figure: str = ""
    sender: str = ""
    subject: str = ""
    lacks: tuple[str, ...] = ()
    named: bool = False
    open: bool = False
    changed: bool = False
    staff: bool = True


LACKS: Mapping[str, str] = {
    "list": "Nobody at {{organisation}} is invited yet. Upload the list of those to be invited: a "
    "spreadsheet with work addresses is enough, and you see what was read before anybody is "
    "written to.",
    "link": "Nobody has the link of the return of {{organisation}} yet. Say who is to get it.",
    "letters": "No letter has arrived yet at the addresses on the list of {{organisation}}. Look "
    "through the list, and ask your IT whether a filter holds the letters up.",
    "answers": "Half of the time is over, and the response rate that is shown for {{organisation}} "
    "is below 50%.",
    "return": "Nobody has started the return of {{organisation}} yet. Ask the person who has the "
    "link, or send it again.",
}
"""What an organisation may lack, and what to do about it."""
HELPS = """What helps people to answer:

- time for it: a quarter of an hour in a team meeting, with everybody at their own screen
- a senior person who says what changed after the last survey
- managers who ask “have you all had your letter?”, never “have you answered?”"""
HELPS_OTHERS = """What helps people to answer:

- a word from somebody they know
- slips of paper for those who have no email address"""
QUESTIONS = "Questions: {{support}}"
BUTTON = "Go to the round"


def planned(facts: GuidanceFacts) -> Letter:
    """Say that a round is planned, and what to do by when."""
    opening = (
        "{{organisation}} takes part in {{round}}. It opens on {{opens}} and closes on {{closes}}."
    )
    how = "Everybody on your list then gets a letter with a personal link."
    todo = [
        "Read the letters to your people, and give their sender and subjects to your IT.",
        "Agree on time for it in team meetings, and tell managers and trade unions about it."
        if facts.staff
        else "Tell those who know them about it.",
    ]
    if facts.named:
        how = "It is a return in the organisation’s own name, which several people can fill in."
        todo = ["Look at the questions, and ask for the figures that take time to find."]
    doing = "\n".join(f"- {each}" for each in [*_lacking(facts), *todo])
    return _letter(
        facts, "{{round}} is planned", opening, how, f"What to do before then:\n\n{doing}"
    )


def missing(facts: GuidanceFacts) -> Letter:
    """Say that nobody is invited yet."""
    subject = "{{round}}: who fills in the return?" if facts.named else "{{round}}: your list"
    opening = f"{{{{round}}}} {_when(facts)}."
    late = "People can still be added while it is open; people on the list before then have all of "
    late += "the time."
    return _letter(facts, subject, opening, *_lacking(facts), *([] if facts.named else [late]))


def opens(facts: GuidanceFacts) -> Letter:
    """Say that it opens, with what to tell the organisation's IT and its people."""
    when = _when(facts)
    verb = "is open" if facts.open else "opens on {{opens}}"
    filters = (
        "For your IT, so that no filter holds the letters up:\n\n"
        f"- sender: {'{{sender}}' if facts.sender else 'as it is set in GOV.UK Notify'}\n"
        "- subject: {{subject}}\n"
        "- the links start with {{site}}/ and there are no pictures and no attachments"
    )
    if facts.named:
        opening = f"{{{{round}}}} {when}. The link of the return goes by letter to the person "
        opening += "whom your organisation has named for it."
        return _letter(facts, f"{{{{round}}}} {verb}", opening, *_lacking(facts), filters)
    opening = f"{{{{round}}}} {when}. People get a letter with a personal link, and may ask you "
    opening += "whether it is genuine."
    return _letter(
        facts, f"{{{{round}}}} {verb}", opening, *_lacking(facts), filters, _to_send_on(facts)
    )


def halfway(facts: GuidanceFacts) -> Letter:
    """Say how it stands once half of the time is over, and what helps."""
    opening = "More than half of the time for {{round}} is over. It closes on {{closes}}."
    figure = ["{{figure}}"] * bool(facts.figure)
    helps = [] if facts.named or "list" in facts.lacks else [_helps(facts)]
    rest = [] if "answers" in facts.lacks else _lacking(facts)
    return _letter(facts, "{{round}}: half of the time is over", opening, *figure, *rest, *helps)


def closes(facts: GuidanceFacts) -> Letter:
    """Say that it closes, and what can still be done."""
    opening = "{{round}} closes on {{closes}}."
    figure = ["{{figure}}"] * bool(facts.figure)
    last = (
        "Answers that are not submitted by then are deleted. A word today from "
        "somebody people know helps most: “have you all had your letter?”"
    )
    if facts.named:
        last = (
            "The return of {{organisation}} is not submitted yet. After the closing it cannot be."
        )
    if facts.changed:
        last = (
            "The return of {{organisation}} has been changed since it was submitted. The changes "
            "count only if it is submitted again before the closing."
        )
    rest = [] if "answers" in facts.lacks else _lacking(facts)
    return _letter(facts, "{{round}} closes on {{closes}}", opening, *figure, *(rest or [last]))


def nudge(facts: GuidanceFacts) -> Letter:
    """Say what is missing, since an administrator asks."""
    opening = (
        f"{{{{round}}}} {_when(facts)}. An administrator of the health check asks you to look "
    )
    opening += "at this:"
    helps = [_helps(facts)] if "answers" in facts.lacks else []
    subject = "Something is missing in {{round}}"
    return _letter(facts, subject, opening, *_lacking(facts), *helps)


def _when(facts: GuidanceFacts) -> str:
    return "is open until {{closes}}" if facts.open else "opens on {{opens}}"


def _lacking(facts: GuidanceFacts) -> list[str]:
    return [LACKS["link" if each == "list" and facts.named else each] for each in facts.lacks]


def _helps(facts: GuidanceFacts) -> str:
    return HELPS if facts.staff else HELPS_OTHERS


def _to_send_on(facts: GuidanceFacts) -> str:
    """Vouch for the letters, in words for everybody in the organisation."""
    nobody = "Neither I nor any manager" if facts.staff else "Nobody at {{organisation}}"
    sender = "It comes from {{sender}} and" if facts.sender else "It"
    had = (
        "You should have had a letter by email,"
        if facts.open
        else "On {{opens}} you will be sent a letter by email,"
    )
    return (
        "A message to send on to your people; the round’s page leads to a longer one:\n\n"
        f"> {had} with a personal link to “{{{{round}}}}”. {sender} is genuine: I "
        "know about it. It takes about {{minutes}}, and is open until {{closes}}. Your "
        "answers are sealed when you submit them, and counted only after the closing, without "
        f"name, address, link or time. {nobody} can see who has answered, or who said what. "
        "Please use your own link, and do not pass it on."
    )


def _letter(facts: GuidanceFacts, subject: str, *paragraphs: str) -> Letter:
    return staff_letter(facts, subject, *paragraphs, "{{link}}", QUESTIONS, button=BUTTON)
