"""A question with answers to choose from, as a table: organisations by answer, in all and by type.
Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from portal.reports.returns import figures
from portal.reports.returns.groups import OTHERS, Group, least, split
from portal.reports.returns.submitted import Return
from portal.reports.table import Column, Table, Told, Value
from portal.reports.words import ROUNDING

BASE = "Base"


@dataclass(frozen=True, slots=True)
class Poll:
    """What was answered to one question. ``options``: ids and words; ``chosen``: by organisation,
    of those that answered; ``who``: says in a note who was asked."""

    id: str
    title: str
    options: Sequence[tuple[str, str]]
    chosen: Mapping[str, Collection[str]]
    several: bool
    who: str


def table(
    poll: Poll, returns: Sequence[Return], types: Sequence[str], *, public: bool
) -> Table | None:
    """Return the table; None where there is nothing to tell, or too few answered."""
    answered = [each for each in returns if each.organisation in poll.chosen]
    fewest = least(public=public)
    if len(answered) < fewest or not poll.options:
        return None
    groups = split(types, [Counter(each.type for each in answered)], fewest)
    members = [[each for each in answered if each.type in group.types] for group in groups]
    rows: Sequence[tuple[Value, ...]] = tuple(
        (id, label, *_row(poll, id, answered, members)) for id, label in poll.options
    )
    bases = tuple(Told(f"{len(own):,}", len(own)) for own in members)
    base: tuple[Value, ...] = ("base", BASE, len(answered), Told(""), *bases)
    parts = [len(own) for own in members]
    notes = (*figures.cautions(len(answered), parts), *_notes(poll, groups))
    return Table(poll.id, poll.title, _columns(groups), (*rows, base), notes)


def by_type(groups: Sequence[Group]) -> Iterator[str]:
    """Say how the figures by type are to be read."""
    if groups:
        yield figures.BRACKETS
    for group in groups:
        if group.name == OTHERS:
            yield f"{OTHERS}: {', '.join(sorted(group.types))}."


def _columns(groups: Sequence[Group]) -> tuple[Column, ...]:
    return (
        Column("answer", "Answer", "id"),
        Column("answer_label", "Answer", "label"),
        Column("number", "Organisations", "number"),
        Column("per_cent", "Per cent", "figure"),
        *(Column(f"type_{n}", group.name, "figure") for n, group in enumerate(groups, 1)),
    )


def _row(
    poll: Poll, option: str, answered: Sequence[Return], members: Sequence[Sequence[Return]]
) -> Iterator[Value]:
    def count(own: Sequence[Return]) -> int:
        return sum(option in poll.chosen[each.organisation] for each in own)

    number = count(answered)
    share = figures.percent(number, len(answered))
    yield from (number, Told(str(share), share))
    yield from (figures.share(count(own), len(own)) for own in members)


def _notes(poll: Poll, groups: Sequence[Group]) -> Iterator[str]:
    yield poll.who
    yield figures.SEVERAL if poll.several else ROUNDING
    yield from by_type(groups)
