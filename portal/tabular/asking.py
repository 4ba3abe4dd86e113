"""What a file leaves open is asked of whoever sent it, with what can be chosen: nothing of it is
decided in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from portal.errors import Refused
from portal.tabular.rows import HIDDEN, STRUCK
from portal.tabular.text import ENCODINGS

INCLUDE, LEAVE_OUT = "include", "leave-out"
COLUMN, ENCODING = "column", "encoding"
KEYS = (COLUMN, ENCODING, HIDDEN, STRUCK)
SAMPLE, NAME = 5, 60
"""So many names and addresses are shown beside a question, and so many characters of a name."""
Answers: TypeAlias = Mapping[str, str]
"""They are values of choices, by the keys of their questions."""
_LOST = "\N{REPLACEMENT CHARACTER}"
"""It stands for a byte that an encoding has no letter for."""
_ASIDE = {HIDDEN: "hidden", STRUCK: "struck through"}


class Question(NamedTuple):
    """``choices``: a value, and what people read of it; ``missing``: what is right, said where
    nothing was chosen; ``about``: what it is about, short, beside what was chosen."""

    key: str
    text: str
    choices: tuple[tuple[str, str], ...]
    missing: str
    hint: str = ""
    about: str = ""

    def answer(self, given: Answers) -> str:
        """Return the value that was chosen, or nothing where that is open."""
        value = given.get(self.key, "")
        return value if value in dict(self.choices) else ""

    def said(self, given: Answers) -> str:
        """Say what was chosen as people read it."""
        return dict(self.choices).get(self.answer(given), "")


def about_rows(aside: Mapping[int, str], rows: Iterable[int]) -> Iterator[Question]:
    """Ask what becomes of those of the rows that their file hides or strikes through."""
    listed = [row for row in rows if row in aside]
    for kind, how in _ASIDE.items():
        if of := [row for row in listed if aside[row] == kind]:
            are, they = ("row is", "It is row") if len(of) == 1 else ("rows are", "They are rows")
            yield to_include(kind, len(of), f"{are} {how} in your file", f"{they} {some(of)}.")


def to_include(key: str, number: int, what: str, hint: str = "") -> Question:
    """Ask whether to leave some out or to include them. ``what``: what they are, after their
    number."""
    them = "it" if number == 1 else "them"
    about = f"{number:,} {what}"
    return Question(
        key=key,
        about=about,
        text=f"{about}: leave {them} out or include {them}?",
        choices=((LEAVE_OUT, f"Leave {them} out"), (INCLUDE, f"Include {them}")),
        missing=f"{about}: choose what to do.",
        hint=hint,
    )


def about_names(guess: str, read: Mapping[str, Sequence[str]]) -> Iterator[Question]:
    """Ask which encoding is right, where it was guessed and names hold more than ASCII. ``read``:
    the same names under each encoding, the guess first."""
    guessed = read.get(guess, ())
    telling = [i for i, name in enumerate(guessed) if not name.isascii()][:SAMPLE]
    ways = {
        encoding: "; ".join(names[i][:NAME] for i in telling) for encoding, names in read.items()
    }
    sound = ((key, way) for key, way in ways.items() if key == guess or _LOST not in way)
    alike = {way: encoding for encoding, way in reversed([*sound])}
    if len(alike) > 1:
        yield Question(
            key=ENCODING,
            about="Names",
            text="Do these names look right?",
            choices=tuple(
                (encoding, f"{way} ({ENCODINGS[encoding]})")
                for way, encoding in reversed(alike.items())
            ),
            missing="Choose the line in which the names look right.",
            hint="Your file does not say how its letters are written. Choose the line in which "
            "the names look right. If there is none, save the list as “CSV UTF-8” and use "
            "that.",
        )


def some(rows: Sequence[int]) -> str:
    """Write numbers of rows, the first of them if there are many."""
    said = [str(row) for row in rows[:SAMPLE]]
    more = len(rows) - SAMPLE
    last = f"{more:,} more" if more > 0 else said.pop()
    return f"{', '.join(said)} and {last}" if said else last


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
