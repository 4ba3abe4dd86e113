"""What is to be released is looked at once more, by other means than it was decided: who is behind
each figure is counted person by person, and what can be worked out is solved for.

``of_people`` runs at the count, while whole answers are there, and a fault stops the count.
``of_cells`` can be repeated at any time: it knows nothing but what was stored.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

from portal.disclosure import figures
from portal.disclosure.answered import FEWEST as ENOUGH
from portal.disclosure.answered import STEP
from portal.disclosure.cells import UNSTATED, Cell
from portal.disclosure.levels import FEWEST
from portal.disclosure.release import Terms
from portal.disclosure.sizes import Attributes
from portal.disclosure.solving import solved
from portal.disclosure.statements import IN_A_PART
from portal.disclosure.tally import Person
from portal.survey import scoring
from portal.survey.questionnaire import Questionnaire

Group: TypeAlias = tuple[str, tuple[str, ...]]
"""A breakdown and the options of a group of it; both empty for everybody."""
Member: TypeAlias = tuple[Person, Attributes | None]
"""A person, and what is stored of their organisation and breakdowns, if anything is."""
HIDDEN = 2 * (ENOUGH - 1)
"""So many at most have answered by a slip, or the link to forward, where that is not told."""
_solved = lru_cache(maxsize=10_000)(solved)  # most statements are answered by the same people


def of_people(
    questionnaire: Questionnaire,
    cells: Sequence[Cell],
    people: Sequence[Person],
    kept: Sequence[Attributes | None],
    terms: Terms,
) -> list[str]:
    """Return what is wrong with a release, a sentence each. ``kept``: what is stored of each
    person's organisation and breakdowns."""
    told = defaultdict[str, defaultdict[str, set[Group]]](lambda: defaultdict(set))
    for cell in cells:
        if cell.level == "organisation" and cell.measure not in ("linked", "word"):
            told[cell.name][cell.about].add((cell.split, cell.group))
    members = defaultdict[str, list[Member]](list)
    for member in zip(people, kept, strict=True):
        members[member[0].organisation].append(member)
    faults = [*of_cells(cells, terms.k), *_stored(members, terms), *_words(cells, members, terms)]
    for code, groups in told.items():
        faults += _organisation(questionnaire, code, groups, members[code], terms)
    return faults


def _organisation(
    questionnaire: Questionnaire,
    code: str,
    told: Mapping[str, Collection[Group]],
    members: Sequence[Member],
    terms: Terms,
) -> Iterator[str]:
    """Count who is behind each figure, and solve for smaller groups: of those who answered each
    question, and of everybody in the groups of all splits and of what is stored."""
    k = terms.k + terms.ended.get(code, 0)
    place = {breakdown: n for n, breakdown in enumerate(questionnaire.breakdowns)}
    for about, groups in told.items():
        if about not in place:
            answers = _answering(questionnaire, about)
            behind = [(person, None) for person, _ in members if answers(person)]
            if _tells(_parted(groups, behind, place), k):
                yield f"What is told of {code} on {about} is of too few people, or leaves a few."
    sizes = {group for about in place for group in told.get(about, ())}
    if _tells(_parted(sizes, members, place), k):
        yield f"The groups of {code} and what is stored of it tell of a few people."


def _words(
    cells: Iterable[Cell], members: Mapping[str, Sequence[Member]], terms: Terms
) -> Iterator[str]:
    """Count who said each word that is told."""
    for cell in cells:
        if cell.measure == "word":
            word, least = " ".join(cell.part), IN_A_PART + terms.ended.get(cell.name, 0)
            letters = (person for person, _ in members[cell.name] if person.by_letter)
            if sum(word in person.words.get(cell.about, ()) for person in letters) < least:
                yield f"A word of {cell.name} is of fewer than {IN_A_PART} people."


Parted: TypeAlias = tuple[tuple[tuple[int, ...], ...], tuple[int, ...]]
"""Groups of cells, and how many of those in each cell answered an invitation."""


