"""What is told of groups beside the whole rules out nobody's answer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from pytest import MonkeyPatch

from portal.disclosure import beside, levels
from portal.disclosure.beside import Told
from portal.disclosure.statements import Shown, Subject
from portal.disclosure.tally import Given, together
from tests.disclosure.people import questionnaire

FAIR = questionnaire().items["wl_fair"]
THREE = Subject(
    "wl_fair",
    replace(
        FAIR,
        question=replace(FAIR.question, options=tuple(FAIR.question.options[n] for n in (0, 2, 4))),
    ),
)
"""A statement with three answers, so that all that can be said can be listed."""
SAID = ("strongly_disagree", "neither", "strongly_agree")
Way = tuple[int, ...]
Message = tuple[tuple[Shown, ...], ...]


def of(way: Way) -> Given:
    counts = {said: number for said, number in zip(SAID, way, strict=True) if number}
    return Given(counts, counts)


def every_way(number: int) -> Iterator[Way]:
    for least in range(number + 1):
        for middle in range(number + 1 - least):
            yield least, middle, number - least - middle


def told(ways: tuple[Way, ...]) -> Message:
    groups = [Told(of(way), THREE.shown(of(way), 10)) for way in ways]
    whole = together(group.given for group in groups)
    all_ = Told(whole, THREE.shown(whole, 10))
    left = beside.parted(THREE, all_, [groups])
    return (tuple(all_.shown), *(tuple(group.shown) for split in left for group in split))


def ruled_out(*sizes: int) -> list[Message]:
    """List what is told that leaves whoever gave one answer no other of their group for another:
    all that could have been answered is compared, so that it is known, too, why nothing is told."""
    by_told = defaultdict[Message, list[tuple[Way, ...]]](list)
    for ways in product(*map(list, map(every_way, sizes))):
        by_told[told(ways)].append(ways)
    return [
        message
        for message, worlds in by_told.items()
        for group, own, other in product(range(len(sizes)), range(3), range(3))
        if any(ways[group][own] for ways in worlds)
        and not any(ways[group][own] and ways[group][other] > (own == other) for ways in worlds)
    ]


def test_nothing_that_is_told_of_groups_rules_out_an_answer() -> None:
    assert ruled_out(10, 10) == []


def test_groups_each_by_itself_tell_beside_the_whole_that_all_of_one_agree(
    monkeypatch: MonkeyPatch,
) -> None:
    monkeypatch.setattr(beside, "tells", lambda *_: False)
    assert ruled_out(10, 10)


def test_of_a_group_that_is_of_one_mind_no_more_is_told_by_the_other_group() -> None:
    """Of fifty 44 agree, and of thirty 24: 88 and 80 per cent, so all of the other twenty."""
    message = told(((0, 0, 20), (3, 3, 24)))
    assert [len(each) for each in message] == [2]
    assert len(told(((2, 4, 14), (3, 3, 24)))) == 3


def region(*ways: Way) -> set[str]:
    given = {str(n): of(way) for n, way in enumerate(ways)}
    cells = levels.of_subject(THREE, given, dict.fromkeys(given, ("county", "East")), 10)
    return {cell.measure for cell in cells if cell.level == "region"}


def test_a_region_tells_of_none_of_its_organisations_that_all_agree() -> None:
    """Exact counts of a hundred people, less those of four organisations of twenty."""
    others = [(8, 4, 8)] * 4
    assert region((4, 4, 12), *others) == {"score", "agree", "part"}
    assert "agree" not in region((0, 0, 20), *others)


def test_a_region_tells_of_none_of_its_organisations_how_few_chose_an_answer() -> None:
    """What three of one organisation chose is told of the region and of all others."""
    reasons = Subject("leave_reasons", questionnaire().items["leave_reasons"])

    def chosen(number: int) -> Given:
        counts = Counter({"": 24, "pay": number})
        return Given(counts, counts)

    def chose(*numbers: int) -> bool:
        given = {str(n): chosen(number) for n, number in enumerate(numbers)}
        places = dict.fromkeys(given, ("county", "East"))
        cells = levels.of_subject(reasons, given, places, 10)
        return any(cell.level == "region" for cell in cells)

    assert chose(12, 12, 12, 12)
    assert not chose(12, 12, 12, 3)
