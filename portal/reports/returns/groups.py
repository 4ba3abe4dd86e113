"""Organisations are compared by their types. What the public reads tells no type of fewer than
four organisations: small ones are told together. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from portal.disclosure.levels import FEWEST

OTHERS = "Other types"


@dataclass(frozen=True, slots=True)
class Group:
    """The organisations of some types, told together."""

    name: str
    types: frozenset[str]


def least(*, public: bool) -> int:
    """Say how many organisations must be behind a figure: as many, for the public, as behind one of
    what people answered, since two of three who know their own returns would know the third's."""
    return FEWEST if public else 1


def split(
    types: Sequence[str], lines: Collection[Mapping[str, int]], fewest: int
) -> tuple[Group, ...]:
    """Split organisations into groups of which each line of a table counts none, or ``fewest`` at
    least. ``lines``: by type, how many each counts. Empty where there would be one group."""

    def enough(together: Collection[str]) -> bool:
        counts = [sum(line.get(type, 0) for type in together) for line in lines]
        return all(count == 0 or count >= fewest for count in counts)

    def size(type: str) -> int:
        return sum(line.get(type, 0) for line in lines)

    present = [type for type in types if size(type)]
    apart = [type for type in present if enough([type])]
    joined = [type for type in present if type not in apart]
    while joined and apart and not enough(joined):
        smallest = min(apart, key=size)
        apart.remove(smallest)
        joined.append(smallest)
    groups = [Group(type[:1].upper() + type[1:], frozenset([type])) for type in apart]
    if joined:
        groups.append(Group(OTHERS, frozenset(joined)))
    return tuple(groups) if len(groups) > 1 else ()
