"""The audit of a release finds no fault with what the rules allow."""

from __future__ import annotations

from dataclasses import replace

from portal.disclosure import audit
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
