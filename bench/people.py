"""Invented people: what each would say, all of it drawn from a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from portal.survey.questionnaire import FREE_TEXT, Item, Questionnaire

GROUPS = 3
"""Combinations of breakdowns that occur, in equal parts, so that the count blanks none of them."""
FEWEST = 36
"""People who must answer for every group to reach the ten below which a breakdown is blanked, and
their organisation the twenty below which no comments are kept."""

AWKWARD = (
    "😀 mostly fine 👨🏾‍🚒 some days",
    "מצוין — and \u200fnot\u200f always",
    "</textarea><img src=x onerror=alert(1)> & &amp; &#39;",
    '"Quoted", it\'s said; \\t and \\0 and `ticks`; a, b; c',
    "-1+1 and @here and =1+1",
    "{{ closes }} {% if %} ${x} %d %%",
    "ﬁne, naïve, Å against A\u030a",
    "ü" * 190,
)
"""Told alike in one line and in many: a one-line answer has single spaces."""
LONG = (
    "No\u00a0break, and  two spaces",
    "First line\n\n\nfourth line\n\tindented",
    "Cases rise. " * 80 + "So they do.",
    "日本語" * 300,
)
WORDS = ("busy", "warm", "muddled", "añejo", "🙂", "o'clock", "<b>", "tired")


@dataclass
class Person:
    """``wish`` holds all that they would say, by field name; ``said`` what was asked for and sent.

    ``stops``: after so many pages they go to another device, if at all; ``scripts``: their browser
    saves while they fill in.
    """

    number: int
    start: str
    wish: dict[str, list[str]]
    stops: int | None
    scripts: bool
    said: dict[str, list[str]] = field(default_factory=dict)


def person(questionnaire: Questionnaire, seed: int, number: int, start: str) -> Person:
    """A third come back in a second sitting, another third have scripts."""
    chance = random.Random(f"{seed} {number}")
    wish = {item.field: _wish(item, chance) for item in questionnaire.items.values()}
    for breakdown in questionnaire.breakdowns:
        wish |= _place(questionnaire.items[breakdown], number)
    wish[_last_text(questionnaire).field] = [f"Said by number {number}, seed {seed}"]
    stops = chance.randrange(len(questionnaire.pages)) if number % 3 == 0 else None
    return Person(number, start, wish, stops, scripts=number % 3 == 1)


def _wish(item: Item, chance: random.Random) -> list[str]:
    question = item.question
    options = [option.id for option in question.options if not option.alone]
    if question.type == "choices":
        return [option for option in options if chance.random() < 0.3][: question.most]
    if question.type == "words":
        return chance.sample(WORDS, chance.randrange(question.count + 1))
    if question.type in FREE_TEXT:
        texts = (*AWKWARD, *LONG) if question.type == "comment" else AWKWARD
        return [chance.choice(texts)] if chance.random() < 0.4 else []
    return [chance.choice(options)] if chance.random() < 0.9 else []


def _place(item: Item, number: int) -> dict[str, list[str]]:
    """A breakdown's answer, with its text where the option asks for one."""
    options = item.question.options
    option = options[-(number // 3 % GROUPS) % len(options)]
    other = {f"{item.field}__other": [f"Team {number} & “sons”"]} if option.specify else {}
    return {item.field: [option.id], **other}


def _last_text(questionnaire: Questionnaire) -> Item:
    texts = [i for i in questionnaire.items.values() if i.question.type in ("text", "comment")]
    return texts[-1]