def _parted(
    groups: Collection[Group], members: Sequence[Member], place: Mapping[str, int]
) -> Parted:
    counts = dict[tuple[Attributes, Attributes | None], int]()
    for person, record in members:
        cell = (person.values, record)
        counts[cell] = counts.get(cell, 0) + person.by_letter
    cells = list(counts)
    parts = [
        [n for n, (said, _) in enumerate(cells) if not split or _is_in(said[place[split]], group)]
        for split, group in groups
    ]
    parts += [
        [n for n, (_, stored) in enumerate(cells) if stored == record]
        for record in {record for _, record in cells if record}
    ]
    return tuple(sorted(map(tuple, parts))), tuple(counts.values())


def _is_in(value: str | None, group: Sequence[str]) -> bool:
    return (UNSTATED if value is None else value) in group


def _tells(parted: Parted, k: int) -> bool:
    groups, sizes = parted
    few = any(sum(sizes[cell] for cell in group) < k for group in groups)
    return few or _solved(groups, sizes, k)


def _answering(questionnaire: Questionnaire, about: str) -> Callable[[Person], bool]:
    """Return whether a person is behind a figure: has the score, gave an opinion, or answered."""
    item = questionnaire.items.get(about)
    points = scoring.points(item) if item else {}
    if about in {score.id for score in questionnaire.scores}:
        return lambda person: about in person.scores
    return lambda person: person.choices.get(about) in points if points else about in person.choices


def _stored(members: Mapping[str, Sequence[Member]], terms: Terms) -> Iterator[str]:
    """Count the people of each combination that is stored."""
    counts, nameless = Counter[Attributes](), 0
    for code, own in members.items():
        ended = terms.ended.get(code, 0)
        for person, record in own:
            if record:
                counts[record] += person.by_letter
        nameless += ended * any(record and record[0] is None for _, record in own)
    for record, number in counts.items():
        ended = terms.ended.get(record[0], 0) if record[0] else nameless
        if number - ended < terms.k:
            yield f"Fewer than {terms.k} people share what is stored as {record}."


def of_cells(cells: Iterable[Cell], k: int) -> list[str]:
    """Return what is wrong with stored cells, by themselves."""
    every = list(cells)
    return [*_single(every, k), *_parts(every), *_levels(every)]


def _single(cells: Iterable[Cell], k: int) -> Iterator[str]:
    """Look at each figure: enough people, whole numbers, and no closer to the ends than may be."""
    for cell in cells:
        figure, end = cell.figure, figures.margin(cell.invited)
        if cell.invited < k // STEP * STEP:
            yield f"{_name(cell)} is of fewer than {k} people."
        elif cell.measure in ("spread", "linked", "size", "word"):
            continue
        elif not end <= figure.value <= 100 - end or figure.value % figure.step:
            yield f"{_name(cell)} is told too precisely."
        elif cell.invited < figures.WHOLE and figure.step == 1:
            yield f"{_name(cell)} is told to one point, of fewer than {figures.WHOLE} people."


def _parts(cells: Iterable[Cell]) -> Iterator[str]:
    """Look at the parts of each statement: each holds five people, as far as can be told. Where
    those alone are told who answered an invitation, others may be in the share all the same."""
    for cell in cells:
        others = HIDDEN if cell.answers == cell.invited else 0
        holds = (cell.figure.value + 1) * (cell.answers + STEP + others)
        if cell.measure == "part" and holds < 100 * IN_A_PART:
            yield f"{_name(cell)} is a part of fewer than {IN_A_PART} people."


def _levels(cells: Sequence[Cell]) -> Iterator[str]:
    """Look at what stands beside organisations: it is made of several."""
    told = Counter((c.about, c.measure) for c in cells if c.level == "organisation" and not c.split)
    for cell in cells:
        if cell.level != "organisation" and cell.measure in ("score", "agree"):
            own = told[cell.about, cell.measure]
            if cell.level != "nation" and own < FEWEST:
                yield f"{_name(cell)} is made of {own} organisations."


def _name(cell: Cell) -> str:
    of = f", {' '.join(cell.group)}" if cell.group else ""
    return f"{cell.measure} of {cell.name}{of} on {cell.about or 'the standards'}"
