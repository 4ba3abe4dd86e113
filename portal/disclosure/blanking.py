"""What would single people out is blanked before responses are stored: rule 11.

A record's attributes are the organisation and then the breakdowns, in the questionnaire's order.
An organisation that is told anything keeps its name, and each record the group of the first split
as it is told. A later breakdown is kept where groups within groups are large enough, and no union
of them differs by a few people from a union of the groups that are told. Organisations of too few
are kept together, without a name, if they are enough together; else nothing of them is kept, since
what is told of the others would leave them over.

A group is as large as it has answers to emailed invitations, and large enough from ``k`` on:
whoever hands out slips or links may have filled them in, and one real answer among nine of theirs
would be theirs to read.

A blank hides nothing from those who see what was asked because of it: ``survey/telling.py`` finds
that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeAlias

from portal.disclosure import crossing
from portal.disclosure.sizes import Attributes, Size, split

Labels: TypeAlias = Mapping[Attributes, tuple[int, ...]]
"""By what people said to the breakdowns, the number of their group in each split."""
Ended: TypeAlias = Mapping[str | None, int]
"""How many links of letters have ended in each organisation, each of which may have brought a
second answer; None: in all that are told nothing."""
Told: TypeAlias = Mapping[str | None, Sequence[Sequence[Sequence[int]]]]
"""How an organisation's people are split in what is told of it: the groups of each split."""
NONE: Mapping[Any, Any] = MappingProxyType({})


def reduce(
    records: Sequence[Attributes],
    by_letter: Sequence[bool],
    k: int,
    ended: Ended = NONE,
    told: Told = NONE,
) -> list[Attributes | None]:
    """Return the records with some attributes blanked, in the same order; None for those of which
    nothing is kept. ``by_letter``: which of them answer an invitation."""
    members = defaultdict[str | None, list[int]](list)
    for member, record in enumerate(records):
        members[record[0]].append(member)
    reduced, pool = dict[int, Attributes](), list[int]()
    for organisation, own in members.items():
        size = Size(by_letter, k + ended.get(organisation, 0))
        if size.short(own):
            pool += own
        else:
            split = told.get(organisation, ())
            reduced |= _within(organisation, own, records, size, split)
    size = Size(by_letter, k + ended.get(None, 0))
    if pool and not size.short(pool):
        reduced |= _within(None, pool, records, size, ())
    return [reduced.get(member) for member in range(len(records))]


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


def _within(
    organisation: str | None,
    members: Sequence[int],
    records: Sequence[Attributes],
    size: Size,
    told: Sequence[Sequence[Sequence[int]]],
) -> dict[int, Attributes]:
    """Keep of each breakdown what leaves enough in every combination, and can stand beside what is
    told (the first split's groups are those of the first breakdown)."""
    kept: dict[int, Attributes] = dict.fromkeys(members, (organisation,))
    cells: list[list[int]] = [list(members)]
    for depth in range(1, len(records[members[0]])):
        parted, values = list[list[int]](), dict[int, str | None]()
        for cell in cells:
            groups, blank = split({member: records[member][depth] for member in cell}, size)
            values |= {member: records[member][depth] for group in groups for member in group}
            parted += [group for group in (*groups, blank) if group]
        if depth > 1 and any(crossing.tells_of_few(part, parted, size) for part in told):
            values = {}
        else:
            cells = parted
        kept = {member: (*kept[member], values.get(member)) for member in members}
    return kept
