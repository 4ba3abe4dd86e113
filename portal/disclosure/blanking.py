"""What would single people out is blanked before responses are stored: rule 11.

A record's attributes are the organisation and then the breakdowns, in the questionnaire's order.
An organisation that is told anything keeps its name, and each record the group of the first split
as it is told, beside which no other split is. A later breakdown is kept where groups within groups
are large enough. Organisations of too few are kept together, without a name, if they are enough
together; else nothing of them is kept, since what is told of the others would leave them over.

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

from portal.disclosure.sizes import Attributes, Size, split

Ended: TypeAlias = Mapping[str | None, int]
"""How many links of letters have ended in each organisation, each of which may have brought a
second answer; None: in all that are told nothing."""
NONE: Mapping[Any, Any] = MappingProxyType({})


def reduce(
    records: Sequence[Attributes],
    by_letter: Sequence[bool],
    k: int,
    ended: Ended = NONE,
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
            reduced |= _within(organisation, own, records, size)
    size = Size(by_letter, k + ended.get(None, 0))
    if pool and not size.short(pool):
        reduced |= _within(None, pool, records, size)
    return [reduced.get(member) for member in range(len(records))]


def _within(
    organisation: str | None,
    members: Sequence[int],
    records: Sequence[Attributes],
    size: Size,
) -> dict[int, Attributes]:
    """Keep of each breakdown what leaves enough in every combination."""
    kept: dict[int, Attributes] = dict.fromkeys(members, (organisation,))
    cells: list[list[int]] = [list(members)]
    for depth in range(1, len(records[members[0]])):
        parted, values = list[list[int]](), dict[int, str | None]()
        for cell in cells:
            groups, blank = split({member: records[member][depth] for member in cell}, size)
            values |= {member: records[member][depth] for group in groups for member in group}
            parted += [group for group in (*groups, blank) if group]
        cells = parted
        kept = {member: (*kept[member], values.get(member)) for member in members}
    return kept
