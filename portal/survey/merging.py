"""Two people, or two tabs, are at one page: each keeps what only they have changed.

A form carries a stamp of every item's answer as its page shows it, and a blank for an item that
its page does not show. An answer that the form leaves as it was shown gives way to what is stored
by now; one that it changes takes its place, unless the stored one has changed too, to something
else: then the stored one stays and the person decides. What the page shows after a save it says
with the next stamps, so that no answer is ever taken for changed because the page is out of date.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from portal.survey.conditions import Answer, Answers
from portal.survey.packing import pack
from portal.survey.questionnaire import Item
from portal.survey.route import answers_of

WIDTH = 8
"""Hexadecimal digits of one stamp: an accident in four thousand million."""
BLANK = "-" * WIDTH
_SEEN = re.compile(rf"(?:[0-9a-f]{{{WIDTH}}}|{BLANK})*")

Stamps: TypeAlias = Mapping[str, str]
"""The stamp of each item that a page shows, by the item's id."""
Given: TypeAlias = Mapping[str, Answers]
"""What a form says of each item that could be read, by the item's id; empty if it was left out."""


@dataclass(frozen=True, slots=True)
class Merged:
    """These are the answers after a form came in. ``clashing`` items were changed here and
    elsewhere, and stay as stored; ``outdated`` ones were changed elsewhere only, so that the page
    shows them as they were. ``stamps`` speak of what the page shows."""

    answers: Answers
    clashing: frozenset[str]
    outdated: frozenset[str]
    stamps: Stamps


def stamp(answer: Answers) -> str:
    """Mark one item's answer, so that a later stamp shows whether it is still the same."""
    return _marked(answer) if answer else UNANSWERED


def _marked(answer: Answers) -> str:
    return hashlib.sha256(pack(answer)).hexdigest()[:WIDTH]


UNANSWERED = _marked({})


def seen(
    items: Sequence[Item], stored: Answers, shown: frozenset[str], of_page: Stamps | None = None
) -> str:
    """Write the stamps that a page's form carries: of ``of_page`` what is still shown, and of all
    else that is shown what is stored."""
    old = of_page or {}
    return "".join(
        (old.get(item.id) or stamp(answers_of(item, stored))) if item.id in shown else BLANK
        for item in items
    )


def parse(items: Sequence[Item], written: str) -> Stamps:
    """Read what ``seen`` wrote. Raises ``ValueError`` for what it cannot have written."""
    if len(written) != WIDTH * len(items) or not _SEEN.fullmatch(written):
        raise ValueError("The stamps of the page are damaged.")
    cut = [written[at : at + WIDTH] for at in range(0, len(written), WIDTH)]
    return {item.id: mark for item, mark in zip(items, cut, strict=True) if mark != BLANK}


def merge(
    items: Sequence[Item],
    of_page: Stamps | None,
    stored: Answers,
    given: Given,
    earlier: Sequence[Given] = (),
) -> Merged:
    """Merge what a form says into what is stored.

    ``of_page`` are the stamps that came with the form; without them it is taken as it is.
    ``earlier`` is what the same page sent before without hearing whether it arrived: to find it
    stored is no surprise.
    """
    answers, now = dict(stored), dict(of_page or {})
    clashing, outdated = set[str](), set[str]()
    for item in items:
        if item.id not in given:
            continue
        mine, theirs = given[item.id], answers_of(item, stored)
        if _ours(item, mine, theirs, of_page, earlier):
            _put(item, mine, answers)
            now[item.id] = stamp(mine)
        elif of_page and stamp(mine) == of_page.get(item.id):
            outdated.add(item.id)
        else:
            clashing.add(item.id)
    return Merged(answers, frozenset(clashing), frozenset(outdated), now)


def _ours(
    item: Item, mine: Answers, theirs: Answers, of_page: Stamps | None, earlier: Sequence[Given]
) -> bool:
    """Say whether the page knows what is stored, having shown it or sent it itself."""
    if of_page is None or mine == theirs:
        return True
    shown = of_page.get(item.id, UNANSWERED)
    return stamp(theirs) == shown or any(theirs == form.get(item.id) for form in earlier)


def _put(item: Item, answer: Answers, answers: dict[str, Answer]) -> None:
    for key in item.keys:
        answers.pop(key, None)
    answers.update(answer)
