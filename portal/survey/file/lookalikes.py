"""Prose may hold what was meant as a block or a heading, and would vanish from the questionnaire.

What is looked for is what nobody writes as guidance: a fence that is indented or lacks a mark, the
first lines of a question or a ``page`` block outside one, a heading that is no page's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.survey.file.faults import is_invisible
from portal.survey.file.schema import TYPES

_BEFORE = r"^[\s>*+\\-]*(?:[0-9]+[.)]\s+)?"
"""A line may stand in a quotation or a list."""
_TICK = "[`~'\"´‘’“”]"
_FENCE = re.compile(
    rf"{_BEFORE}(?:`{{3,}}(?!.*`)|~{{3,}}|{_TICK}{{2,}}\s*$"
    rf"|{_TICK}{{2,}}\s*(?:question|page)\s*{_TICK}*\s*$|{_TICK}\s*(?:question|page)\s*$)"
    r"|(?:```|~~~)\s*(?:question|page)\s*$"
)
_QUESTION = re.compile(
    rf"{_BEFORE}[\"']?(?:id[\"']?\s*:\s*[\"']?[a-z0-9_-]+|type[\"']?\s*:\s*[\"']?"
    rf"(?:{'|'.join(TYPES)}))[\"']?\s*$",
    re.IGNORECASE,
)
_PAGE_BLOCK = re.compile(rf"{_BEFORE}(?:show_if|checks)\s*:", re.IGNORECASE)
_HEADING = re.compile(r"\{\s*#[^{}]*\}\s*$")
_STRUCTURE = ("#", "```", "~~~", "---")

FENCE = "this looks like a fence, but is prose; start the line with ```question, ```page or ```"
QUESTION = (
    "this looks like a question, but stands in no block; put a line ```question before its first"
    " line and a line ``` after its last"
)
PAGE_BLOCK = (
    "this looks like a `page` block, but stands in none; put a line ```page before it and a line"
    " ``` after it"
)
HEADING = "this looks like a page's heading, but is prose; start the line with one `#` and a space"


def in_prose(text: str) -> Iterator[tuple[int, str]]:
    """Say what looks like something else: the line within the text, counted from 0, and a message.
    Of lines that follow each other without an empty one only the first is told."""
    told = False
    for offset, line in enumerate(text.split("\n")):
        message = _message("".join(c for c in line if not is_invisible(c)))
        if message and not told:
            yield offset, message
        told = bool(line.strip()) and (told or bool(message))


def hidden(text: str) -> Iterator[tuple[int, str]]:
    """Say on which lines, counted from 1, a character that nobody sees keeps a fence, a heading or
    the ends of the front matter from being what they look like, or may."""
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        unseen = next((c for c in bare[:1] + bare[-1:] if is_invisible(c)), None)
        if unseen and "".join(c for c in bare if not is_invisible(c)).startswith(_STRUCTURE):
            yield number, f"an invisible character (U+{ord(unseen):04X}) is here; delete it"


def _message(line: str) -> str:
    for pattern, message in (
        (_FENCE, FENCE),
        (_QUESTION, QUESTION),
        (_PAGE_BLOCK, PAGE_BLOCK),
        (_HEADING, HEADING),
    ):
        if pattern.search(line):
            return message
    return ""
