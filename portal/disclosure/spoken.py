"""Which single words people use of their organisation: those that five of them said who answered an
invitation, in three steps of how often. How many said one is not told, nor what fewer said.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from portal.disclosure.cells import Cell
from portal.disclosure.figures import Figure, down
from portal.disclosure.statements import IN_A_PART
from portal.disclosure.tally import Person

LONGEST = 30
"""What is longer is no word, and is not told."""
STEPS = 3
"""The most frequent is of the highest step, and what is said a third as often of the lowest."""


def plain(word: str) -> str:
    """Return a word as it is counted: in small letters, without what stands around it; empty for
    what is no word."""
    parts = [part.strip(".,;:!?\"'“”‘’()[]-–…*_/") for part in word.casefold().split()]
    said = " ".join(part for part in parts if part)
    return said if len(said) <= LONGEST and any(c.isalpha() for c in said) else ""


def cells(
    people: Iterable[Person], told: Collection[str], ended: Mapping[str, int], k: int
) -> Iterator[Cell]:
    """Yield the words of each organisation that is ``told`` anything. ``ended``: how many links of
    letters have ended in each, each of which may have brought one person's second answer."""
    said = defaultdict[tuple[str, str], list[Collection[str]]](list)
    for person in people:
        if person.by_letter and person.organisation in told:
            for item, words in person.words.items():
                said[person.organisation, item].append(frozenset(words))
    for (code, item), answers in said.items():
        base = len(answers) - ended.get(code, 0)
        if base >= k:
            counts = Counter(word for words in answers for word in words)
            for word, step in steps(counts, IN_A_PART + ended.get(code, 0)):
                yield _cell(code, item, word, step, base)


def steps(counts: Mapping[str, int], least: int) -> Sequence[tuple[str, int]]:
    """Return the words that at least so many said, in alphabetical order, each with its step."""
    enough = {word: number for word, number in counts.items() if word and number >= least}
    most = max(enough.values(), default=0)
    return [(word, -(-STEPS * enough[word] // most)) for word in sorted(enough)]


def _cell(code: str, item: str, word: str, step: int, base: int) -> Cell:
    return Cell(
        level="organisation",
        name=code,
        about=item,
        measure="word",
        figure=Figure(step),
        answers=down(base),
        invited=down(base),
        or_more=True,
        part=tuple(word.split()),
    )
