"""Plain, modern English: words that are not used, wherever people read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from portal.settings import ROOT

NOT_USED = (
    *("anew", "amongst", "forthwith", "hereby", "herein", "hitherto", "henceforth", "lest"),
    *("shall", "thereby", "therein", "thereof", "thrice", "whence", "wherein", "whilst"),
    *("whoever practises", "everybody who practises", "of this moment"),
)
WORDS = re.compile(rf"\b(?:{'|'.join(NOT_USED)})\b", re.IGNORECASE)
ELSEWHERE = {
    "portal/pointing/lists.py",  # words of everybody's, in which names are not looked for
    "portal/vault/holding.py",  # a field of C's ``struct flock``
}
READ = sorted(
    path
    for pattern in (
        "portal/**/*.py",
        "templates/**/*.html",
        "templates/**/*.md",
        "docs/**/*.md",
        "*.md",
    )
    for path in ROOT.glob(pattern)
    if str(path.relative_to(ROOT)) not in ELSEWHERE
)


def test_there_is_something_to_read() -> None:
    assert len(READ) > 500
    assert WORDS.search("It begins Anew.")


@pytest.mark.parametrize("folder", ["portal", "templates", "docs", ""])
def test_no_such_word_is_used(folder: str) -> None:
    def told(path: Path) -> list[str]:
        lines = path.read_text(encoding="utf-8").splitlines()
        name = path.relative_to(ROOT)
        return [f"{name}:{n}: {line}" for n, line in enumerate(lines, 1) if WORDS.search(line)]

    mine = [path for path in READ if path.relative_to(ROOT).parts[0] == folder or not folder]
    assert [line for path in mine for line in told(path)] == []
