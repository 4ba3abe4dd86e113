"""The attacker on what is released: whether the few can be solved for, or an answer be ruled out.

    python -m bench.attack --released [--rounds 200]

Rounds of some organisations are drawn, with rarely answered statements, services that are nested in
roles, slips, insiders, teams of one mind, and a region of two councils. What is released of each is
solved by linear algebra over those who answered a statement, beside single records, and by whole
numbers, as one per cent of twenty people is nobody: whoever answered by slips, or by a link that
has ended, knows that.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from typing import TypeAlias

import pytest
from pytest import MonkeyPatch

from bench.bounds import excluded
from bench.drawing import Round, answers, drawn, is_in
from portal.disclosure import beside, exclusion, figures, levels
from portal.disclosure.solving import solved
from tests.disclosure import test_release
from tests.disclosure.people import questionnaire

Group: TypeAlias = tuple[str, tuple[str | None, ...]]
"""A breakdown and the options of a group of it, or what is stored."""


_solved = lru_cache(maxsize=10_000)(solved)  # most statements are answered by the same people


def few(of: Round) -> Iterator[str]:
    """List where a sum over one to nine people can be solved for: of those who answered by
    invitation, in groups that are told, and of everybody, in what is stored, too."""
    told = defaultdict[tuple[str, str], set[Group]](set)
    for cell in of.cells:
        if cell.level == "organisation" and cell.measure in ("score", "agree", "size"):
            told[cell.name, cell.about].add((cell.split, cell.group))
    for (code, about), groups in list(told.items()):
        sizes = about in questionnaire().breakdowns
        both = told[code, "service"] | told[code, "role"] if sizes else groups
        if _solves(of, code, about, both):
            yield f"{code} {about}"


def _solves(of: Round, code: str, about: str, groups: Collection[Group]) -> bool:
    sizes = defaultdict[tuple[object, ...], int](int)
    everybody = about in questionnaire().breakdowns
    for person, record in of.of(code):
        if everybody or answers(about, person):
            inside = [group for group in groups if is_in(person, *group)]
            inside += [("record", record[1:])] if everybody and record else []
            sizes[tuple(inside)] += person.by_letter
    rows = [
        [n for n, inside in enumerate(sizes) if group in inside]
        for group in {group for inside in sizes for group in inside}
    ]
    number, k = list(sizes.values()), of.terms.k
    ended = of.terms.ended.get(code, 0)
    short = any(sum(number[cell] for cell in row) - ended < k for row in rows)
    return short or _solved(tuple(sorted(map(tuple, rows))), tuple(number), k)


def ends_by_base_alone(patch: MonkeyPatch) -> None:
    patch.setattr(exclusion, "rules_out", lambda *_: False)
    patch.setattr(figures, "room", lambda *_: figures.EVERYTHING)


def figures_by_themselves(patch: MonkeyPatch) -> None:
    for module in (beside, levels):
        patch.setattr(module, "tells", lambda *_: False)


def no_ends(patch: MonkeyPatch) -> None:
    patch.setattr(figures, "margin", lambda _: 0)
    ends_by_base_alone(patch)


Off: TypeAlias = Callable[[MonkeyPatch], None]
Find: TypeAlias = Callable[[Round], Iterator[str]]
OFF: tuple[tuple[Off, Find], ...] = (
    (test_release.everybody_counts, few),
    (test_release.no_pool, few),
    (test_release.splits_may_cross, few),
    (test_release.every_group_is_told, few),
    (test_release.roles_beside_records, few),
    (no_ends, excluded),
    (ends_by_base_alone, excluded),
    (figures_by_themselves, excluded),
)
"""Each rule that can be off, and what then finds something."""


def main(rounds: int, broken: int) -> bool:
    """Print what can be solved for and what is ruled out: nothing, and in so many rounds without a
    rule (``broken``), something. Say whether it is so."""
    totals = Counter[str]()
    for seed in range(rounds):
        of = drawn(seed)
        totals += Counter(answers=len(of.people), figures=len(of.cells))
        totals += Counter(few=len(list(few(of))), excluded=len(list(excluded(of))))
    print(f"{rounds} rounds, {totals['answers']:,} answers, {totals['figures']:,} figures")
    print(f"  groups of one to nine solved for: {totals['few']}", flush=True)
    print(f"  answers ruled out: {totals['excluded']}", flush=True)
    return not totals["few"] + totals["excluded"] and _without(broken)


def _without(rounds: int) -> bool:
    return min([finds(off, find, rounds) for off, find in OFF])


def finds(off: Off, find: Find, rounds: int) -> bool:
    """Print in how many rounds without a rule something is found, and say whether in any."""
    with pytest.MonkeyPatch.context() as patch:
        off(patch)
        number = sum(any(find(drawn(seed))) for seed in range(rounds))
    print(f"  {off.__name__.replace('_', ' ')}: in {number} of {rounds} rounds", flush=True)
    return number > 0
