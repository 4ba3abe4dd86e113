"""Plain words on staff pages, in messages and letters to staff, in commands and guides."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.settings import ROOT

NOT_TO_STAFF = (
    *("afresh", "amiss", "astray", "called back", "for good", "likewise", "meanwhile", "mended"),
    *("nought", "one at a time", "put right", "whoever", "whomever", "whom to ask", "it was you"),
    *("cannot be undone", "cannot be taken back", "goes on waiting", "was last at work"),
    *("take this table away", "look at it first", "opens by itself", "closes by itself"),
)
"""Say: again, wrong, lost, recall, permanently, also, correct, anybody, you cannot undo this."""
WORDS = re.compile(rf"\b(?:{'|'.join(NOT_TO_STAFF)})\b", re.IGNORECASE)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
MESSAGES = ("calendar", "cli", "export", "post", "reports", "services", "tabular", "worker")
RESPONDENTS = ("portal/services/answering/", "portal/services/stored.py", "portal/post/wording.py")


def strings(source: str, *, with_docstrings: bool) -> Iterator[str]:
    """Docstrings of commands are read by people: they are their help."""
    tree = ast.parse(source)
    said = {
        id(body.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        for body in node.body
        if isinstance(body, ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
        elif not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        elif with_docstrings or id(node) not in said:
            yield node.value


def messages() -> Iterator[Path]:
    rooms = [ROOT / "portal" / room for room in MESSAGES] + [ROOT / "portal" / "web" / "staff"]
    for path in [path for room in rooms for path in room.rglob("*.py")]:
        if not str(path.relative_to(ROOT)).startswith(RESPONDENTS):
            yield path


def read_by_staff() -> dict[str, str]:
    """Each file that staff read something of, and what that is."""
    pages = {
        path: COMMENT.sub("", path.read_text()) for path in ROOT.glob("templates/staff/**/*.html")
    }
    guides = {path: path.read_text() for path in [ROOT / "README.md", *ROOT.glob("docs/*.md")]}
    told = {
        path: "\n".join(strings(path.read_text(), with_docstrings=path.parent.name == "cli"))
        for path in messages()
    }
    everything = {**pages, **guides, **told}
    return {str(path.relative_to(ROOT)): text for path, text in everything.items()}


@pytest.mark.parametrize("said", ["Whoever comes", "It is gone for good.", "It cannot be undone."])
def test_such_a_word_is_seen(said: str) -> None:
    assert WORDS.search(said)
    assert list(strings(f"'''For good.'''\nraise Refused({said!r})", with_docstrings=False)) == [
        said
    ]


def test_no_such_word_is_said_to_staff() -> None:
    lines = [
        f"{name}: {line}"
        for name, text in read_by_staff().items()
        for line in text.splitlines()
        if WORDS.search(line)
    ]
    assert len(read_by_staff()) > 300
    assert lines == []
