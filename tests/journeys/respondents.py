"""Sixty people: what each means to say, and how they get it into the portal."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.survey.file.parsing import parse
from portal.survey.questionnaire import Item
from tests.journeys.installation import Reader
from tests.journeys.site import PRACTITIONER

SURVEY = parse(PRACTITIONER)
NUMBER = 60
ORGANISATIONS = ("northshire", "southborough")
GROUPS = (
    ("children", "social_worker"),
    ("adults", "other_professional"),
    ("other", "social_worker"),
)
"""Ten people of each group in each organisation, so that the count blanks nothing."""

AWKWARD = (
    "🙂 fine, thanks 👩🏽‍⚕️",
    "العبء ثقيل \u200f(جدا)\u200f but we cope",
    "<script>alert('x')</script><p style=\"color:red\">Pasted from <b>Word</b>&nbsp;</p>",
    "\"It's 'fine'\", she said; \\N, and `so` on",
    "One line\n\nand another,\n\tindented",
    "=SUM(A1:A9)",
    "{{organisation}} {{answer:service}} {% raw %} %s \\x00",
    "é" * 1000,
    "word " * 199 + "ends.",
    "a\u0301 and a zero\u200bwidth space",
)


@dataclass
class Respondent:
    """``wish`` holds all that this person would say, by field name; ``said`` what the portal asked
    for and was sent. ``stops``: after so many pages they go to another device."""

    number: int
    link: str
    stops: int | None
    wish: dict[str, list[str]] = field(init=False)
    said: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        chance = random.Random(self.number)
        self.wish = {}
        for item in SURVEY.items.values():
            self.wish[item.field] = _wish(item, self.number, chance)
        service, role = GROUPS[self.number // 2 % len(GROUPS)]
        self.wish |= {"q_service": [service], "q_role": [role]}
        if service == "other":
            self.wish["q_service__other"] = [f"Team {self.number} & “sons”"]

    @property
    def organisation(self) -> str:
        return ORGANISATIONS[self.number % 2]

    def answer(self) -> None:
        """From the link to the last page."""
        reader = Reader()
        reader.open(self.link)
        reader.post({})
        pages = 0
        while not reader.path.endswith("/check"):
            if pages == self.stops:
                reader = self._move(reader)
            self._fill(reader, "next")
            pages += 1
        reader.post({}, action=reader.address.replace("/check", "/submit"))
        assert reader.path.endswith("/done"), reader.path

    def _fill(self, reader: Reader, button: str) -> None:
        """What the page asks for and this person has something to say about."""
        own = {name: self.wish.get(name, []) for name in reader.fields}
        self.said |= own
        reader.post({**{name: _typed(values) for name, values in own.items()}, "go": [button]})

    def _move(self, reader: Reader) -> Reader:
        self._fill(reader, "later")
        code = re.search(r'id="resume-code">\s*([\w-]+)', reader.html)
        assert code, reader.html
        elsewhere = Reader()
        elsewhere.open(re.sub(r"/survey/.*", "/resume", reader.address))
        elsewhere.post({"code": [code[1].lower()]})
        return elsewhere


def respondents(links: Sequence[Sequence[str]]) -> list[Respondent]:
    """``links``: those of each organisation. Every third person answers in two sittings."""
    return [
        Respondent(number, links[number % 2][number // 2], number % 9 if number % 3 == 0 else None)
        for number in range(NUMBER)
    ]


def _typed(values: Sequence[str]) -> list[str]:
    """As a browser sends it: a line ends in two characters."""
    return [value.replace("\n", "\r\n") for value in values]


def _wish(item: Item, number: int, chance: random.Random) -> list[str]:
    """Often something, sometimes nothing; for a comment now and then something awkward."""
    question = item.question
    options = [option.id for option in question.options if not option.alone]
    if question.type == "choices":
        return [option for option in options if chance.random() < 0.3][: question.most]
    if question.type == "words":
        return chance.sample(["kind", "rushed", "fair", "señor", "🙂"], question.count)
    if question.type == "comment":
        words = [*AWKWARD, f"Comment {number} on {item.id}"]
        return [chance.choice(words)] if chance.random() < 0.4 else []
    return [chance.choice(options)] if chance.random() < 0.9 else []
