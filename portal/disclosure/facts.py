"""Facts leave the responses: what people are is tallied for each organisation, and then forgotten.

Who has been ten years in a post is known to colleagues, and in one organisation's one service there
may be one of them. So no response holds a fact, nor what was asked because of one; an organisation
is told what share of its people each answer has, if enough have it and enough do not, and if that
tells, beside the responses, of no few whose breakdowns were blanked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from portal.disclosure import crossing, figures
from portal.disclosure.blanking import Attributes, Size, split
from portal.survey.questionnaire import Question, Questionnaire

Answers: TypeAlias = Mapping[str, Any]
UNSTATED = "-"
"""Stands among the options for those who skipped a question, or were not asked."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many per cent of an organisation's people gave one of these options. ``options``: their
    ids in the questionnaire's order, ``UNSTATED`` last. ``percent``: whole, half up, clamped."""

    organisation: str | None
    item: str
    options: tuple[str, ...]
    percent: int


def shares(
    questionnaire: Questionnaire,
    answered: Sequence[tuple[Attributes, Answers]],
    invited: Sequence[bool],
    k: int,
) -> list[Share]:
    """Tally the facts of each organisation, as far as its name is kept (None: of all others
    together). ``answered``: each person's, with what the response keeps of the organisation and
    the breakdowns; ``invited``: which of them answer an invitation. No share is of fewer than ``k``
    invited people, nor of all but fewer."""
    members = defaultdict[str | None, defaultdict[Attributes, list[int]]](_lists)
    for number, (kept, _) in enumerate(answered):
        members[kept[0]][kept].append(number)
    size, told = Size(invited, k), list[Share]()
    for organisation, cells in members.items():
        people = [number for cell in cells.values() for number in cell]
        for item in questionnaire.facts:
            given = {number: answered[number][1].get(item) for number in people}
            groups = _groups(questionnaire.items[item].question, given, list(cells.values()), size)
            told += [
                Share(organisation, item, options, _percent(len(group), people, size))
                for options, group in groups
            ]
    return told


def _lists() -> defaultdict[Attributes, list[int]]:
    return defaultdict(list)


def _groups(
    question: Question, given: Mapping[int, Any], cells: Sequence[list[int]], size: Size
) -> Iterator[tuple[tuple[str, ...], list[int]]]:
    tally = _of_several if question.type == "choices" else _of_one
    return tally([option.id for option in question.options], given, cells, size)


def _of_one(
    options: Sequence[str], given: Mapping[int, Any], cells: Sequence[list[int]], size: Size
) -> Iterator[tuple[tuple[str, ...], list[int]]]:
    """Split people by their answer. One group alone would be everybody, and tell nothing."""
    kept, pool = split(given, size)
    groups = crossing.apart([group for group in (*kept, pool) if group], cells, size)
    for group in sorted(groups, key=lambda group: min(map(_place(options, given), group))):
        if len(groups) > 1:
            yield _in_order(options, {given[member] for member in group}), group


def _place(options: Sequence[str], given: Mapping[int, Any]) -> Callable[[int], int]:
    return lambda member: len(options) if given[member] is None else options.index(given[member])


def _in_order(options: Sequence[str], values: set[Any]) -> tuple[str, ...]:
    return (*(option for option in options if option in values), *[UNSTATED] * (None in values))


def _of_several(
    options: Sequence[str], given: Mapping[int, Any], cells: Sequence[list[int]], size: Size
) -> Iterator[tuple[tuple[str, ...], list[int]]]:
    """Tally each option that enough chose and enough did not; the others together."""
    rest = list[str]()
    for option in options:
        group = _who(given, [option])
        if _can_be_told(group, given, cells, size):
            yield (option,), group
        else:
            rest.append(option)
    if _can_be_told(together := _who(given, rest), given, cells, size):
        yield tuple(rest), together


def _who(given: Mapping[int, Any], options: Sequence[str]) -> list[int]:
    return [member for member, chosen in given.items() if not set(chosen or ()).isdisjoint(options)]


def _can_be_told(
    group: Sequence[int], given: Mapping[int, Any], cells: Sequence[list[int]], size: Size
) -> bool:
    others = given.keys() - set(group)
    return not (
        size.short(group)
        or size.short(others)
        or crossing.tells_of_few([group, others], cells, size)
    )


def _percent(part: int, people: Sequence[int], size: Size) -> int:
    end = figures.margin(size.of(people))
    return min(max(figures.nearest(Fraction(100 * part, len(people)), 1), end), 100 - end)
