"""An organisation's people are split by service and by role, so that no few of them can be worked
out: rules 2 and 3 of a split.

A split covers everybody. Values of too few people and those who did not say form one group, which
takes in the next smallest until it is large enough. There are two splits at most, and no union of
one's groups differs from a union of the other's by a few people: else the later one's smallest two
groups are one. Groups are the same for every question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.disclosure import crossing, sizes
from portal.disclosure.cells import UNSTATED
from portal.disclosure.sizes import Attributes, Size
from portal.disclosure.tally import Counting
from portal.survey.questionnaire import Questionnaire

MOST = 2
"""So many splits at most."""


@dataclass(frozen=True, slots=True)
class Split:
    """``groups``: of combinations of what people said, by number; ``names``: the options of
    each. One group, everybody, is no split."""

    breakdown: str
    groups: tuple[tuple[int, ...], ...]
    names: tuple[tuple[str, ...], ...]

    @property
    def splits(self) -> bool:
        return len(self.groups) > 1


def splits(
    questionnaire: Questionnaire,
    atoms: Mapping[Attributes, Counting],
    k: int,
    most: int = MOST,
) -> tuple[Split, ...]:
    """Split an organisation's people, of whom each group must hold ``k`` who answered an
    invitation. ``atoms``: those who said the same to all breakdowns; ``most``: so many splits."""
    values, size = list(atoms), Size([each.invited for each in atoms.values()], k)
    parts = list[Split]()
    for depth, breakdown in enumerate(questionnaire.breakdowns[:most]):
        kept, pool = sizes.split({n: each[depth] for n, each in enumerate(values)}, size)
        groups = crossing.apart(
            [group for group in (*kept, pool) if group], [each.groups for each in parts], size
        )
        said = {n: each[depth] for n, each in enumerate(values)}
        options = [option.id for option in questionnaire.items[breakdown].question.options]
        parts.append(_split(breakdown, groups, pool, said, options))
    return tuple(parts)


def _split(
    breakdown: str,
    groups: Sequence[Sequence[int]],
    pool: Sequence[int],
    said: Mapping[int, str | None],
    options: Sequence[str],
) -> Split:
    """Name groups, in the questionnaire's order. The pool is named by all that no other group
    holds: which of that nobody said must not be told from what few did."""
    pooled = frozenset(pool)
    named = dict[tuple[str, ...], tuple[int, ...]]()
    for group in groups:
        own = {said[member] for member in group}
        if pooled.intersection(group):
            others = {said[n] for other in groups if other is not group for n in other}
            own = {*options, None} - others
        name = (*(o for o in options if o in own), *[UNSTATED] * (None in own))
        named[name] = tuple(group)
    order = sorted(named, key=lambda name: [*options, UNSTATED].index(name[0]))
    return Split(breakdown, tuple(named[name] for name in order), tuple(order))
