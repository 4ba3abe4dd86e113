"""YAML is read here so that every scalar is text and every value knows its line.

Read from PyYAML's events, one after the other, so that deep nesting costs no stack. Aliases,
anchors and tags are refused, and with them everything that makes a small file large.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from portal.survey.file.faults import FaultList, quoted

Data: TypeAlias = "str | list[Data] | dict[str, Data]"
Path: TypeAlias = tuple[str | int, ...]
DEEPEST = 16
UNWANTED = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd"
    "\U00010000-\U0010ffff]"
)
"""Nobody types these: control characters, half surrogates, line and direction marks."""
QUOTE = 'write "…" round it'
OPENED = ("quoted scalar", "simple key", "flow mapping", "flow sequence")
"""The first line concerned tells more about these than the line where reading stopped."""


class CutShort(str):
    """A text after which `` #`` starts a comment on the same line: perhaps it was meant whole."""

    __slots__ = ()


@dataclass(slots=True)
class Tree:
    """A mapping as read; ``lines`` of the file by the path of keys and indexes to each value."""

    data: dict[str, Data]
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, *path: str | int) -> int:
        """The line of the value at the path, or of the nearest one round it."""
        while path not in self.lines:
            path = path[:-1]
        return self.lines[path]

    def words(self, *path: str) -> str:
        """Return the text at the path, or the ``label`` of the mapping there, as it was typed;
        nothing if there is none."""
        data = self._at(path)
        if isinstance(data, dict):
            data = data.get("label")
        return data if isinstance(data, str) else ""

    def keys(self, *path: str) -> list[str]:
        """List the keys of the mapping at the path; none where there is no mapping."""
        data = self._at(path)
        return list(data) if isinstance(data, dict) else []

    def _at(self, path: tuple[str, ...]) -> Data | None:
        data: Data | None = self.data
        for key in path:
            data = data.get(key) if isinstance(data, dict) else None
        return data


_KEY = -1
"""Stands for the place of a key, which no value has."""


class _TooDeep(Exception):
    pass


class _Reader:
    def __init__(self, text: str, line: int, faults: FaultList) -> None:
        self.lines: dict[Path, int] = {(): line}
        self._source = text.split("\n")
        self._first = line
        self._faults = faults
        self._events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=yaml.SafeLoader))

    def document(self) -> Data:
        data: Data = ""
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if data:
                    self._fault(event, "a line `---` or `...` has no place in a block; delete it")
                data = data or self._node(next(self._events), ())
        return data

    def _node(self, event: yaml.Event, path: Path) -> Data:
        if len(path) > DEEPEST:
            raise _TooDeep
        self.lines.setdefault(path, self._line(event))
        self._refuse_references(event)
        match event:
            case yaml.ScalarEvent():
                return self._scalar(event)
            case yaml.SequenceStartEvent():
                return self._sequence(path)
            case yaml.MappingStartEvent():
                return self._mapping(path)
            case _:
                return "unread"

    def _sequence(self, path: Path) -> list[Data]:
        entries: list[Data] = []
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            entries.append(self._node(event, (*path, len(entries))))
        return entries

    def _mapping(self, path: Path) -> dict[str, Data]:
        values: dict[str, Data] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event, path)
            if key in values:
                first = self.lines[(*path, key)]
                self._fault(
                    event, f"{quoted(key)} stands here twice, first on line {first}; keep one"
                )
            self.lines.setdefault((*path, key), self._line(event))
            value = self._node(next(self._events), (*path, key))
            values.setdefault(key, value)
        return values

    def _key(self, event: yaml.Event, path: Path) -> str:
        data = self._node(event, (*path, _KEY))
        self.lines.pop((*path, _KEY), None)
        if isinstance(data, str):
            return str(data)
        self._fault(event, 'a key must be a plain word; if this is a text, write "…" round it')
        return ""

    def _scalar(self, event: yaml.ScalarEvent) -> str:
        if UNWANTED.search(event.value):
            self._fault(event, "this text holds an escaped control character; leave it out")
        cut = not event.style and self._comment_follows(event)
        return CutShort(event.value) if cut else str(event.value)

    def _comment_follows(self, event: yaml.ScalarEvent) -> bool:
        end = event.end_mark
        rest = self._source[end.line][end.column :] if end else ""
        return rest[:1].isspace() and rest.lstrip().startswith("#")

    def _refuse_references(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._fault(event, 'a `*` at the start is an alias, not allowed; write "…" round it')
        elif getattr(event, "anchor", None) is not None:
            self._fault(event, 'a `&` at the start is an anchor, not allowed; write "…" round it')
        elif getattr(event, "tag", None) is not None:
            self._fault(event, 'a `!` at the start is a tag, not allowed; write "…" round it')

    def _line(self, event: yaml.Event) -> int:
        return self._first + (event.start_mark.line if event.start_mark else 0)

    def _fault(self, event: yaml.Event, message: str) -> None:
        self._faults.add(self._line(event), message)


def read(text: str, line: int, faults: FaultList) -> Tree | None:
    """Read the mapping in a block that starts on the given line of its file; None after a fault
    that leaves nothing to go on with."""
    reader = _Reader(text, line, faults)
    try:
        data = reader.document()
    except _TooDeep:
        faults.add(line, f"this block is nested more than {DEEPEST} deep; make it flatter")
        return None
    except yaml.MarkedYAMLError as error:
        offset, message = fault_of(error, text)
        faults.add(line + offset, message)
        return None
    except (yaml.YAMLError, ValueError, OverflowError):
        faults.add(
            max(reader.lines.values()),
            "this block holds an escape or a number that YAML does not know; write it plainly",
        )
        return None
    if not isinstance(data, dict):
        faults.add(line, "this block must be a mapping; write `key: value` on each line")
        return None
    return Tree(data, reader.lines)


def fault_of(error: yaml.MarkedYAMLError, text: str) -> tuple[int, str]:
    """Return the line within the text, counted from 0, and what to do about it."""
    lines = text.split("\n")
    offset = min(_line_of(error), len(lines) - 1)
    return offset, _advice(error, lines[offset])


def _line_of(error: yaml.MarkedYAMLError) -> int:
    opened = error.context_mark and any(word in str(error.context) for word in OPENED)
    mark = error.context_mark if opened else error.problem_mark or error.context_mark
    return int(mark.line) if mark else 0


def _advice(error: yaml.MarkedYAMLError, line: str) -> str:
    value = _value(line)
    if "'\\t'" in str(error.problem):
        return "a tab stands where YAML wants spaces; indent with spaces"
    if "quoted scalar" in str(error.context):
        return "a quotation mark is opened but not closed; close it at the end of the text"
    if re.match(r"\s*[\w-]+:[^\s]", line):
        return "a space is missing after the colon; write `key: value`"
    if "flow" in str(error.context):
        return (
            "the braces or brackets cannot be read; close them, and if a text in them holds one of "
            f"`? : # , [ ] {{ }}`, {QUOTE}"
        )
    if value[:1] in set("[{?*&%@`!|>"):
        return f"a text that starts with `{value[0]}` means something else to YAML; {QUOTE}"
    if " #" in value:
        return f"a text is cut short by ` #`, which starts a comment; {QUOTE}"
    if ": " in value or value.endswith(":"):
        return f"a text that holds `: ` reads as a second key; {QUOTE}"
    return f"YAML cannot be read here; look at the indentation, and if a text is to blame, {QUOTE}"


def _value(line: str) -> str:
    """Return what stands after the line's first key, or the whole line."""
    text = line.strip().removeprefix("- ")
    return text.partition(": ")[2].strip() or text
