"""What is released of a whole round gives nobody away: planted populations, and drawn ones, each
with the rules on and with one of them off."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import MonkeyPatch

from portal.disclosure import audit, blanking, crossing, groups, levels, release
from portal.disclosure.cells import Cell
from portal.disclosure.sizes import Attributes
from portal.disclosure.tally import Given, Person
from tests.disclosure.people import answering, organisation, questionnaire, terms

WORKER, OTHER = "social_worker", "other_professional"
Released = tuple[list[Cell], list[str]]
"""What is told, and what is wrong with it."""


def released(
    people: Sequence[Person], k: int = 10, *, responses: bool = False, **ended: int
) -> Released:
    """Release, keep records if that is so, and audit, as the count does."""
    codes = sorted({person.organisation for person in people})
    of = release.Terms(terms(codes).places, k, ended=ended, responses=responses)
    told = release.release(questionnaire(), people, of)
    records: list[Attributes] = [(person.organisation, *person.values) for person in people]
    kept = blanking.reduce(
        records,
        [person.by_letter for person in people],
        k,
        {**ended, None: sum(n for code, n in ended.items() if code not in told.splits)},
    )
    stored = kept if responses else [None] * len(people)
    return told.cells, audit.of_people(questionnaire(), told.cells, people, stored, of)


def said(people: Sequence[Person], about: str, split: str = "", **ended: int) -> list[Cell]:
    cells, _ = released(people, **ended)
    return [c for c in cells if (c.about, c.split, c.level) == (about, split, "organisation")]


def alike(
    values: tuple[str | None, str | None], number: int, *, slips: int = 0, **choices: str
) -> list[Person]:
    """So many who say the same, the last so many by a slip."""
    answers = {"wl_fair": "agree", "wl_manageable": "disagree"} | choices
    answers = {item: answer for item, answer in answers.items() if answer}
    return [answering("a", values, answers, n < number - slips) for n in range(number)]


def test_a_score_is_told_whole_of_everybody_and_a_statement_in_fives() -> None:
    [score] = said(alike(("children", WORKER), 34, wl_fits="agree", wl_hours="agree"), "workloads")
    assert (score.answers, score.or_more, score.figure.value) == (34, False, 63)
    [mean, agree] = said(alike(("children", WORKER), 34), "wl_fair")
    assert (mean.answers, mean.or_more, mean.figure.value) == (30, True, 75)
    assert (agree.measure, agree.figure.said) == ("agree", "90 or more")


def test_twenty_two_answers_of_which_three_are_of_other_professionals_give_the_standard() -> None:
    registered = dict.fromkeys(
        ("reg_support", "reg_record", "reg_standards", "reg_concern"), "agree"
    )
    people = alike(("children", WORKER), 19, **registered) + alike(("children", OTHER), 3)
    [cell] = said(people, "registration")
    assert (cell.figure.value, cell.answers, cell.or_more) == (75, 15, True)


@pytest.mark.parametrize(
    ("silent", "step"),
    [(0, 1), (15, 5), (24, 1)],  # of twenty-four: all, nine, or nobody answered one of the two
)
def test_a_score_leaves_no_statement_over_that_few_answered(silent: int, step: int) -> None:
    """Nine of twenty-four gave an opinion on one of its two statements: the score, less the other
    one, would be theirs."""
    people = alike(("children", WORKER), 24 - silent)
    people += alike(("children", WORKER), silent, wl_fair="")
    [score] = [
        cell
        for cell in released([replace(p, scores={"workloads": "63"}) for p in people])[0]
        if cell.about == "workloads" and not cell.split
    ]
    assert (score.figure.step, score.figure.value) == (step, 63 if step == 1 else 65)


def test_a_statement_is_split_only_if_every_group_has_enough_who_answered() -> None:
    both = alike(("children", WORKER), 20) + alike(("adults", WORKER), 15)
    assert len(said(both, "wl_fair", "service")) == 4
    few = both[:-6] + alike(("adults", WORKER), 6, wl_fair="not_applicable")
    assert said(few, "wl_fair", "service") == []
    assert len(said(few, "wl_manageable", "service")) == 4


def test_for_one_statement_the_later_split_goes_where_it_would_tell_of_a_few() -> None:
    people = nested_in_one_statement(random.Random(1))
    assert said(people, "wl_manageable", "service") and said(people, "wl_manageable", "role")
    assert said(people, "wl_fair", "service") and not said(people, "wl_fair", "role")


def test_whether_who_was_corrected_answered_twice_does_not_show() -> None:
    """Eleven answers by letter, and one link that has ended: ten people at least, or eleven."""
    assert said(alike(("children", WORKER), 11), "wl_fair", a=1)
    assert not said(alike(("children", WORKER), 10), "wl_fair", a=1)


def test_of_two_services_of_one_size_records_name_the_one_that_is_told() -> None:
    """They are counted in another way, and came to the other one; by both together it was known
    of a few."""
    people = [
        *(alike(("children", WORKER), 16) + alike(("children", OTHER), 5)),
        *(alike(("adults", OTHER), 10) + alike(("adults", WORKER), 10)),
        *alike(("adults", None), 1),
        *(alike(("other", WORKER), 4) + alike(("other", OTHER), 4)),
    ]
    for order in (people, people[::-1], people[21:] + people[:21]):
        assert released(order, 11, responses=True)[1] == []


def test_england_leaves_out_a_few_of_whom_no_record_is_kept() -> None:
    """Nine answered in one organisation, and nine gave an opinion in another: England's figures,
    less those of the others and less records, would be of the first nine."""
    draw = random.Random(1)
    people = [p for code in "abcd" for p in organisation(code, 30, draw, skipped=0)]
    rare = alike(("children", WORKER), 9) + alike(("children", WORKER), 11, wl_fair="")
    rare = [replace(person, organisation="e") for person in rare]
    few = [replace(p, organisation="f") for p in alike(("adults", WORKER), 9, wl_fair="agree")]
    with_few, _ = released([*people, *rare, *few])
    without, _ = released([*people, *rare])
    fair = [
        [c for c in cells if c.about == "wl_fair" and c.level == "nation"]
        for cells in (with_few, without)
    ]
    assert fair[0] == fair[1] != []


Population = Callable[[random.Random], list[Person]]


def slips(draw: random.Random) -> list[Person]:
    """Nine of one service answered by letter, and nine slips."""
    return alike(("children", WORKER), 20) + alike(("adults", WORKER), 18, slips=9)


def nested(draw: random.Random) -> list[Person]:
    """Those of another profession are all but five of those in adult services."""
    return (
        alike(("children", WORKER), 20)
        + alike(("adults", OTHER), 15)
        + alike(("adults", WORKER), 5)
    )


def rarely_answered(draw: random.Random) -> list[Person]:
    """Nine of one service gave an opinion on one statement."""
    return (
        alike(("children", WORKER), 20)
        + alike(("adults", WORKER), 9)
        + alike(("adults", WORKER), 9, wl_fair="")
    )


def nested_in_one_statement(draw: random.Random) -> list[Person]:
    """Twelve keep the splits apart, of whom three skipped one statement."""
    return (
        alike(("children", WORKER), 30)
        + alike(("adults", OTHER), 20)
        + alike(("adults", WORKER), 6)
        + alike(("children", OTHER), 3)
        + alike(("children", OTHER), 3, wl_fair="")
    )


def leads_within_services(draw: random.Random) -> list[Person]:
    """Roles within services leave out six of those whom the roles of all count."""
    return (
        alike(("children", WORKER), 30) + alike(("children", OTHER), 20)
        + alike(("adults", WORKER), 25) + alike(("adults", OTHER), 15)
        + alike(("other", WORKER), 9) + alike(("other", OTHER), 6)
    )  # fmt: skip


def two_councils(draw: random.Random) -> list[Person]:
    return [p for code in "ab" for p in organisation(code, 30, draw)]


def everybody_counts(patch: MonkeyPatch) -> None:
    patch.setattr(Given, "invited", property(lambda given: given.answers))
    of = groups.Size
    patch.setattr(groups, "Size", lambda invited, k: of([20] * len(invited), k))


def no_pool(patch: MonkeyPatch) -> None:
    def split(values, size):  # type: ignore[no-untyped-def]
        return [[n for n in values if values[n] == value] for value in set(values.values())], []

    patch.setattr(groups.sizes, "split", split)


def splits_may_cross(patch: MonkeyPatch) -> None:
    patch.setattr(crossing, "few", lambda inside, k: False)


def every_group_is_told(patch: MonkeyPatch) -> None:
    patch.setattr(
        release._Grouped, "holds", lambda of, subject: len(of.told(subject)) == len(of.split.groups)
    )
    patch.setattr(release.beside, "parted", lambda subject, whole, splits: splits)


def roles_beside_records(patch: MonkeyPatch) -> None:
    splits = groups.splits
    patch.setattr(
        groups, "splits", lambda questionnaire, atoms, k, most: splits(questionnaire, atoms, k)
    )


def regions_of_any(patch: MonkeyPatch) -> None:
    patch.setattr(levels, "compares", lambda answers: True)


@pytest.mark.parametrize(
    ("population", "off"),
    [
        (slips, everybody_counts),
        (slips, no_pool),
        (nested, splits_may_cross),
        (rarely_answered, every_group_is_told),
        (nested_in_one_statement, splits_may_cross),
        (leads_within_services, roles_beside_records),
        (two_councils, regions_of_any),
    ],
)
def test_without_any_one_rule_the_audit_finds_what_it_lets_through(
    population: Population, off: Callable[[MonkeyPatch], None], monkeypatch: MonkeyPatch
) -> None:
    people = population(random.Random(1))
    assert not any(released(people, responses=kept)[1] for kept in (True, False))
    off(monkeypatch)
    assert any(released(people, responses=kept)[1] for kept in (True, False))


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.integers(5, 70), min_size=1, max_size=5),
    st.integers(),
    st.sampled_from([1.0, 0.8]),
    st.sampled_from([0.03, 0.5]),
    st.integers(10, 14),
    st.integers(0, 3),
    st.booleans(),
)
def test_whatever_people_say_a_release_passes_its_audit(
    sizes: list[int], seed: int, by_letter: float, skipped: float, k: int, ended: int, kept: bool
) -> None:
    draw = random.Random(seed)
    people = [
        person
        for number, size in enumerate(sizes)
        for person in organisation(f"o{number}", size, draw, by_letter=by_letter, skipped=skipped)
    ]
    assert released(people, k, responses=kept, o0=ended)[1] == []


@pytest.mark.parametrize(
    ("invited", "organisations", "least"),
    [
        (25, 24, {"scores": 80, "statements": 75, "service": 0, "role": 0}),
        (40, 24, {"scores": 98, "statements": 95, "service": 25, "role": 0}),
        (60, 24, {"scores": 100, "statements": 95, "service": 80, "role": 60}),
        (150, 8, {"scores": 100, "statements": 95, "service": 95, "role": 95}),
        (600, 2, {"scores": 100, "statements": 95, "service": 100, "role": 100}),
        (2000, 1, {"scores": 100, "statements": 95, "service": 100, "role": 100}),
    ],
)
def test_enough_is_released_to_be_of_use(
    invited: int, organisations: int, least: dict[str, int]
) -> None:
    """Half to seven tenths of those who are invited answer."""
    shares = shares_released(invited, organisations)
    sys.stdout.write(f"{invited:,} invited: {shares}\n")  # pytest -s shows it
    assert {name for name, share in least.items() if shares[name] < share} == set()


def shares_released(invited: int, organisations: int) -> dict[str, int]:
    """Return how many per cent of organisations of a size are told scores, statements, splits."""
    draw = random.Random(invited)
    people = [
        person
        for number in range(organisations)
        for person in organisation(f"o{number}", round(invited * draw.uniform(0.5, 0.7)), draw)
    ]
    cells, _ = released(people)
    own = [cell for cell in cells if cell.level == "organisation"]
    ids = {score.id for score in questionnaire().scores}
    statements = {i.id for i in questionnaire().items.values() if i.question.scale}

    def share(of: int, wanted: Callable[[Cell], bool]) -> int:
        return 100 * len({(c.name, c.about) for c in own if wanted(c)}) // (of * organisations)

    return {
        "scores": share(len(ids), lambda c: c.about in ids and not c.split),
        "statements": share(len(statements), lambda c: c.about in statements and not c.split),
        "service": share(1, lambda c: c.measure == "size" and c.split == "service"),
        "role": share(1, lambda c: c.measure == "size" and c.split == "role"),
    }
