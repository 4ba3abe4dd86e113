"""The measures that keep modules and functions readable."""

from __future__ import annotations

import ast
import io
import statistics
import tokenize
from functools import cache

from portal.settings import ROOT
from tests.house import source

MODULE, TEST_MODULE, FUNCTION, MEDIAN = 250, 300, 45, 8
"""Most lines of code in a module, a module of tests and a function; the median of functions."""
JUNK = {"utils", "util", "helpers", "misc", "common", "tools_misc"}
MODULES = source.modules()
TESTS = sorted(p for p in (ROOT / "tests").rglob("*.py") if "node_modules" not in p.parts)
BLANK = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


@cache
def code_lines(text: str) -> set[int]:
    """The lines that hold more than space and comments."""
    lines = set[int]()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in BLANK:
            lines.update(range(token.start[0], token.end[0] + 1))
    return lines


@cache
def functions() -> dict[str, int]:
    """Each function of the portal, by its place, with its lines of code."""
    found = dict[str, int]()
    for name in MODULES:
        lines = code_lines(source.text(name))
        for node in ast.walk(source.tree(name)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                own = range(node.lineno, (node.end_lineno or 0) + 1)
                found[f"{source.place(name, node)} {node.name}"] = len(lines.intersection(own))
    return found


def test_a_module_is_small_enough_to_read_in_one_sitting() -> None:
    most = dict.fromkeys(MODULES.values(), MODULE) | dict.fromkeys(TESTS, TEST_MODULE)
    texts = {path: path.read_text(encoding="utf-8") for path in most}
    large = {path for path in most if len(texts[path].splitlines()) > most[path]}
    long = {path: len(code_lines(texts[path])) for path in large}
    over = {f"{path}: {lines} lines" for path, lines in long.items() if lines > most[path]}
    assert not over, source.listed(over)


def test_a_function_is_small_enough_to_see_at_once() -> None:
    over = {f"{place}: {lines} lines" for place, lines in functions().items() if lines > FUNCTION}
    assert not over, source.listed(over)


def test_half_of_all_functions_are_very_small() -> None:
    assert statistics.median(functions().values()) <= MEDIAN


def test_modules_are_named_after_things() -> None:
    junk = {source.place(name) for name, path in MODULES.items() if path.stem in JUNK}
    assert not junk, source.listed(junk)


def test_nothing_is_left_for_later() -> None:
    left = {
        f"{source.place(name)}: {word}"
        for name in MODULES
        for word in ("TODO", "FIXME", "XXX", "NotImplementedError")
        if word in source.text(name)
    }
    assert not left, source.listed(left)


def test_a_module_that_does_something_says_what_it_is_for() -> None:
    silent = {
        source.place(name)
        for name in MODULES
        if source.tree(name).body and not ast.get_docstring(source.tree(name))
    }
    assert not silent, source.listed(silent)
