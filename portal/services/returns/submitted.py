"""The returns of a counted round, with their organisations: they are statements, and bear names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.errors import NotFound
from portal.reports.counted import Remark
from portal.reports.returns.submitted import Return, Returns
from portal.services.organisations.register import TYPES
from portal.services.reports import results
from portal.services.rounds.register import RoundInfo
from portal.store.organisations import Organisation


@dataclass(frozen=True, slots=True)
class Written:
    """What an organisation wrote in answer to one question."""

    code: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class AllReturns:
    """All that organisations submitted. ``texts``: by the key of the answers, in the order of the
    questionnaire and of organisations' names."""

    returns: Returns
    texts: Mapping[str, Sequence[Written]]


def submitted(round_: RoundInfo) -> AllReturns:
    """Return what was submitted. Raises ``NotFound`` for a round that people answer, of which
    nobody's answers are ever shown, and ``Conflict`` before the count."""
    if not round_.named:
        raise NotFound(f"{round_.title} has no returns.")
    counted = results.counted(round_.code)
    organisations = {row.code: row for row in Organisation.select().order_by(Organisation.name)}
    every = [
        Return(each.organisation, organisations[each.organisation].type, each.answers)
        for each in counted.replies
    ]
    returns = Returns(round_.text, every, _in_order({each.type for each in every}))
    names = {code: row.name for code, row in organisations.items()}
    return AllReturns(returns, _texts(round_, counted.remarks, names))


def _texts(
    round_: RoundInfo, remarks: Iterable[Remark], names: Mapping[str, str]
) -> dict[str, list[Written]]:
    """Put several words of one organisation together."""
    parts = defaultdict[tuple[str, str], list[str]](list)
    for each in remarks:
        parts[each.item, each.organisation].append(each.text)
    keys = [key for item in round_.text.items.values() for key in item.keys]
    texts = {
        key: [
            Written(code, name, ", ".join(parts[key, code]))
            for code, name in names.items()
            if (key, code) in parts
        ]
        for key in keys
    }
    return {key: written for key, written in texts.items() if written}


def _in_order(types: set[str]) -> Sequence[str]:
    known = [type for type in TYPES if type in types]
    return known + sorted(types.difference(known))
