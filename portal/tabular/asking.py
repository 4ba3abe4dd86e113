"""What a file leaves open is asked of whoever sent it, with what can be chosen: nothing of it is
decided in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from portal.errors import Refused
from portal.tabular.rows import HIDDEN, STRUCK

INCLUDE, LEAVE_OUT = "include", "leave-out"
Answers: TypeAlias = Mapping[str, str]
"""They are values of choices, by the keys of their questions."""
_ASIDE = {HIDDEN: "hidden", STRUCK: "struck through"}


class Question(NamedTuple):
    """``choices``: a value, and what people read of it; ``missing``: what is right, said where
    nothing was chosen; ``usual``: the value that holds then, if one does."""

    key: str
    text: str
    choices: tuple[tuple[str, str], ...]
    missing: str
    usual: str = ""

    def answer(self, given: Answers) -> str:
        """Return the value that was chosen, or nothing where that is open."""
        value = given.get(self.key, "")
        return value if value in dict(self.choices) else self.usual

    def said(self, given: Answers) -> str:
        """Say what was chosen as people read it."""
        return dict(self.choices).get(self.answer(given), "")


def about_rows(aside: Mapping[int, str], rows: Iterable[int]) -> Iterator[Question]:
    """Ask what becomes of those of the rows that their file hides or strikes through."""
    numbers = Counter(aside[row] for row in rows if row in aside)
    for kind, how in _ASIDE.items():
        if number := numbers[kind]:
            yield to_include(kind, number, ("row", "rows"), f"{how} in your file")


def to_include(key: str, number: int, what: tuple[str, str], how: str) -> Question:
    """Ask whether to leave some out or to include them. ``what``: the noun, for one and for
    more."""
    are, them = (f"{what[0]} is", "it") if number == 1 else (f"{what[1]} are", "them")
    return Question(
        key=key,
        text=f"{number:,} {are} {how}: leave {them} out or include {them}?",
        choices=((LEAVE_OUT, f"Leave {them} out"), (INCLUDE, f"Include {them}")),
        missing=f"Choose whether to include the {what[number != 1]} {how}.",
    )


def left_out(aside: Mapping[int, str], given: Answers) -> set[int]:
    """Return the rows that nobody has included."""
    return {row for row, kind in aside.items() if given.get(kind) != INCLUDE}


def are_open(questions: Sequence[Question], given: Answers) -> bool:
    return not all(question.answer(given) for question in questions)


def check(questions: Sequence[Question], given: Answers) -> None:
    """Raise ``Refused`` for questions that are open, with what can be chosen as the commands take
    it."""
    lines = []
    for question in questions:
        if not question.answer(given):
            ways = (f"  --{question.key} {value}: {label}" for value, label in question.choices)
            lines += [question.text, *ways]
    if lines:
        raise Refused("\n".join(lines))
