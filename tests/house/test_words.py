"""Plain, modern English: words that are not used, wherever people read."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from portal.settings import ROOT

NOT_USED = (
    *("anew", "amongst", "forthwith", "hereby", "herein", "hitherto", "henceforth", "lest"),
    *("shall", "thereby", "therein", "thereof", "thrice", "whence", "wherein", "whilst"),
    *("whoever practises", "everybody who practises", "of this moment"),
)
NOT_TO_RESPONDENTS = (
    *("afresh", "amiss", "begun", "likewise", "meanwhile", "nought", "outwith", "upon"),
    *("whoever", "whomever", "whom to ask", "should you", "need not", "is so for"),
)
"""Respondents read none of these either."""
WORDS = re.compile(rf"\b(?:{'|'.join(NOT_USED)})\b", re.IGNORECASE)
THEIRS = re.compile(rf"\b(?:{'|'.join(NOT_TO_RESPONDENTS)})\b", re.IGNORECASE)
COMMENTS = re.compile(r"\{#.*?#\}|/\*.*?\*/|(?<![:\w])//[^\n]*", re.DOTALL)
"""Of templates and scripts."""
ELSEWHERE = {
    "portal/pointing/lists.py",  # words of everybody's, in which names are not looked for
    "portal/vault/holding.py",  # a field of C's ``struct flock``
}
RESPONDENTS = (
    *("templates/respond/", "templates/questions/", "static/", "questionnaires/"),
    *("portal/web/respond/", "portal/services/answering/", "portal/survey/", "portal/prose"),
    *("portal/post/wording.py", "portal/web/errors.py", "portal/web/limits.py"),
)
READ = sorted(
    path
    for pattern in (
        *("portal/**/*.py", "templates/**/*.html", "docs/**/*.md", "*.md"),
        *("static/*.js", "questionnaires/**/*.md"),
    )
    for path in ROOT.glob(pattern)
    if str(path.relative_to(ROOT)) not in ELSEWHERE
)


def test_there_is_something_to_read() -> None:
    assert len(READ) > 500
    assert WORDS.search("It begins Anew.")


@pytest.mark.parametrize("folder", ["portal", "templates", "docs", "static", "questionnaires", ""])
def test_no_such_word_is_used(folder: str) -> None:
    def told(path: Path) -> list[str]:
        lines = path.read_text(encoding="utf-8").splitlines()
        name = path.relative_to(ROOT)
        return [f"{name}:{n}: {line}" for n, line in enumerate(lines, 1) if WORDS.search(line)]

    mine = [path for path in READ if path.relative_to(ROOT).parts[0] == folder or not folder]
    assert [line for path in mine for line in told(path)] == []


def read_by_respondents() -> dict[str, str]:
    """What people who answer may read, by file: of Python all texts but docstrings."""
    texts = {}
    for path in READ:
        name = str(path.relative_to(ROOT))
        if name.startswith(RESPONDENTS):
            text = path.read_text(encoding="utf-8")
            texts[name] = _told(text) if path.suffix == ".py" else COMMENTS.sub("", text)
    return texts


def _told(source: str) -> str:
    tree = ast.parse(source)
    alone = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
    strings = [each for each in ast.walk(tree) if isinstance(each, ast.Constant)]
    texts = [each.value for each in strings if id(each) not in alone]
    return "\n".join(text for text in texts if isinstance(text, str))


def test_respondents_read_plain_words() -> None:
    texts = read_by_respondents()
    assert len(texts) > 80
    assert "Choose at most" in texts["portal/survey/fields.py"]
    assert {name: THEIRS.findall(text) for name, text in texts.items() if THEIRS.search(text)} == {}
    assert THEIRS.search("Ask whoever invited you.")
