"""A questionnaire's Markdown file is split into front matter, pages, prose and fenced blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from portal.survey.file.faults import FaultList, quoted

BlockKind: TypeAlias = Literal["front", "prose", "question", "page"]
FENCES = ("```", "~~~")


@dataclass(frozen=True, slots=True)
class Block:
    """``line`` is the line of the file on which ``text`` starts, counted from 1."""

    kind: BlockKind
    text: str
    line: int


@dataclass(slots=True)
class Sheet:
    """A page as written: ``line`` is its heading's, ``id`` as typed, empty after a fault."""

    id: str
    title: str
    line: int
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Document:
    front: Block | None
    introduction: list[Block]
    pages: list[Sheet]


def split(text: str, faults: FaultList) -> Document:
    """Split a file whose lines end in a bare line feed."""
    lines = text.split("\n")
    front, start = _front_matter(lines, faults)
    splitter = _Splitter(faults)
    for number, line in enumerate(lines[start:], start + 1):
        splitter.take(number, line)
    splitter.end()
    return Document(front, splitter.introduction, splitter.pages)


def _front_matter(lines: Sequence[str], faults: FaultList) -> tuple[Block | None, int]:
    """The block between the first two ``---`` lines, and how many lines that took."""
    if lines[0].rstrip() != "---":
        faults.add(1, "the file must start with its front matter, between two lines `---`")
        return None, 0
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == "---":
            return Block("front", "\n".join(lines[1:number]), 2), number + 1
    faults.add(1, "the front matter is not closed; put a line `---` after it")
    return None, len(lines)


class _Splitter:
    """It takes line after line; prose gathers until a heading or a fence ends it."""

    def __init__(self, faults: FaultList) -> None:
        self.introduction: list[Block] = []
        self.pages: list[Sheet] = []
        self._faults = faults
        self._lines: list[str] = []
        self._start = 0
        self._fence = ""
        self._info = ""

    def take(self, number: int, line: str) -> None:
        if self._fence and _closes(line, self._fence):
            self._end_fenced()
        elif self._fence and not _starts_anew(line):
            self._lines.append(line)
        elif _fence_of(line):
            self._end()
            self._fence, self._info = _fence_of(line), _info_of(line)
            self._start = number + 1
        elif _is_heading(line):
            self._end()
            self.pages.append(self._heading(number, line))
        elif self._lines or line.strip():
            self._start = self._start if self._lines else number
            self._lines.append(line)

    def end(self) -> None:
        self._end()

    def _end(self) -> None:
        if self._fence:
            self._faults.add(
                self._start - 1, "this block is not closed; put a line ``` after its last line"
            )
            self._end_fenced()
        elif self._lines:
            self._put(Block("prose", "\n".join(self._lines), self._start))
        self._lines = []

    def _end_fenced(self) -> None:
        opening, info = self._start - 1, self._info
        text, line = "\n".join(self._lines), self._start if self._lines else opening
        self._fence, self._lines = "", []
        if info == "question":
            self._put_question(opening, Block("question", text, line))
        elif info == "page":
            self._put_page(opening, Block("page", text, line))
        else:
            self._faults.add(
                opening, f"a block {quoted(info)} is not known; write ```question or ```page"
            )

    def _put_question(self, opening: int, block: Block) -> None:
        if self.pages:
            self._put(block)
        else:
            self._faults.add(
                opening, "a question stands before the first page; put `# Title {#id}` first"
            )

    def _put_page(self, opening: int, block: Block) -> None:
        if self.pages and not self.pages[-1].blocks:
            self._put(block)
        else:
            self._faults.add(
                opening, "a `page` block must follow its page's heading at once; move it up"
            )

    def _put(self, block: Block) -> None:
        (self.pages[-1].blocks if self.pages else self.introduction).append(block)

    def _heading(self, number: int, line: str) -> Sheet:
        title, brace, rest = line.strip().lstrip("#").rpartition("{#")
        if brace and rest.endswith("}") and rest != "}":
            return Sheet(rest[:-1].strip(), title.strip(), number)
        self._faults.add(number, "a page's heading needs an id; write `# Title {#id}`")
        return Sheet("", line.strip("# \t") or "unread", number)


def _fence_of(line: str) -> str:
    """The run of three or more backticks or tildes that the line starts with, or nothing."""
    text = line.strip()
    if _indent(line) > 3 or not text.startswith(FENCES):
        return ""
    info = text.lstrip(text[0])
    return "" if text[0] == "`" and "`" in info else text[: len(text) - len(info)]


def _info_of(line: str) -> str:
    return line.strip().lstrip("`~").strip()


def _closes(line: str, fence: str) -> bool:
    own = _fence_of(line)
    return own.startswith(fence) and not _info_of(line)


def _starts_anew(line: str) -> bool:
    """Say whether a line inside a block shows that the block was never closed."""
    opens = bool(_fence_of(line)) and bool(_info_of(line))
    return opens or (_is_heading(line) and "{#" in line and line.rstrip().endswith("}"))


def _is_heading(line: str) -> bool:
    text = line.lstrip(" ")
    return _indent(line) <= 3 and text.startswith("#") and not text.startswith("##")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
