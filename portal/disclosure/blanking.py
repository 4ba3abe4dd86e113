"""What would single people out is blanked before responses are stored.

A record's attributes are the organisation and then the breakdowns, in the questionnaire's order.
Groups that are too small lose the attribute; if those that lost it are still fewer than ``k``,
the smallest of the other groups loses it too. So breakdowns go first, an organisation only when
it has fewer than ``k`` records in all (or must hide another that has), and every combination
that remains is shared by at least ``k`` records.

A blank hides nothing from those who see what was asked because of it: ``asked_by`` finds that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import TypeAlias

from portal.survey.conditions import Condition, names
from portal.survey.questionnaire import Questionnaire

Attributes: TypeAlias = tuple[str | None, ...]


def reduce(records: Sequence[Attributes], k: int) -> list[Attributes] | None:
    """Return the records with some attributes blanked, in the same order.

    None if there are fewer than ``k`` records in all: then no blanking protects them.
    """
    if len(records) < k:
        return None
    reduced = list(records)
    width = len(records[0]) if records else 0
    _reduce(reduced, list(range(len(records))), 0, width, k)
    return reduced


def asked_by(questionnaire: Questionnaire, breakdowns: Collection[str]) -> frozenset[str]:
    """Return the items that are asked, or not, by what was answered to one of these, directly or by
    way of others: an answer to one of them tells the breakdown. Conditions look backwards only."""
    told = set(breakdowns)

    def tells(*conditions: Condition | None) -> bool:
        return any(not told.isdisjoint(names(condition)) for condition in conditions)

    for page in questionnaire.pages:
        for question in page.questions:
            for item in questionnaire.by_question[question.id]:
                row = item.row.show_if if item.row else None
                if tells(page.show_if, question.show_if, row):
                    told.add(item.id)
    return frozenset(told - set(breakdowns))


def _reduce(records: list[Attributes], members: list[int], depth: int, width: int, k: int) -> None:
    """Blank attribute ``depth`` where needed among ``members`` (at least ``k``), then go on."""
    if depth == width:
        return
    kept, blank = _split(records, members, depth, k)
    for member in blank:
        records[member] = (*records[member][:depth], None, *records[member][depth + 1 :])
    for group in [*kept, blank]:
        if group:
            _reduce(records, group, depth + 1, width, k)


def _split(
    records: list[Attributes], members: list[int], depth: int, k: int
) -> tuple[list[list[int]], list[int]]:
    """Return the groups that keep their value, and the pool of those that do not (none, or >=
    k)."""
    groups: dict[str | None, list[int]] = defaultdict(list)
    for member in members:
        groups[records[member][depth]].append(member)
    pool = groups.pop(None, [])
    kept = sorted(groups.values(), key=len)
    while kept and (len(kept[0]) < k or 0 < len(pool) < k):
        pool = pool + kept.pop(0)
    return kept, pool
