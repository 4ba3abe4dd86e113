"""A pointer is a stretch of a text, with what it may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

Kind: TypeAlias = Literal["address", "number", "date", "organisation", "place", "name"]
"""What can be pointed out; of two that are equally likely the earlier one is told."""
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Span:
    """It runs from ``start`` to before ``end``, in characters."""

    kind: Kind
    start: int
    end: int


def apart(spans: Iterable[Span]) -> list[Span]:
    """Return spans in the order of the text, none over another: those that overlap become one, of
    the kind of the longest."""
    joined = list[Span]()
    for span in sorted(spans, key=lambda each: (each.start, each.end)):
        if joined and span.start < joined[-1].end:
            last = joined.pop()
            kind = min(last, span, key=_rank).kind
            joined.append(Span(kind, last.start, max(last.end, span.end)))
        else:
            joined.append(span)
    return joined


def _rank(span: Span) -> tuple[int, int]:
    return span.start - span.end, KINDS.index(span.kind)
