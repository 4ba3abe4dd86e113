"""The measures that keep modules and functions readable."""

from __future__ import annotations

import ast
import io
import statistics
import tokenize
from pathlib import Path

import pytest

from portal.settings import ROOT
from tests.house import source

MODULE, TEST_MODULE, FUNCTION, MEDIAN = 250, 300, 45, 8
"""Most lines of code in a module, a module of tests and a function; the median of functions."""
JUNK = {"utils", "util", "helpers", "misc", "common", "tools_misc"}
PATHS = {str(path.relative_to(ROOT)): path for path in source.modules().values()}
TESTS = {str(p.relative_to(ROOT)): p for p in sorted((ROOT / "tests").rglob("*.py"))}
TESTS = {name: path for name, path in TESTS.items() if "node_modules" not in path.parts}
BLANK = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


def code_lines(text: str) -> set[int]:
    """The lines that hold more than space and comments."""
    lines = set[int]()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in BLANK:
            lines.update(range(token.start[0], token.end[0] + 1))
    return lines


def functions(path: Path) -> dict[str, int]:
    """Each function with its lines of code."""
    text = path.read_text(encoding="utf-8")
    lines = code_lines(text)
    return {
        f"{path.stem}.{node.name}": len(lines & set(range(node.lineno, (node.end_lineno or 0) + 1)))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


@pytest.mark.parametrize("name", [*PATHS, *TESTS])
def test_a_module_is_small_enough_to_read_in_one_sitting(name: str) -> None:
    most = TEST_MODULE if name in TESTS else MODULE
    assert len(code_lines((ROOT / name).read_text(encoding="utf-8"))) <= most


@pytest.mark.parametrize("name", PATHS)
def test_a_function_is_small_enough_to_see_at_once(name: str) -> None:
    long = {name: lines for name, lines in functions(PATHS[name]).items() if lines > FUNCTION}
    assert long == {}


def test_half_of_all_functions_are_very_small() -> None:
    every = [lines for path in PATHS.values() for lines in functions(path).values()]
    assert statistics.median(every) <= MEDIAN


def test_modules_are_named_after_things() -> None:
    assert not {name for name, path in PATHS.items() if path.stem in JUNK}


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX", "NotImplementedError"])
def test_nothing_is_left_for_later(word: str) -> None:
    assert not {name for name, path in PATHS.items() if word in path.read_text(encoding="utf-8")}


@pytest.mark.parametrize("name", PATHS)
def test_a_module_that_does_something_says_what_it_is_for(name: str) -> None:
    tree = ast.parse(PATHS[name].read_text(encoding="utf-8"))
    assert not tree.body or ast.get_docstring(tree)
