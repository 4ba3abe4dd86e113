"""The audit of a release finds no fault with what the rules allow."""

from __future__ import annotations

from dataclasses import replace

from portal.disclosure import audit, blanking
from portal.disclosure.release import release
from tests.disclosure.people import answering, questionnaire, terms

WORKER = ("children", "social_worker")


def test_a_part_of_five_is_one_where_slips_are_in_the_share_and_not_told() -> None:
    said = ["disagree"] * 5 + ["neither"] * 10 + ["agree"] * 24
    people = [
        answering("here", WORKER, {"wl_fair": answer}, by_letter=number < 30)
        for number, answer in enumerate(said)
    ]
    of = replace(terms(["here"]), rough={"here"})
    cells = release(questionnaire(), people, of).cells
    [part] = [cell for cell in cells if cell.part == ("strongly_disagree", "disagree")]
    assert (part.figure.value, part.answers) == (13, 30)
    assert audit.of_cells(cells, 10) == []
    assert audit.of_cells([replace(part, figure=replace(part.figure, value=8))], 10)


def test_of_two_services_of_one_size_records_and_figures_keep_the_same() -> None:
    sizes = {
        ("mental_health", "social_worker"): 6,
        ("mental_health", "other_professional"): 5,
        ("mental_health", None): 1,
        ("other", "social_worker"): 12,
        (None, "social_worker"): 8,
        ("children", "social_worker"): 40,
    }
    people = [
        answering("here", values, {"wl_fair": "agree"})
        for values, number in sizes.items()
        for _ in range(number)
    ]
    of = replace(terms(["here"]), responses=True)
    told = release(questionnaire(), people, of)
    records = [(person.organisation, *person.values) for person in people]
    by_letter = [True] * len(people)
    kept = blanking.reduce(records, by_letter, 10)
    assert audit.of_people(questionnaire(), told.cells, people, kept, of) == []
