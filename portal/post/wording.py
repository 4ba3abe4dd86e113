"""The letters of a round say our own words, or words that were written for it.

A text is a subject and Markdown with ``{{…}}`` for what differs from letter to letter.
``{{promise}}`` is put in before the Markdown is read, all others after it, as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from portal import prose
from portal.post.letters import Facts, Letter, written
from portal.survey.audience import WORDS, Audience, Words

Kind: TypeAlias = Literal["invitation", "reminder", "last day", "reissue"]
KINDS: tuple[Kind, ...] = ("invitation", "reminder", "last day", "reissue")
LONGEST = 5_000
"""A letter's text has so many characters at most."""
LONGEST_SUBJECT = 150
IN_SUBJECTS = ("organisation", "round", "closes", "minutes")
IN_BODIES = ("greeting", "name", *IN_SUBJECTS, "link", "promise", "support", "stop")
NEEDED = ("link", "promise", "stop")
"""Without these a letter is of no use, or not honest."""

PROMISE = """can see what you answered.** Your answers are sealed when you submit them. They are \
opened only after the survey has closed, and counted without your name, this link, your address or \
the time. No score is ever shown for fewer than ten people.

What we cannot promise: {{limits}}"""
NAMED = """This return is your organisation's own statement, and names it: it is not anonymous. \
Everybody who has the link works on the same answers, so pass it on to the people who have the \
figures. You can correct it until it closes."""

_LINK = """{{link}}

The %s is open until {{closes}}.

{{promise}}"""
_FOOT = """This link is yours alone: please do not forward it. We cannot see from it what anybody \
answers. Questions: {{support}}

No more reminders about this survey: {{stop}}"""
_FOOT_OF_RETURN = """Questions: {{support}}

No more reminders about this return: {{stop}}"""
BUTTON, BUTTON_OF_RETURN = "Answer the survey", "Open the return"
ABOUT = """**About this letter:** the Social Work Health Check sends it for {{organisation}}. \
%s Your link starts with {{site}}/. We never ask for a password."""
"""It stands below every letter, whatever words a round has."""
DOUBT = "if you doubt that it is genuine."
SAID = "What was done about what people said last year: {{said}}"
"""It stands above the link of an invitation, where there is such a page."""
_PROMISE_PIPE = re.compile(r"\{\{promise\}\}")
_LINK_PIPE = re.compile(r"\{\{link\}\}")
_MINUTES = re.compile(r"(\{\{minutes\}\}\s+minute)s\b")
"""It is “minute” where a questionnaire takes one, in our own words and in others'."""


@dataclass(frozen=True, slots=True)
class Text:
    """``body`` is Markdown."""

    subject: str
    body: str


def _text(subject: str, opening: str, foot: str = _FOOT, what: str = "survey") -> Text:
    return Text(subject, "\n\n".join(["{{greeting}}", opening, _LINK % what, foot]))


def _of_return(subject: str, opening: str) -> Text:
    return _text(subject, opening, _FOOT_OF_RETURN, "return")


def _anonymous(words: Words) -> dict[Kind, Text]:
    return {
        "invitation": _text(
            "{{round}}: your personal link",
            f"{words.opening} It takes about {{{{minutes}}}} minutes on a phone or a computer; you "
            "can stop and come back.",
        ),
        "reminder": _text(
            "{{round}}: still open until {{closes}}",
            f"There is still time to say {words.say}. It takes about {{{{minutes}}}} minutes. If "
            "you have started, you can carry on where you stopped.",
        ),
        "last day": _text(
            "{{round}}: closes on {{closes}}",
            "This is the last reminder of this survey. It closes on {{closes}}. Answers that "
            "you have not submitted by then are deleted. It takes about {{minutes}} minutes to say "
            f"{words.say}. If you have started, you can carry on where you stopped.",
        ),
        "reissue": _text(
            "{{round}}: your new link",
            "Here is a new personal link for {{round}} at {{organisation}}. "
            "The link in our earlier letters no longer works.",
        ),
    }


