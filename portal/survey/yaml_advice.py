"""YAML's own complaints, turned into advice to somebody who writes questionnaires."""

from __future__ import annotations

import re

import yaml

QUOTE = 'write "…" round it'
OPENED = ("quoted scalar", "simple key", "flow mapping", "flow sequence")
"""What the first line concerned tells more about than the line where reading stopped."""


def fault_of(error: yaml.MarkedYAMLError, text: str) -> tuple[int, str]:
    """The line within the text, counted from 0, and what to do about it."""
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
    """What stands after the line's first key, or the whole line."""
    text = line.strip().removeprefix("- ")
    return text.partition(": ")[2].strip() or text
