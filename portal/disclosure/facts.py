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
from portal.disclosure.blanking import NONE, Ended
from portal.disclosure.cells import UNSTATED
from portal.disclosure.sizes import Attributes, Size, split
from portal.survey.questionnaire import Question, Questionnaire

Answers: TypeAlias = Mapping[str, Any]
Labels: TypeAlias = Mapping[Attributes, tuple[int, ...]]
"""By what people said to the breakdowns, the number of their group in each split."""
Told: TypeAlias = Mapping[str | None, Sequence[Sequence[Sequence[int]]]]
"""How an organisation's people are split in what is told of it: the groups of each split."""
Parts: TypeAlias = Sequence[Sequence[Sequence[int]]]
"""Ways in which the same people are parted otherwise: in the responses, and in what is told."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many per cent of an organisation's people gave one of these options. ``options``: their
    ids in the questionnaire's order, ``UNSTATED`` last. ``percent``: whole, half up, clamped."""

    organisation: str | None
    item: str
    options: tuple[str, ...]
    percent: int


def parted(records: Sequence[Attributes], labels: Mapping[str, Labels]) -> Told:
    """Return the groups of each split of each organisation, as numbers of records."""
    parts = defaultdict[str | None, dict[int, dict[int, list[int]]]](dict)
    for member, (organisation, *values) in enumerate(records):
        for number, label in enumerate(labels.get(organisation or "", {}).get(tuple(values), ())):
            groups = parts[organisation].setdefault(number, {})
            groups.setdefault(label, []).append(member)
    return {
        organisation: [list(groups.values()) for groups in splits.values()]
        for organisation, splits in parts.items()
    }


def shares(
    questionnaire: Questionnaire,
    answered: Sequence[tuple[Attributes | None, Answers]],
    by_letter: Sequence[bool],
    k: int,
    ended: Ended = NONE,
    told: Told = NONE,
) -> list[Share]:
    """Tally the facts of each organisation, as far as its name is kept (None: of all others
    together). ``answered``: each person's, with what the response keeps of the organisation and
    the breakdowns, if it is kept; the others as in ``blanking.reduce``. No share is of fewer than
    ``k`` people who answered an invitation, nor of all but fewer; none tells of few beside the
    responses, or beside the groups that are told."""
    members = defaultdict[str | None, defaultdict[Attributes, list[int]]](_lists)
    for number, (kept, _) in enumerate(answered):
        if kept:
            members[kept[0]][kept].append(number)
    shares = list[Share]()
    for organisation, cells in members.items():
        size = Size(by_letter, k + ended.get(organisation, 0))
        people = [number for cell in cells.values() for number in cell]
        parts = [list(cells.values()), *told.get(organisation, ())]
        for item in questionnaire.facts:
            given = {number: answered[number][1].get(item) for number in people}
            groups = _groups(questionnaire.items[item].question, given, parts, size)
            shares += [
                Share(organisation, item, options, _percent(len(group), people, size))
                for options, group in groups
            ]
    return shares


def _lists() -> defaultdict[Attributes, list[int]]:
    return defaultdict(list)


def _groups(
    question: Question, given: Mapping[int, Any], parts: Parts, size: Size
) -> Iterator[tuple[tuple[str, ...], list[int]]]:
    tally = _of_several if question.type == "choices" else _of_one
    return tally([option.id for option in question.options], given, parts, size)


def _of_one(
    options: Sequence[str], given: Mapping[int, Any], parts: Parts, size: Size
) -> Iterator[tuple[tuple[str, ...], list[int]]]:
    """Split people by their answer. One group alone would be everybody, and tell nothing."""
    kept, pool = split(given, size)
    groups = crossing.apart([group for group in (*kept, pool) if group], parts, size)
    for group in sorted(groups, key=lambda group: min(map(_place(options, given), group))):
        if len(groups) > 1:
            yield _in_order(options, {given[member] for member in group}), group


def _place(options: Sequence[str], given: Mapping[int, Any]) -> Callable[[int], int]:
    return lambda member: len(options) if given[member] is None else options.index(given[member])


def _in_order(options: Sequence[str], values: set[Any]) -> tuple[str, ...]:
    return (*(option for option in options if option in values), *[UNSTATED] * (None in values))


def _of_several(
    options: Sequence[str], given: Mapping[int, Any], parts: Parts, size: Size
) -> Iterator[tuple[tuple[str, ...], list[int]]]:
    """Tally each option that enough chose and enough did not; the others together."""
    rest = list[str]()
    for option in options:
        group = _who(given, [option])
        if _can_be_told(group, given, parts, size):
            yield (option,), group
        else:
            rest.append(option)
    if _can_be_told(together := _who(given, rest), given, parts, size):
        yield tuple(rest), together


def _who(given: Mapping[int, Any], options: Sequence[str]) -> list[int]:
    return [member for member, chosen in given.items() if not set(chosen or ()).isdisjoint(options)]


def _can_be_told(group: Sequence[int], given: Mapping[int, Any], parts: Parts, size: Size) -> bool:
    others = given.keys() - set(group)
    return not (
        size.short(group)
        or size.short(others)
        or any(crossing.tells_of_few([group, others], part, size) for part in parts)
    )


def _percent(part: int, people: Sequence[int], size: Size) -> int:
    end = figures.margin(size.of(people))
    return min(max(figures.nearest(Fraction(100 * part, len(people)), 1), end), 100 - end)
