"""Which organisation a row is of: by code or name, as people write it. What fits none that takes
part is told with how to put it right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from portal.services.organisations import naming
from portal.services.organisations import register as organisations
from portal.services.people import invitations
from portal.services.rounds.register import RoundInfo
from portal.tabular import asking
from portal.tabular.people import Entry

SUGGESTED = 50
"""So many unknown names get a suggestion: to look for the nearest takes time."""


class Unknown(NamedTuple):
    """Rows whose organisation, as it is ``written``, is none that takes part. ``where``: their
    numbers, the first of them if there are many; ``mend``: how to put it right."""

    written: str
    rows: int
    where: str
    mend: str


@dataclass(frozen=True, slots=True)
class Names:
    """Hold the names of all organisations by their codes, the codes of those that take ``part``,
    and which codes are meant by what differs from a code or a name only in spelling."""

    names: Mapping[str, str]
    part: frozenset[str]
    _meant: Mapping[str, list[str]]
    _read: dict[str, list[str]] = field(default_factory=dict)

    def coded(self, entries: Iterable[Entry]) -> tuple[list[Entry], dict[str, list[Entry]]]:
        """Give each entry the code of its organisation, and part from them those for which there is
        none, by what is written there."""
        known, unknown = list[Entry](), defaultdict[str, list[Entry]](list)
        for entry in entries:
            codes = self._here(entry.organisation)
            if len(codes) == 1:
                known.append(entry._replace(organisation=codes[0]))
            else:
                unknown[entry.organisation].append(entry)
        return known, unknown

    def told(self, unknown: Mapping[str, Sequence[Entry]]) -> list[Unknown]:
        """Say how to put each unknown name right, those of most rows first."""
        by_rows = sorted(unknown.items(), key=lambda item: (-len(item[1]), item[0]))
        near = [each for each, _ in by_rows[:SUGGESTED]]
        return [
            Unknown(
                written,
                len(entries),
                asking.some([entry.row for entry in entries]),
                self._mend(written, suggest=written in near),
            )
            for written, entries in by_rows
        ]

    def wrong(self, written: str) -> str:
        """Say shortly what is wrong with a row of such a name."""
        return "the organisation does not take part" if written else "there is no organisation"

    def _here(self, written: str) -> list[str]:
        """Return the codes of those that take part and may be meant."""
        if written not in self._read:
            codes = [written] if written in self.part else self._meant.get(_key(written), [])
            self._read[written] = [code for code in codes if code in self.part]
        return self._read[written]

    def _mend(self, written: str, *, suggest: bool) -> str:
        if not written:
            return "Write the organisation's code or name into these rows."
        if len(codes := self._here(written)) > 1:
            return f"Several could be meant. Write the code: {' or '.join(sorted(codes))}."
        if codes := self._meant.get(_key(written), []):
            name = self.names[codes[0]]
            return (
                f"{name} does not take part in this round. Add it to the round, or go on without."
            )
        here = {self.names[code]: code for code in sorted(self.part)}
        if suggest and (near := naming.near(written, here)):
            meant = " or ".join(f"{name} ({here[name]})" for name in near)
            return f"There is no organisation of this name. If it is {meant}, write that code."
        return "There is no organisation of this name. Put it right, or add the organisation."


def names(round_: RoundInfo) -> Names:
    """Read which organisations there are, and which take part."""
    every = {each.code: each.name for each in organisations.listing()}
    meant = defaultdict[str, list[str]](list)
    for code, name in every.items():
        for key in {_key(code), _key(name)}:
            meant[key].append(code)
    return Names(every, frozenset(invitations.codes(round_.id).values()), meant)


def _key(text: str) -> str:
    return naming.alike(text)