_RETURN: dict[Kind, Text] = {
    "invitation": _of_return(
        "{{round}}: your organisation's return",
        "Here is the link to the return of {{organisation}}. It has a list of pages, and room to "
        "say who fills in which. Allow about {{minutes}} minutes in all, and time to find "
        "the figures.",
    ),
    "reminder": _of_return(
        "{{round}}: your return is open until {{closes}}",
        "The return of {{organisation}} has not been submitted yet. The link opens it where you "
        "and your colleagues left it.",
    ),
    "last day": _of_return(
        "{{round}}: your return closes on {{closes}}",
        "The return of {{organisation}} has not been submitted yet. After {{closes}} nobody can "
        "submit it. The link opens it where you and your colleagues left it.",
    ),
    "reissue": _of_return(
        "{{round}}: your new link",
        "Here is a new link to the return of {{organisation}}. The link in our earlier letters no "
        "longer works; the answers so far are kept.",
    ),
}


_OURS: Mapping[Audience, dict[Kind, Text]] = {
    **{audience: _anonymous(words) for audience, words in WORDS.items()},
    "organisation": _RETURN,
}


def defaults(kind: Kind, audience: Audience) -> Text:
    """Return our own words to those whom the round asks."""
    return _OURS[audience][kind]


def faults(subject: str, body: str, kind: str) -> list[str]:
    """Say why these words cannot be a letter of this kind, a sentence each; none if they can."""
    wrong = _subject_faults(subject)
    if kind not in KINDS:
        wrong.append(f"There is no letter of the kind “{kind}”.")
    if len(body) > LONGEST:
        wrong.append(f"The text is over {LONGEST:,} characters long; make it shorter.")
    used = prose.pipes(body)
    wrong += [f"The text must hold {{{{{name}}}}}." for name in NEEDED if name not in used]
    wrong += [f"The text must hold {{{{{name}}}}} once." for name in NEEDED if used.count(name) > 1]
    if unknown := [name for name in used if name not in IN_BODIES]:
        wrong.append(f"There is nothing to put in for {{{{{unknown[0]}}}}}; {_known(IN_BODIES)}.")
    if any(name not in _lines_alone(body) for name in {"link", "promise"} & set(used)):
        wrong.append("{{link}} and {{promise}} must each stand in a paragraph of their own.")
    return wrong + [f"Line {line + 1} of the text: {fault}." for line, fault in prose.faults(body)]


def render(text: Text, facts: Facts, audience: Audience) -> Letter:
    """Write the letter to one person; that of an organisation's return promises no anonymity."""
    named, words = audience == "organisation", WORDS[audience]
    promise = NAMED if named else f"**{words.nobody} {PROMISE}"
    about = ABOUT % (_vouched(words) if facts.psw else f"Ask {words.ask} {DOUBT}")
    body = _PROMISE_PIPE.sub(lambda _: promise, text.body)
    if facts.said:
        body = _LINK_PIPE.sub(f"{SAID}\n\n{{{{link}}}}", body)
    subject, body = text.subject, f"{body}\n\n{about}"
    if facts.minutes == 1:
        subject, body = (_MINUTES.sub(r"\1", words) for words in (subject, body))
    return written(facts, subject, body, BUTTON_OF_RETURN if named else BUTTON)


def _vouched(words: Words) -> str:
    """Say who knows about it; the names come last, as all that is put in."""
    somebody = words.psw.format(names="{{psw}}", s="", organisation="{{organisation}}")
    return f"{somebody} knows about it: ask them {DOUBT}"


def _subject_faults(subject: str) -> list[str]:
    wrong = []
    if not (1 <= len(subject.strip()) <= LONGEST_SUBJECT and subject.isprintable()):
        wrong.append(f"The subject must be one line of 1 to {LONGEST_SUBJECT} characters.")
    if unknown := [name for name in prose.pipes(subject) if name not in IN_SUBJECTS]:
        wrong.append(f"A subject cannot hold {{{{{unknown[0]}}}}}; {_known(IN_SUBJECTS)}.")
    return wrong


def _known(names: tuple[str, ...]) -> str:
    return f"there is {', '.join(f'{{{{{name}}}}}' for name in names)}"


def _lines_alone(body: str) -> set[str]:
    """Return the pipes that are a whole paragraph; in code or a list they are not."""
    paragraphs = re.split(r"\n[ \t]*\n", body.replace("\r\n", "\n").strip("\n"))
    return {
        each.strip()[2:-2] for each in paragraphs if re.fullmatch(r" {0,3}\{\{[a-z]+\}\} *", each)
    }
