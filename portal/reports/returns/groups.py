"""Organisations are compared by their types. What the public reads tells no type of fewer than
three organisations: small ones are told together. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

FEWEST = 3
"""The public is told of no fewer organisations than this."""
OTHERS = "Other types"


@dataclass(frozen=True, slots=True)
class Group:
    """The organisations of some types, told together."""

    name: str
    types: frozenset[str]


def least(*, public: bool) -> int:
    """Say how many organisations must be behind a figure."""
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
