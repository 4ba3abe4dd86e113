"""What may be told of regions, types of organisation and the nation: rule 4.

Each is made of four organisations or more, of which none has over half of the answers. An
organisation that is not told a figure is in no region's or type's, and in the nation's only if all
such hold ten people together: else the nation's, less the others', would be theirs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeAlias

from portal.disclosure import figures, moments, overlaps
from portal.disclosure.beside import Told, pinned, tells
from portal.disclosure.cells import NATION, STANDARDS, Cell, Level, Measure
from portal.disclosure.figures import Figure, down
from portal.disclosure.moments import STAY, Moments
from portal.disclosure.overlaps import Whole
from portal.disclosure.statements import Shown, Subject
from portal.disclosure.tally import Given, together

FEWEST = 4
"""Of so many organisations at least a figure of a region, a type or the nation is made."""
Places: TypeAlias = Mapping[str, tuple[str, str]]
"""The type and region of each organisation."""
Sums: TypeAlias = Mapping[tuple[str, str, str], Moments]


def of_subject(
    subject: Subject, given: Mapping[str, Given], places: Places, k: int
) -> Iterator[Cell]:
    """Tell what each region, type and the nation said. ``given``: by organisation, what people
    said."""
    bases = {code: subject.base(each) for code, each in given.items()}
    told = {code for code, base in bases.items() if base.invited >= k and _can_be_told(base)}
    others = sum(base.invited for code, base in bases.items() if code not in told)
    nation = set(given) if others >= k else told
    own = {
        code: Told(given[code], subject.shown(given[code], k) if code in told else ())
        for code in nation
    }
    above = [
        each
        for level, name, members in (*_groups(told, places), ("nation", NATION, nation))
        if compares([bases[code].answers for code in members])
        and (each := _above(subject, level, name, {c: own[c] for c in members}, k)).told.shown
    ]
    for each in _together(subject, above, own):
        yield from _cells(subject, each)


def _can_be_told(base: Given) -> bool:
    ended = sum(base.letters.values()) - base.invited
    return figures.can_be_told(base.answers, base.invited, ended)


def _groups(told: Collection[str], places: Places) -> list[tuple[Level, str, Collection[str]]]:
    """Put organisations together by type and by region."""
    types, regions = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for code in told:
        types[places[code][0]].append(code)
        regions[places[code][1]].append(code)
    return [
        *(("type", name, members) for name, members in types.items()),
        *(("region", name, members) for name, members in regions.items()),
    ]


def compares(answers: Collection[int]) -> bool:
    """Say whether organisations of so many answers make something to be compared with: several,
    none of them half of it."""
    return len(answers) >= FEWEST and 2 * max(answers) <= sum(answers)


def _above(subject: Subject, level: Level, name: str, members: Mapping[str, Told], k: int) -> Whole:
    """Say what may be told of it by itself."""
    whole = together(member.given for member in members.values())
    enough = subject.base(whole).invited >= k
    told = Told(whole, subject.shown(whole, k) if enough else ())
    shown = _beside(subject, told, list(members.values())) if enough else ()
    return Whole(level, name, frozenset(members), Told(whole, shown))


def _together(subject: Subject, above: Sequence[Whole], own: Mapping[str, Told]) -> Sequence[Whole]:
    """Leave the types out where they tell, beside regions and the nation, what none tells alone;
    and then the regions. To leave out fewer of them would tell why."""
    if not any(_is_scaled(each.told.shown) for each in above):
        return above
    scale = subject.scale(together(each.given for each in own.values()))
    for gone in ((), ("type",)):
        left = [each for each in above if each.level not in gone]
        if not overlaps.tell(scale, left, own):
            return left
    return [each for each in above if each.level == "nation"]


def _cells(subject: Subject, of: Whole) -> Iterator[Cell]:
    base = subject.base(of.told.given)
    for shown in of.told.shown:
        yield Cell(
            level=of.level,
            name=of.name,
            about=subject.id,
            measure=shown.measure,
            figure=shown.figure,
            answers=down(base.answers),
            invited=down(base.invited),
            or_more=True,
            part=shown.part,
        )


def _beside(subject: Subject, whole: Told, members: Sequence[Told]) -> Sequence[Shown]:
    """Return what may be told beside the organisations: nothing that rules out an answer in one."""
    left = whole.only({each.measure for each in whole.shown} - pinned(whole, members))
    silent = _is_scaled(left.shown) and tells(subject.scale(whole.given), left, [members])
    return () if silent else left.shown


def _is_scaled(shown: Sequence[Shown]) -> bool:
    return any(each.measure in ("score", "agree") for each in shown)


def of_moments(sums: Sums, shown: Collection[tuple[str, str]], places: Places) -> Iterator[Cell]:
    """Tell how far people differ in England, and what goes with the wish to stay: of organisations,
    regions and England. ``shown``: which organisation is told which score."""
    codes = {code for code, _, _ in sums}
    told = {code for code in codes if (code, STAY) in shown}
    for code in told:
        yield from _linked("organisation", code, [code], sums, shown)
    for level, name, members in (*_groups(told, places), ("nation", NATION, told)):
        if level != "type" and compares([sums[code, STAY, ""].people for code in members]):
            yield from _linked(level, name, members, sums, shown)
    yield from _spreads(sums, shown)


def _spreads(sums: Sums, shown: Collection[tuple[str, str]]) -> Iterator[Cell]:
    """Tell how far people of the organisations differ that are told the score, or any."""
    parts = defaultdict[str, list[Moments]](list)
    any_ = {code for code, _ in shown}
    for (code, about, beside), each in sums.items():
        if not beside and ((code, about) in shown or (about == STANDARDS and code in any_)):
            parts[about].append(each)
    for about, members in parts.items():
        whole = moments.together(members)
        if whole.invited >= moments.FROM and compares([each.people for each in members]):
            yield _cell("nation", NATION, about, "spread", Figure(whole.spread), whole)


def _linked(
    level: Level,
    name: str,
    members: Collection[str],
    sums: Sums,
    shown: Collection[tuple[str, str]],
) -> Iterator[Cell]:
    scores = {about for _, about, beside in sums if beside}
    linked = {
        about: moments.together(
            sums[code, about, STAY]
            for code in members
            if (code, about) in shown and (code, about, STAY) in sums
        )
        for about in scores
    }
    for about, each in moments.closest(linked):
        yield _cell(level, name, about, "linked", Figure(moments.told(each)), each)


def _cell(
    level: Level, name: str, about: str, measure: Measure, figure: Figure, of: Moments
) -> Cell:
    return Cell(level, name, about, measure, figure, down(of.people), down(of.invited), True)
