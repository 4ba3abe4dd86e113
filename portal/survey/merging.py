"""Two people, or two tabs, are at one page: each keeps what only they have changed.

A form carries a stamp of every item's answer as it was shown. An answer that the form leaves as
it was shown gives way to what is stored by now; one that it changes takes its place, unless the
stored one has changed too, to something else: then the person decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from portal.errors import ChangedElsewhere
from portal.survey.conditions import Answer, Answers
from portal.survey.packing import pack
from portal.survey.questionnaire import Item
from portal.survey.route import answers_of

WIDTH = 8
"""Hexadecimal digits of one stamp: an accident in four thousand million."""


class Clash(ChangedElsewhere):
    """``items`` were changed here and elsewhere; ``merged`` holds all else of both."""

    def __init__(self, items: frozenset[str], merged: Answers) -> None:
        super().__init__(
            "Something on this page was changed elsewhere since you opened it. Below is what you"
            " have just entered: continue to keep it instead."
        )
        self.items = items
        self.merged = merged


def stamp(items: Sequence[Item], answers: Answers) -> str:
    """Mark each item's answer, so that a later stamp shows which are no longer as they were
    shown."""
    return "".join(_stamp(answers_of(item, answers)) for item in items)


def merge(items: Sequence[Item], seen: str, stored: Answers, given: Answers) -> Answers:
    """Merge the answers that the form changed into those stored. Raises ``Clash``.

    ``given`` is ``stored`` with the form's answers in place, as far as they could be read.
    """
    merged, clashing = dict(given), set[str]()
    for number, item in enumerate(items):
        was = seen[number * WIDTH : (number + 1) * WIDTH]
        mine, theirs = answers_of(item, given), answers_of(item, stored)
        if mine == theirs:
            continue
        if _stamp(mine) == was:
            _put(item, theirs, merged)
        elif _stamp(theirs) != was:
            clashing.add(item.id)
    if clashing:
        raise Clash(frozenset(clashing), merged)
    return merged


def _stamp(answer: Answers) -> str:
    return hashlib.sha256(pack(answer)).hexdigest()[:WIDTH]


def _put(item: Item, answer: Answers, merged: dict[str, Answer]) -> None:
    for key in item.keys:
        merged.pop(key, None)
    merged.update(answer)
